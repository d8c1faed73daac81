"""A CSV file as rows of named cells, with the line each began on; or the reason why it is none. Pure."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MOST_BYTES, MOST_BYTES_IN_WORDS = 1_500_000, "1.5 MB"
MOST_ROWS = 5_000
SEPARATORS = ",;\t"
WORKBOOK = b"PK\x03\x04"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SAVE_AS_CSV = "Open it in your spreadsheet, choose “Save as” and “CSV UTF-8”, and use the file that makes"

EMPTY = "The file is empty. Use one with a line of headings and the lines below it"
IS_WORKBOOK = f"This is a spreadsheet and not a CSV file, whatever its name says. {SAVE_AS_CSV}"
NOT_TEXT = f"This is not a text file. {SAVE_AS_CSV}"
TOO_BIG = f"The file is larger than {MOST_BYTES_IN_WORDS}, and no such list is. Check that it is the right one"
NO_ROWS = "There is a line of headings and nothing below it. Add the lines that belong there"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about one line of a file, and what to do."""

    row: int
    column: str
    message: str

    @property
    def sentence(self) -> str:
        return self.message if self.message.endswith("?") else f"{self.message}."


@dataclass
class Findings:
    """What came up while a file was read and matched: what stops it, and what is only worth knowing."""

    errors: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def refuse(self, row: int, column: str, message: str) -> None:
        self.errors.append(Problem(row, column, message))

    def note(self, row: int, column: str, message: str) -> None:
        self.notes.append(Problem(row, column, message))

    def put_in(self, others: "Findings") -> None:
        """Hand on everything that came up."""
        others.errors += self.errors
        others.notes += self.notes


@dataclass(frozen=True)
class Layout:
    """Which columns a file may have, which it must have, and of which it needs one."""

    columns: tuple[str, ...]
    required: tuple[str, ...]
    one_of: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        return f"The columns are: {', '.join(self.columns)}"

    def in_order(self, problems: list[Problem]) -> tuple[Problem, ...]:
        """Line by line, and of each cell the first thing that was found: the others often come of it."""
        places = {column: place for place, column in enumerate(self.columns)}
        first = {}
        for problem in problems:
            first.setdefault((problem.row, problem.column), problem)
        return tuple(sorted(first.values(), key=lambda each: (each.row, places.get(each.column, -1))))


@dataclass(frozen=True, slots=True)
class Line:
    """One row: the number of its first line in the file, and its cells by column."""

    number: int
    cells: dict[str, str]


class NotATable(Exception):
    """The file cannot be read at all; its problems say why."""

    def __init__(self, *problems: Problem):
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = list(problems)


def refused(message: str, row: int = 1, column: str = "") -> NotATable:
    return NotATable(Problem(row, column, message))


def lines_in(body: bytes, layout: Layout, findings: Findings) -> list[Line]:
    """The rows of the file below its headings. Raises NotATable; what is wrong with single rows is found."""
    rows = list(_rows(text_of(body)))
    if not rows:
        raise refused(EMPTY)
    (first, names), rows = rows[0], rows[1:]
    headings = headings_of(names, first, layout)
    if not rows:
        raise refused(NO_ROWS)
    if len(rows) > MOST_ROWS:
        raise refused(f"The file has {len(rows):,} rows, and {MOST_ROWS:,} are the most. Split it into smaller files")
    return [Line(number, _cells(number, cells, headings, findings)) for number, cells in rows]


def text_of(body: bytes) -> str:
    """The words of a file: UTF-8 with a mark or without, what Excel calls Unicode text, or Windows-1252."""
    if len(body) > MOST_BYTES:
        raise refused(TOO_BIG)
    if body.startswith((WORKBOOK, OLD_WORKBOOK)):
        raise refused(IS_WORKBOOK)
    if body.startswith(UTF_16):
        encodings = ["utf-16"]
    elif b"\0" in body:
        raise refused(NOT_TEXT)
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(NOT_TEXT)


def headings_of(names: list[str], row: int, layout: Layout) -> list[str]:
    """The columns in the order of the file. Raises NotATable that names every heading that is wrong or missing."""
    headings = [plain(name) for name in names]
    while headings and not headings[-1]:
        headings.pop()
    problems = [*_strange(headings, names, row, layout), *_missing(headings, row, layout)]
    if problems:
        raise NotATable(*problems)
    return headings


def _strange(headings: list[str], names: list[str], row: int, layout: Layout) -> Iterator[Problem]:
    for place, (heading, name) in enumerate(zip(headings, names, strict=False)):
        shown = " ".join(name.split())[:60]
        if heading not in layout.columns:
            said = f"“{shown}” is not a column of this file" if shown else f"Column {place + 1} has no heading"
            yield Problem(row, shown, f"{said}. {layout.in_words}")
        elif heading in headings[:place]:
            yield Problem(row, heading, f"There are two columns called {heading}. Take one of them out")


def _missing(headings: list[str], row: int, layout: Layout) -> Iterator[Problem]:
    for column in layout.required:
        if column not in headings:
            yield Problem(row, column, f"The column {column} is missing. {layout.in_words}")
    if layout.one_of and not set(layout.one_of) & set(headings):
        either = " or ".join(layout.one_of)
        yield Problem(row, layout.one_of[0], f"There has to be a column {either}. {layout.in_words}")


def plain(heading: str) -> str:
    """A heading without the differences that do not matter: capitals, spaces, hyphens."""
    return re.sub(r"[\s_-]+", "_", heading.strip().casefold()).strip("_")


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that says something, with the number of the line it begins on."""
    told = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)  # Excel's own way of naming the separator
    separator = told[1] if told else _separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins, last = 1, 0
    try:
        for cells in reader:
            begins, last = last + 1, reader.line_num
            if any(cell.strip() for cell in cells) and not (told and begins == 1):
                yield begins, cells
    except csv.Error as problem:
        raise refused(_what_is_wrong(str(problem)), row=last + 1) from problem


def _separator(text: str) -> str:
    """What stands most often in the first line that says something."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def _what_is_wrong(problem: str) -> str:
    if "field larger" in problem:
        return "A cell in this line is far too long. Look for a quotation mark that is opened and never closed"
    return "The quotation marks in this line do not match. Close each one that is opened, or take them out"


def _cells(number: int, cells: list[str], headings: list[str], findings: Findings) -> dict[str, str]:
    beyond = [cell for cell in cells[len(headings) :] if cell.strip()]
    if beyond:
        findings.refuse(
            number, "",
            f"This line has {len(cells)} cells, and there are {len(headings)} columns. "
            "Put quotation marks around a cell that has a comma in it",
        )  # fmt: skip
    return {column: cells[place] if place < len(cells) else "" for place, column in enumerate(headings)}
