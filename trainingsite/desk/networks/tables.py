"""Tables of hundreds of practices as HTML: functions, because an include a cell is slow. A cell is kept short."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe

from trainingsite.compliance.exporting import told_outside
from trainingsite.compliance.matrix import Cell, Matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.networks.counting import Count, Line, Overview
from trainingsite.desk.tags import STATUS_TAGS, short_date

LETTERS_FROM = 30  # practices: before that, a list of letters is in the way
UNTIL, BY, WAS_DUE = "until {}", "by {}", "was due {}"


def body(overview: Overview, query: str) -> SafeString:
    """The rows of the practices; ``query`` is what their links carry on."""
    titles = [escape(title) for title in overview.columns]
    letters = letters_of(overview.lines)
    return mark_safe("\n".join(_row(line, titles, query, letters) for line in overview.lines))


def foot(overview: Overview) -> SafeString:
    """The sums of all rows."""
    cells = _cells(overview.foot, [escape(title) for title in overview.columns])
    return format_html(
        '<tr><th scope="row">Together</th><td data-title="People">{}</td>{}</tr>', f"{overview.at_practices:,}", cells
    )


def letters_of(lines: Iterable[Line]) -> dict[str, int]:
    """By first letter, the practice with which it begins; none for a short list."""
    lines = list(lines)
    found: dict[str, int] = {}
    for line in lines if len(lines) > LETTERS_FROM else ():
        found.setdefault(line.practice.name[:1].upper(), line.practice.pk)
    return found


def _row(line: Line, titles: list[SafeString], query: str, letters: dict[str, int]) -> str:
    name, ods = escape(line.practice.name), escape(line.practice.ods_code.lower())
    letter = line.practice.name[:1].upper()
    anchor = f' id="letter-{escape(letter)}"' if letters.get(letter) == line.practice.pk else ""
    head = f'<tr{anchor}><th scope="row"><a href="{ods}/{query}">{name}</a></th>'
    people = "<td></td>" if line.people is None else f'<td data-title="People">{line.people:,}</td>'
    if line.said:
        return f'{head}{people}<td class="said" colspan="{len(titles)}">{escape(line.said)}</td></tr>'
    return f"{head}{people}{_cells(line.counts, titles)}</tr>"


def _cells(counts: Iterable[Count], titles: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(map(count_cell, counts, titles)))


def count_cell(count: Count, title: SafeString) -> str:
    """Done of required, and the share where there is one. The title comes escaped."""
    quiet = "" if count.sums.required else ' class="cell--quiet"'
    small = f"<small>{count.share}</small>" if count.share else ""
    return f'<td{quiet} data-title="{title}">{count.words}{small}</td>'


def names_body(matrix: Matrix) -> SafeString:
    """People down, requirements across: status and due date, and of nobody that they asked or declined."""
    titles = [escape(demand.newest.title) for demand in matrix.demands]
    rows = ((row.person.name, [_outside(cell, matrix.on) for cell in row.cells]) for row in matrix.rows)
    return mark_safe("\n".join(_person_row(name, cells, titles) for name, cells in rows))


def _outside(cell: Cell, day: dt.date) -> Cell:
    status = told_outside(cell.status, cell.due_on, day)
    return cell if status is cell.status else cell._replace(status=status)


def _person_row(name: str, cells: Sequence[Cell], titles: Iterable[SafeString]) -> str:
    """One person; a narrow screen shows only what is open, so it says of whoever has nothing open that all is done."""
    told = "".join(map(_status_cell, cells, titles))
    calm = f'<small class="all-done">{calm_words(cells)}</small>' if all(map(_is_quiet, cells)) else ""
    return f'<tr><th scope="row">{conditional_escape(name)}{calm}</th>{told}</tr>'


def calm_words(cells: Iterable[Cell]) -> str:
    """What is said of somebody who has nothing open."""
    done = any(cell.status is Status.COMPLIANT for cell in cells)
    return "Everything asked is done" if done else "Nothing is asked of them"


def _is_quiet(cell: Cell) -> bool:
    return cell.status in (Status.COMPLIANT, Status.NOT_REQUIRED)


def _status_cell(cell: Cell, title: SafeString) -> str:
    quiet = " cell--quiet" if _is_quiet(cell) else ""
    small = f"<small>{words}</small>" if (words := due_in_words(cell)) else ""
    return f'<td class="cell{quiet}" data-title="{title}">{STATUS_TAGS[cell.status]}{small}</td>'


def due_in_words(cell: Cell) -> str:
    """By when something is due, or until when it is good."""
    if cell.status in (Status.COMPLIANT, Status.EXPIRING):
        return UNTIL.format(short_date(cell.valid_until)) if cell.valid_until else ""
    if cell.status in (Status.DUE, Status.OVERDUE) and cell.due_on:
        return (BY if cell.status is Status.DUE else WAS_DUE).format(short_date(cell.due_on))
    return ""
