"""The training matrix: people down, requirements across, as practice managers and inspectors know it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from trainingsite.compliance.matrix import Cell, Matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.matrix.paper import in_parts, in_words
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Answer, Asked, Column, Parted, Report, Section, Several, Value
from trainingsite.desk.reports.links import person_links
from trainingsite.desk.reports.matrices import COUNTED, headline, nobody_in, whole_matrix
from trainingsite.desk.tags import detail, elsewhere, told
from trainingsite.formats.pdf import Block, Paragraph

ELSEWHERE = (
    "\u2020 Done elsewhere: accepted on proof, brought over from earlier records, or signed at another practice."
)
PARTS, KNOWN = ("status", "done on", "due on"), "how it is known"
ABOUT = (Column("Person", 1.8), Column("Job role", 1.5))
SUMS = (
    Column("Requirement", 3),
    Column("Done", right=True),
    Column("Required", right=True),
    Column("In the practice", right=True),
    Column("Not required", right=True),
    Column("On leave", right=True),
    Column("Exempt", right=True),
)


def answer(asked: Asked) -> Answer:
    """Where everybody stands with everything on the day."""
    whole = whole_matrix(asked)
    matrix = asked.choice.of(whole)
    columns, drawn = [*ABOUT, *columns_of(matrix)], partial(on_paper, matrix, asked)
    sections = [
        Section("Training matrix", columns, rows_of(matrix, asked), nobody_in(whole), drawn=drawn),
        Section("Sums by requirement", SUMS, sums_of(matrix), "Nothing is asked on that day.", is_summary=True),
    ]
    return Answer([headline(matrix)], sections, COUNTED, whole=whole)


def columns_of(matrix: Matrix) -> list[Parted]:
    """A column for each requirement; how it is known is said of those that somebody did elsewhere."""
    return [
        Parted(demand.newest.title, 1.1, parts=(*PARTS, KNOWN) if is_known_otherwise else PARTS)
        for demand, is_known_otherwise in zip(matrix.demands, known_otherwise(matrix), strict=True)
    ]


def known_otherwise(matrix: Matrix) -> list[bool]:
    """Of which requirements somebody here did something elsewhere."""
    return [any(elsewhere(row.cells[place]) for row in matrix.rows) for place in range(len(matrix.demands))]


def rows_of(matrix: Matrix, asked: Asked) -> Iterator[list[Value]]:
    """One row a person, one cell a requirement."""
    linked, otherwise = person_links(asked), known_otherwise(matrix)
    for row in matrix.rows:
        yield [linked(row.person), row.job_role, *map(cell_of, row.cells, otherwise)]


def cell_of(cell: Cell, with_how_it_is_known: bool) -> Several:
    """What a cell says: to a reader the status with its date, to a spreadsheet each on its own."""
    words = [cell.status.label, *filter(None, (detail(cell), elsewhere(cell), told(cell)))]
    values = cell.status.label, cell.completed_on, cell.due_on
    if with_how_it_is_known:
        values += (elsewhere(cell),)
    return Several(", ".join(words), values, stands_out=cell.status is Status.OVERDUE)


def on_paper(matrix: Matrix, asked: Asked, most: int) -> Iterator[Block]:
    """The matrix in small print, two lines a cell, with a mark for what was done elsewhere."""
    if not matrix.demands:
        yield Paragraph("Nothing is asked on that day.")
        return
    if any(elsewhere(cell) for row in matrix.rows[:most] for cell in row.cells):
        yield Paragraph(ELSEWHERE, quiet=True)
    linked = person_links(asked)
    yield from in_parts(replace(matrix, rows=matrix.rows[:most]), in_brief, lambda person: linked(person).text)


def in_brief(cell: Cell) -> str:
    """What a cell says on paper, line by line; the mark stands for where it was done."""
    word, *days = in_words(cell).split("\n")
    return "\n".join([f"{word} \u2020" if elsewhere(cell) else word, *days, *filter(None, [told(cell)])])


def sums_of(matrix: Matrix) -> Iterator[tuple[Value, ...]]:
    """One row a requirement: how many have done it, and how the number of those who must comes about."""
    for demand, sums in zip(matrix.demands, matrix.totals(), strict=True):
        yield (
            demand.newest.title, sums.compliant, sums.required, sums.in_practice, sums.not_required, sums.on_leave,
            sums.exempt,
        )  # fmt: skip


REPORT = Report(
    key="training-matrix",
    title="Training matrix",
    about="Everybody, everything that is asked of them, and where they stand with it: what inspectors ask for first.",
    takes=frozenset({asking.DAY, asking.KNOWN_ON, asking.CHOICE}),
    answer=answer,
    landscape=True,
)
