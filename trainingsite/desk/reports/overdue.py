"""What is overdue on a day, and what falls due or lapses in the days after it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from trainingsite.compliance.dates import days_later
from trainingsite.compliance.matrix import Cell, Matrix, Row
from trainingsite.compliance.planned import Planned, PlansOf, open_plans_at
from trainingsite.compliance.rules import Status
from trainingsite.compliance.wordings import Demand
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Answer, Asked, Column, Linked, Report, Section, Value
from trainingsite.desk.reports.links import person_links
from trainingsite.desk.reports.matrices import COUNTED, headline, nobody_in, whole_matrix
from trainingsite.desk.tags import short_date
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person

TOLD = {"yes": "Yes", "no": "Not yet", "failed": "The message failed"}
PERSON = (Column("Person", 1.8), Column("Job role", 1.6), Column("Requirement", 2.4))
REST = (Column("Told", 0.9), Column("Manager", 1.5), Column("Plan", 2.6))
OVERDUE = (*PERSON, Column("Was due on", 1.2), Column("Days overdue", 0.9, right=True), Column("Done before on", 1.2))
SOON = (*PERSON, Column("Status", 1), Column("Good until, or due on", 1.2), Column("Days left", 0.8, right=True))
STILL_GOOD = (Status.COMPLIANT, Status.EXPIRING)


class Gap(NamedTuple):
    """One thing that somebody has not done, or has to do again, and by when."""

    row: Row
    demand: Demand
    cell: Cell
    on: dt.date


Told = Callable[[Gap], tuple[Value, ...]]


def answer(asked: Asked) -> Answer:
    """Who has run out of time, and who will within the days asked for."""
    whole = whole_matrix(asked)
    matrix = asked.choice.of(whole)
    last = days_later(asked.day, asked.within)
    late, soon = overdue_in(matrix), soon_in(matrix, last)
    nothing = nobody_in(whole) if not matrix.rows else ""
    title = f"Due or lapsing by {short_date(last)}"  # a sheet of Excel has room for 31 letters
    about = told_and_planned(asked, whole)
    late_rows, soon_rows = overdue_rows(late, asked, about), rows_to_come(soon, asked, about)
    sections = [
        Section("Overdue", (*OVERDUE, *REST), late_rows, nothing or "Nothing is overdue on that day."),
        Section(title, (*SOON, *REST), soon_rows, nothing or "Nothing falls due or lapses by then."),
    ]
    return Answer([headline(matrix), *sums_in_words(matrix, late, soon, last)], sections, COUNTED, whole=whole)


def sums_in_words(matrix: Matrix, late: list[Gap], soon: list[Gap], last: dt.date) -> Iterator[str]:
    """How much is late, of how many people, and what is to come."""
    people = len({gap.row.person.pk for gap in late})
    told = sum(gap.cell.told == "yes" for gap in late)
    yield f"{len(late)} overdue, for {people} of {len(matrix.rows)} people; told about: {told} of {len(late)}."
    yield f"{len(soon)} more due, or lapsing, by {long_date(last)}."


def cells_in(matrix: Matrix) -> Iterator[tuple[Row, Demand, Cell]]:
    """Every cell with its person and its requirement."""
    for row in matrix.rows:
        for demand, cell in zip(matrix.demands, row.cells, strict=True):
            yield row, demand, cell


def overdue_in(matrix: Matrix) -> list[Gap]:
    """What is overdue, the longest waiting first."""
    found = [Gap(*each, each[2].due_on) for each in cells_in(matrix) if each[2].status is Status.OVERDUE]
    return sorted(found, key=lambda gap: gap.on)


def soon_in(matrix: Matrix, last: dt.date) -> list[Gap]:
    """What falls due, or is good no longer, by a day; the soonest first."""
    found = [Gap(*each, on) for each in cells_in(matrix) if (on := ends_on(each[2])) and on <= last]
    return sorted(found, key=lambda gap: gap.on)


def ends_on(cell: Cell) -> dt.date | None:
    """The last day on which all is still well with a cell; None if it is not, or for good."""
    if cell.status is Status.DUE:
        return cell.due_on
    return cell.valid_until if cell.status in STILL_GOOD else None


def overdue_rows(found: list[Gap], asked: Asked, about: Told) -> Iterator[tuple[Value, ...]]:
    linked = person_links(asked)
    for gap in found:
        waited = (asked.day - gap.on).days
        yield *whose(gap, linked), gap.on, waited, gap.cell.completed_on, *about(gap)


def rows_to_come(found: list[Gap], asked: Asked, about: Told) -> Iterator[tuple[Value, ...]]:
    linked = person_links(asked)
    for gap in found:
        left = (gap.on - asked.day).days
        yield *whose(gap, linked), gap.cell.status.label, gap.on, left, *about(gap)


def whose(gap: Gap, linked: Callable[[Person], Linked]) -> tuple[Value, ...]:
    return linked(gap.row.person), gap.row.job_role, gap.demand.newest.title


def told_and_planned(asked: Asked, whole: Matrix) -> Told:
    """What is said of a gap beside its dates: whether they were told, who manages them, and what is planned."""
    titles = {demand.line: demand.newest.title for demand in whole.demands}
    plans = PlansOf(open_plans_at(asked.practice, min(asked.day, asked.known_on or asked.day), titles))

    def about(gap: Gap) -> tuple[Value, ...]:
        manager, plan = gap.row.manager, plans.about(gap.row.person.pk, gap.demand.line)
        return TOLD.get(gap.cell.told, ""), manager.name if manager else "", in_words(plan) if plan else ""

    return about


def in_words(plan: Planned) -> str:
    """What is being done, by whom and by when."""
    return f"{plan.action} ({plan.who}, by {long_date(plan.row.due_on)})"


REPORT = Report(
    key="overdue",
    title="Overdue and expiring",
    about="What is overdue, what falls due or lapses soon, and who has been told: for the week's plan.",
    takes=frozenset({asking.DAY, asking.WITHIN, asking.KNOWN_ON, asking.CHOICE}),
    answer=answer,
    landscape=True,
)
