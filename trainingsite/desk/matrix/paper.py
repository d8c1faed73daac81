"""The training matrix on paper, turned sideways: as many requirements beside each other as can be read."""

from collections.abc import Callable, Iterator, Sequence

from trainingsite.compliance.matrix import Cell, Matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.matrix.grid import Grid, GridRow
from trainingsite.desk.tags import short_date
from trainingsite.formats.pdf import Block
from trainingsite.people.models import Person

MOST_ACROSS = 9
NAMES = 116


def in_parts(matrix: Matrix, said: Callable[[Cell], str], name_of: Callable[[Person], str]) -> Iterator[Block]:
    """The whole matrix, some requirements at a time; ``said`` is what stands in a cell, line by line."""
    spans = spans_of(len(matrix.demands), MOST_ACROSS)
    for span in spans:
        part = f"Requirements {span.start + 1} to {span.stop} of {len(matrix.demands)}"
        rows = [
            GridRow(
                name_of(row.person), row.job_role,
                [(cell.status, said(cell)) for cell in row.cells[span.start : span.stop]],
            )
            for row in matrix.rows
        ]  # fmt: skip
        titles = [demand.newest.title for demand in matrix.demands[span.start : span.stop]]
        yield Grid(titles, rows, NAMES, heading=part if len(spans) > 1 else "")


def spans_of(count: int, most: int) -> Sequence[range]:
    """Numbers up to a count in as few spans as hold at most so many each, of nearly the same length."""
    spans = -(-count // most)
    return [range(count * place // spans, count * (place + 1) // spans) for place in range(spans)]


def in_words(cell: Cell) -> str:
    """The word for the status of a cell, and below it the date that goes with it."""
    day = date_of(cell)
    return f"{cell.status.label}\n{day}" if day else cell.status.label


def date_of(cell: Cell) -> str:
    """Until when it is good, on which day it was done, or by when it is to be."""
    if cell.status in (Status.COMPLIANT, Status.EXPIRING):
        return f"until {short_date(cell.valid_until)}" if cell.valid_until else f"done {short_date(cell.completed_on)}"
    if cell.status in (Status.DUE, Status.OVERDUE) and cell.due_on:
        return f"{'by' if cell.status is Status.DUE else 'due'} {short_date(cell.due_on)}"
    return ""
