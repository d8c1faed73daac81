"""A report's tables as a page shows them: written in Python, for there are hundreds of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trainingsite.desk.reports.asking import Linked, Section, Several, Value
from trainingsite.desk.reports.files import said

MOST_ON_PAGE, MOST_OPEN = 500, 25


@dataclass(frozen=True)
class Shown:
    """A section on the page: its rows, how many there are, whether that is all, and whether it waits to be opened."""

    section: Section
    rows: SafeString
    number: int
    is_cut: bool
    is_folded: bool


def shown(section: Section, *, is_first: bool = False) -> Shown:
    """The first rows of a section: a page of thousands helps nobody, and the files have them all.

    A long table below the first is folded: on a phone it would be a walk of fifty screens to the end of the page.
    """
    rows = list(islice(section.rows, MOST_ON_PAGE + 1))
    titles = [escape(column.heading) for column in section.columns]
    looks = [' class="number"' if column.right else "" for column in section.columns]
    html = "\n".join(row_of(row, titles, looks) for row in rows[:MOST_ON_PAGE])
    is_folded = section.folded or (not is_first and len(rows) > MOST_OPEN)
    return Shown(section, mark_safe(html), min(len(rows), MOST_ON_PAGE), len(rows) > MOST_ON_PAGE, is_folded)


def row_of(row: Sequence[Value], titles: Sequence[str], looks: Sequence[str]) -> str:
    """One row: its first cell heads it, the others say on a narrow screen which column they are of."""
    cells = (
        f'<td data-title="{title}"{look}>{html_of(value)}</td>'
        for value, title, look in zip(row[1:], titles[1:], looks[1:], strict=True)
    )
    return f'<tr><th scope="row">{html_of(row[0])}</th>{"".join(cells)}</tr>'


def html_of(value: Value) -> str:
    if isinstance(value, Linked):
        return f'<a href="{escape(value.url)}">{escape(value.text)}</a>'
    if isinstance(value, Several) and value.stands_out:
        return f"<strong>{escape(value.text)}</strong>"
    return escape(said(value))
