"""The training matrix on paper: with its dates for a practice of any size, and in letters for the summary."""

from collections.abc import Iterator

from trainingsite.compliance.matrix import Matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.matrix.grid import Grid, GridRow
from trainingsite.desk.matrix.paper import in_parts, in_words, spans_of
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.wording import headline
from trainingsite.formats.canvas import About
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Document, Facts, Heading, Paragraph, render

TITLE = "Training matrix"
MOST_LETTERS_ACROSS = 20
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
    yield from in_parts(matrix, in_words, asked.name_of)


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
            titles=[matrix.demands[number].newest.title for number in span],
            rows=[
                GridRow(
                    asked.name_of(row.person),
                    "",
                    [(row.cells[number].status, LETTERS[row.cells[number].status]) for number in span],
                )
                for row in matrix.rows
            ],
            first=150,
            upright=True,
            widest=24,
        )
