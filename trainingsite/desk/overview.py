"""The manager's page: the sums with their denominators, who is overdue, and the matrix."""

import datetime as dt
import uuid
from dataclasses import dataclass

from trainingsite.compliance.adding_up import Sums
from trainingsite.compliance.matrix import Cell, Matrix, Row, Totals
from trainingsite.compliance.rules import Status
from trainingsite.desk.tags import told


@dataclass(frozen=True)
class Gap:
    """One thing somebody has not done in time."""

    row: Row
    title: str
    cell: Cell
    line: uuid.UUID

    @property
    def told(self) -> str:
        return told(self.cell)


def gaps(matrix: Matrix, status: Status) -> list[Gap]:
    """Every cell with this status, the longest waiting first."""
    found = [
        Gap(row, demand.newest.title, cell, demand.line)
        for row in matrix.rows
        for demand, cell in zip(matrix.demands, row.cells, strict=True)
        if cell.status is status
    ]
    return sorted(found, key=lambda gap: gap.cell.due_on or dt.date.max)


def in_words(totals: Totals, people: int) -> str:
    """The denominator spelled out: 12 required = 15 − 2 on leave − 1 exempt."""
    whom = "1 person" if people == 1 else f"{people} people"
    return spelled_out(totals, f"everything, for {whom}")


def spelled_out(sums: Totals | Sums, what: str) -> str:
    """What required is made of, whatever is added up."""
    return " − ".join([f"{sums.required:,} required = {sums.in_practice:,} ({what})", *taken_away(sums)])


def taken_away(sums: Totals | Sums) -> list[str]:
    """What is not counted as required, and how often."""
    named = {"not required": sums.not_required, "on leave": sums.on_leave, "exempt": sums.exempt}
    return [f"{number:,} {word}" for word, number in named.items() if number]


def done_of_required(matrix: Matrix) -> str:
    """How many of the things required are done, with the denominator spelled out."""
    totals, people = matrix.total(), len(matrix.rows)
    percent = share(totals.compliant, totals.required, people)
    done = f"{totals.compliant:,} of {totals.required:,} required are done" + (f" ({percent})" if percent else "")
    return f"{done}. {in_words(totals, people)}."


def not_counted(matrix: Matrix) -> list[tuple[str, list[str]]]:
    """Who stands behind each number taken away, by name: “On leave”, and who."""
    found = []
    for status in (Status.ON_LEAVE, Status.EXEMPT):
        names = [
            f"{row.person.name}: {', '.join(titles)}"
            for row in matrix.rows
            if (titles := titles_with(matrix, row, status))
        ]
        if names:
            found.append((status.label, names))
    return found


def titles_with(matrix: Matrix, row: Row, status: Status) -> list[str]:
    """What has this status for one person; “everything” when all that is asked of them has."""
    asked = [cell.status for cell in row.cells if cell.status is not Status.NOT_REQUIRED]
    if asked and all(each is status for each in asked):
        return ["everything"]
    return [d.newest.title for d, cell in zip(matrix.demands, row.cells, strict=True) if cell.status is status]


def share(met: int, of: int, people: int) -> str:
    """“92%”; with fewer than ten people a percentage says too much, so only the count is given."""
    return f"{met * 100 // of}%" if of and people >= 10 else ""
