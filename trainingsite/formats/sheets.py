"""Tables as CSV and as XLSX, row by row: an export takes no more memory when there is more of it."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from itertools import islice
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | bool | date | datetime | None
Row = Sequence[Value]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
SUSPECTS = frozenset((*FORMULA_STARTS, " "))  # looking at one character first: most cells begin with a letter
EXCEL_ENCODING = "utf-8-sig"
ROWS_AT_ONCE = 500
ROWS_IN_A_SHEET = 1_048_576
CHARACTERS_IN_A_CELL = 32_767
CREATED_AT = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
NARROWEST, WIDEST = 8, 60
A4 = 9


class TooManyRows(Exception):
    """A sheet of a workbook has an end; a CSV file has none."""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its name, its headings, and rows that may still be on their way."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Row]


def csv_chunks(headings: Sequence[str], rows: Iterable[Row], encoding: str = EXCEL_ENCODING) -> Iterator[bytes]:
    """The table as CSV, some hundred rows at a time.

    It begins with a byte order mark, without which Excel misreads every accent; a program reads it as "utf-8-sig".
    """
    rest = iter(rows)
    chunk = [headings, *islice(rest, ROWS_AT_ONCE)]
    while chunk:
        out = StringIO(newline="")
        csv.writer(out, lineterminator="\r\n").writerows([csv_value(value) for value in row] for row in chunk)
        yield out.getvalue().encode(encoding)
        encoding = "utf-8"
        chunk = list(islice(rest, ROWS_AT_ONCE))


def csv_value(value: Value) -> Value:
    """One value as a CSV cell holds it: dates as ISO 8601, yes and no as words, and never a formula."""
    if type(value) is str:
        return "'" + value if value[:1] in SUSPECTS and is_formula(value) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return value


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might compute a text instead of showing it."""
    return text.lstrip(" ").startswith(FORMULA_STARTS)


def write_workbook(
    sheets: Sequence[Sheet], about: Sequence[tuple[str, str]], out: BinaryIO, *, opening: str = ""
) -> None:
    """Write the sheets as XLSX, and one that says what the others are: the same bytes for the same rows.

    That one comes last, unless it has a name under which the workbook opens.
    """
    options = {"constant_memory": True, "default_date_format": "d mmm yyyy", "remove_timezone": True}
    with Workbook(out, options) as workbook:
        workbook.set_properties({"created": CREATED_AT})
        looks = Looks.of(workbook)
        if opening:
            tell(workbook.add_worksheet(sheet_name(opening)), about, looks)
        for sheet in sheets:
            fill(workbook.add_worksheet(sheet_name(sheet.name)), sheet, looks)
        if not opening:
            tell(workbook.add_worksheet("About this report"), about, looks)


@dataclass(frozen=True)
class Looks:
    """How cells look; a quoted one stays a text when somebody edits it."""

    heading: Format
    quoted: Format
    day: Format
    moment: Format
    wrapped: Format

    @classmethod
    def of(cls, workbook: Workbook) -> "Looks":
        """The looks of one workbook: XlsxWriter numbers them in each."""
        return cls(
            heading=workbook.add_format({"bold": True, "bottom": 2, "bottom_color": "#005eb8", "valign": "top"}),
            quoted=workbook.add_format({"quote_prefix": True}),
            day=workbook.add_format({"num_format": "d mmm yyyy", "align": "left"}),
            moment=workbook.add_format({"num_format": "d mmm yyyy hh:mm", "align": "left"}),
            wrapped=workbook.add_format({"text_wrap": True, "valign": "top"}),
        )


def fill(page: Worksheet, sheet: Sheet, looks: Looks) -> None:
    """Headings that stay in view, rows that can be filtered, columns about as wide as what is in them."""
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    widths = [len(heading) + 3 for heading in sheet.headings]
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, looks.heading)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        if last >= ROWS_IN_A_SHEET:
            raise TooManyRows(f"“{sheet.name}” has more than {ROWS_IN_A_SHEET - 1:,} rows. Export it as CSV instead.")
        for column, value in enumerate(row):
            write_cell(page, last, column, value, looks)
            widths[column] = max(widths[column], len(str(value)) + 1)
    page.autofilter(0, 0, last, len(sheet.headings) - 1)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(max(width, NARROWEST), WIDEST))


def write_cell(page: Worksheet, row: int, column: int, value: Value, looks: Looks) -> None:
    """One value as what it is: a number can be added up, a date sorted, a text never computed."""
    if value is None or value == "":
        return
    if isinstance(value, str):
        shown = value if len(value) <= CHARACTERS_IN_A_CELL else value[: CHARACTERS_IN_A_CELL - 1] + "…"
        page.write_string(row, column, shown, looks.quoted if is_formula(value) else None)
    elif isinstance(value, bool):
        page.write_string(row, column, "yes" if value else "no")
    elif isinstance(value, datetime):
        page.write_datetime(row, column, value, looks.moment)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, looks.day)
    else:
        page.write_number(row, column, value)


def tell(page: Worksheet, about: Sequence[tuple[str, str]], looks: Looks) -> None:
    """What the report is, one fact a row."""
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    for row, (label, text) in enumerate(about):
        page.write_string(row, 0, label, looks.heading)
        page.write_string(row, 1, text, looks.wrapped)


def sheet_name(text: str) -> str:
    """A name that Excel accepts on a tab."""
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:31].strip("' ") or "Sheet"
