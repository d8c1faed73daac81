"""The training matrix on paper: with its dates for a practice of any size, and in letters for the summary."""

from collections.abc import Iterator, Sequence

from trainingsite.compliance.matrix import Cell, Matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.tags import short_date
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.grid import Grid, GridRow
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.wording import headline
from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Document, Facts, Heading, PageBreak, Paragraph, render

TITLE = "Training matrix"
MOST_ACROSS, MOST_LETTERS_ACROSS = 7, 20
LETTERS = {
    Status.COMPLIANT: "C",
    Status.EXPIRING: "E",
    Status.DUE: "D",
    Status.OVERDUE: "O",
    Status.QUERIED: "Q",
    Status.DECLINED: "N",
    Status.ON_LEAVE: "L",
    Status.EXEMPT: "X",
    Status.NOT_REQUIRED: "\u2013",
}
NOTHING_ASKED = "Nobody was asked for anything on that day."


def matrix_pdf(asked: Asked, facts: PackFacts) -> bytes:
    """The whole matrix on A4 turned sideways, some requirements at a time."""
    practice, as_at = asked.practice, f"as at {long_date(asked.on)}"
    about = About(title=f"{TITLE}: {practice.name}, {as_at}", dated_on=asked.on, author=practice.name)
    named = f"{practice.name} ({practice.ods_code}): training matrix, {as_at}"
    footer = ". ".join(part for part in (named, facts.behind.foot) if part)
    return render(Document(about, list(blocks(asked, facts.matrix)), footer, landscape=True))


def blocks(asked: Asked, matrix: Matrix) -> Iterator[Block]:
    practice = asked.practice
    yield Heading(TITLE, 1)
    yield Facts(
        [("Practice", f"{practice.name} ({practice.ods_code})"), ("As at", f"The end of {long_date(asked.on)}")]
    )
    yield Paragraph(headline(matrix))
    if not (matrix.rows and matrix.demands):
        yield Paragraph(NOTHING_ASKED)
        return
    spans = spans_of(len(matrix.demands), MOST_ACROSS)
    for place, span in enumerate(spans):
        if place:
            yield PageBreak()
        if len(spans) > 1:
            yield Heading(f"Requirements {span.start + 1} to {span.stop} of {len(matrix.demands)}")
        yield Grid(
            about=[("Person", 118), ("Job role", 92)],
            titles=[matrix.demands[number].newest.title for number in span],
            rows=[
                GridRow((asked.name_of(row.person), row.job_role), [in_words(row.cells[number]) for number in span])
                for row in matrix.rows
            ],
        )


def in_letters(asked: Asked, matrix: Matrix) -> Iterator[Block]:
    """The matrix with one letter a cell, which a page has room for; and what the letters mean."""
    if not (matrix.rows and matrix.demands):
        yield Paragraph(NOTHING_ASKED)
        return
    used = {cell.status for row in matrix.rows for cell in row.cells}
    meaning = ", ".join(f"{letter} {status.label.lower()}" for status, letter in LETTERS.items() if status in used)
    yield Paragraph(f"{meaning}. The dates are in the spreadsheet, on the sheet \u201cMatrix\u201d.", quiet=True)
    for span in spans_of(len(matrix.demands), MOST_LETTERS_ACROSS):
        yield Grid(
            about=[("Person", 150)],
            titles=[matrix.demands[number].newest.title for number in span],
            rows=[
                GridRow(
                    (asked.name_of(row.person),),
                    [(row.cells[number].status, LETTERS[row.cells[number].status]) for number in span],
                )
                for row in matrix.rows
            ],
            upright=True,
            widest=24,
        )


def spans_of(count: int, most: int) -> Sequence[range]:
    """Numbers up to a count in as few spans as hold at most so many each, of nearly the same length."""
    spans = -(-count // most)
    return [range(count * place // spans, count * (place + 1) // spans) for place in range(spans)]


def in_words(cell: Cell) -> tuple[Status, str]:
    """A cell with the word for its status, and below it the date that goes with it."""
    day = date_of(cell)
    return cell.status, f"{cell.status.label}\n{day}" if day else cell.status.label


def date_of(cell: Cell) -> str:
    """Until when it is good, on which day it was done, or by when it is to be."""
    if cell.status in (Status.COMPLIANT, Status.EXPIRING):
        return f"until {short_date(cell.valid_until)}" if cell.valid_until else f"done {short_date(cell.completed_on)}"
    if cell.status in (Status.DUE, Status.OVERDUE) and cell.due_on:
        return f"{'by' if cell.status is Status.DUE else 'due'} {short_date(cell.due_on)}"
    return ""
