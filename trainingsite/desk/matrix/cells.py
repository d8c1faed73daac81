"""The matrix as HTML: Python functions, because there are hundreds of cells on a page and few bytes for each."""

from collections.abc import Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from trainingsite.compliance.matrix import Cell, Matrix, Row, Totals, totals_of
from trainingsite.compliance.rules import Status
from trainingsite.desk.overview import taken_away
from trainingsite.desk.tags import detail, elsewhere, told
from trainingsite.people.colleagues import names_held_twice, told_apart

# HTML ends a cell by itself where the next one begins: on this page that is worth two kilobytes.
LINKS = {status: f'><a class="status--{status.value}" href="' for status in Status}
LABELS = {status: f'">{status.label}</a>' for status in Status}


def table_body(matrix: Matrix, groups: Iterable[tuple[str, list[Row]]], query: str) -> SafeString:
    """The rows of the matrix, those of a group in a part of their own with its heading.

    Addresses are told from the page of the matrix, so that each of hundreds is short.
    """
    titles = [format_html(' data-title="{}"', demand.newest.title) for demand in matrix.demands]
    ends = [f"/{demand.line}/{escape(query)}" for demand in matrix.demands]
    shared = names_held_twice(row.person for row in matrix.rows)
    parts = []
    for heading, rows in groups:
        parts += ["<tbody>", group_heading(heading, len(rows), len(titles) + 1) if heading else ""]
        parts += [row_html(row, titles, ends, query, shared) for row in rows]
        parts.append("</tbody>\n")
    return mark_safe("".join(parts))


def group_heading(heading: str, people: int, columns: int) -> SafeString:
    return format_html(
        '<tr class="matrix__group"><th colspan="{}" scope="rowgroup">{} ({})</th></tr>\n', columns, heading, people
    )


def row_html(row: Row, titles: list[str], ends: list[str], query: str, shared: set[str]) -> str:
    """One person: who they are, and a cell for each requirement."""
    key = str(row.person.key)
    cells = "".join([cell_html(*each, key) for each in zip(row.cells, titles, ends, strict=True)])
    link = f'<a href="../people/{key}/{escape(query)}">{escape(row.person.name)}</a>'
    job = escape(told_apart(row.person, row.job_role, shared))
    return f'<tr><th scope="row">{link}<small>{job}</small><span>{done_by(row)}</span></th>{cells}</tr>\n'


def done_by(row: Row) -> str:
    """How much of what is required of somebody is done: on a phone this stands for the cells that are in order."""
    totals = totals_of([cell.status for cell in row.cells])
    if not totals.required:
        return "Nothing required"
    return f"{totals.compliant} of {totals.required} done"


def cell_html(cell: Cell, title: str, end: str, key: str) -> str:
    """One cell: the word with its sign, the date, and the way to the record behind it."""
    status = cell.status
    return f"<td{title}{LINKS[status]}{key}{end}{LABELS[status]}{below(cell)}"


def below(cell: Cell) -> str:
    """What stands under the word: until when or by when, how it is known, whether they were told."""
    return " · ".join([part for part in (detail(cell), elsewhere(cell), told(cell)) if part])


def sums_html(matrix: Matrix) -> SafeString:
    """Under each column how many have it done of how many who must, with what was taken away."""
    cells = [
        format_html('<td data-title="{}">{} of {}<small>{}</small></td>', demand.newest.title, *sum_of(totals))
        for demand, totals in zip(matrix.demands, matrix.totals(), strict=True)
    ]
    return mark_safe("".join(cells))


def sum_of(totals: Totals) -> tuple[int, int, str]:
    """Done, required, and how that number came about: “15 people − 2 on leave − 1 exempt”."""
    people = "1 person" if totals.in_practice == 1 else f"{totals.in_practice} people"
    return totals.compliant, totals.required, " − ".join([people, *taken_away(totals)])
