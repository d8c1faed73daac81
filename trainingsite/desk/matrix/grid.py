"""A matrix on paper: people down, small cells across, each status a word or a letter and never a tint alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab import platypus
from reportlab.lib.colors import Color, HexColor, white

from trainingsite.compliance.rules import Status
from trainingsite.formats import fonts
from trainingsite.formats.canvas import ACCENT, QUIET, RULE, TEXT
from trainingsite.formats.pdf import HEADINGS, Heading, flowables
from trainingsite.formats.typesetting import draw_lines, fit, set_text

SMALL, LETTER, LEADING, PADDING = 7, 8, 9, 3
TITLE, NAME = 7.5, 8
ALARM, NOTICE = HexColor("#fbe3e1"), HexColor("#fff4d3")
TINTS = {
    Status.OVERDUE: ALARM,
    Status.DECLINED: ALARM,
    Status.DUE: NOTICE,
    Status.QUERIED: NOTICE,
    Status.EXPIRING: NOTICE,
}
FAINT = {Status.NOT_REQUIRED, Status.ON_LEAVE, Status.EXEMPT}
HIGHEST_TITLE = 150
ROWS_ON_A_PAGE = 60  # more than any page holds
HEADING = HEADINGS[2].leading + HEADINGS[2].spaceBefore + HEADINGS[2].spaceAfter
LOWEST = 60  # with less room there is not even one row below the headings


@dataclass(frozen=True)
class GridRow:
    """Somebody, their job role, and for each column the status and what is written there, line by line."""

    name: str
    job_role: str
    cells: Sequence[tuple[Status, str]]


@dataclass(frozen=True)
class Grid:
    """A table of statuses, with a heading if it has one. ``first`` is the width of the column with the names.

    Titles may stand upright.
    """

    titles: Sequence[str]
    rows: Sequence[GridRow]
    first: float
    upright: bool = False
    widest: float = 120
    heading: str = ""


class Stacked(platypus.Flowable):
    """Texts one below the other, each in its typeface, size and colour, wrapped to a width."""

    def __init__(self, texts: Sequence[tuple[str, str, float, Color]], width: float):
        super().__init__()
        self.parts = [(set_text(text, font, size, width), colour) for text, font, size, colour in texts if text]
        self.width, self.height = width, sum(lines.height for lines, _ in self.parts)

    def wrap(self, *_room) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        top = self.height
        for lines, colour in self.parts:
            draw_lines(self.canv, lines, 0, top, colour)
            top -= lines.height


class Upright(platypus.Flowable):
    """A title turned by a quarter, read from below, for a column that is narrower than its words."""

    def __init__(self, title: str, width: float, height: float):
        super().__init__()
        self.lines = fit(title, fonts.BOLD, (SMALL, 6.5, 6, 5.5, 5), height, width)
        self.width, self.height = width, height

    def wrap(self, *_room) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        self.canv.rotate(90)
        draw_lines(self.canv, self.lines, 0, (self.lines.height - self.width) / 2, TEXT)


class Rest(platypus.Flowable):
    """The rows of a grid that are still to be set, of which each page takes what it holds.

    A table of thousands of rows would be cut up again for every page.
    """

    def __init__(self, block: Grid, width: float, start: int = 0):
        super().__init__()
        self.block, self.room, self.start = block, width, start

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        if len(self.block.rows) - self.start > ROWS_ON_A_PAGE:
            return width, height + 1
        self.table = self._table(ROWS_ON_A_PAGE)
        return self.table.wrap(width, height)

    def split(self, width: float, height: float) -> list[platypus.Flowable]:
        parts = self._table(ROWS_ON_A_PAGE).split(width, height) if height > LOWEST else []
        if not parts:
            return []
        placed = self.start + parts[0]._nrows - 1
        return [parts[0], Rest(self.block, self.room, placed)] if placed < len(self.block.rows) else parts[:1]

    def draw(self) -> None:
        self.table.drawOn(self.canv, 0, 0)

    @property
    def begun(self) -> platypus.LongTable:
        """The headings with one row: the least that stands on a page."""
        return self._table(1)

    def _table(self, most: int) -> platypus.LongTable:
        rows = self.block.rows[self.start : self.start + most]
        head, widths = head_of(self.block, self.room)
        return platypus.LongTable(
            [head, *(line_of(row, self.block) for row in rows)], colWidths=widths, style=look_of(self.block, rows),
            repeatRows=1, splitInRow=0, hAlign="LEFT",
        )  # fmt: skip


@flowables.register
def _(block: Grid, width: float) -> Iterator[platypus.Flowable]:
    rest = Rest(block, width)
    if block.heading:  # never at the foot of a page, with its table on the next
        yield platypus.CondPageBreak(HEADING + rest.begun.wrap(width, 0)[1])
        yield from flowables(Heading(block.heading), width)
    yield rest
    yield platypus.Spacer(0, 10)


def head_of(block: Grid, width: float) -> tuple[list, list[float]]:
    """The headings of every page, and how wide each column is."""
    each = min((width - block.first) / len(block.titles), block.widest)
    room, widths = each - 2 * PADDING, [block.first, *[each] * len(block.titles)]
    person = Stacked([("Person", fonts.BOLD, TITLE, TEXT)], block.first - PADDING)
    if not block.upright:
        return [person, *(Stacked([(title, fonts.BOLD, TITLE, TEXT)], room) for title in block.titles)], widths
    longest = max(set_text(title, fonts.BOLD, SMALL, HIGHEST_TITLE).width for title in block.titles)
    height = min(HIGHEST_TITLE, longest) + PADDING
    return [person, *([Upright(title, room, height)] for title in block.titles)], widths


def line_of(row: GridRow, block: Grid) -> list:
    """The cells of one row: whoever it is about, and the words in their lines."""
    texts = (row.name, fonts.REGULAR, NAME, TEXT), (row.job_role, fonts.REGULAR, SMALL, QUIET)
    return [Stacked(texts, block.first - PADDING), *(text for _, text in row.cells)]


def look_of(block: Grid, rows: Sequence[GridRow]) -> list[tuple]:
    """How the table is set: small print, ruled, what is open tinted and in bold, what is not counted in grey."""
    side, size = ("CENTER", LETTER) if block.upright else ("LEFT", SMALL)
    look = [
        ("FONT", (1, 1), (-1, -1), fonts.REGULAR, size, LEADING),
        ("ALIGN", (1, 1), (-1, -1), side),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (0, 0), (-1, -1), PADDING),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), PADDING),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LINEBELOW", (0, 0), (-1, 0), 1.2, ACCENT),
        ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
        ("LINEBEFORE", (1, 1), (-1, -1), 1, white),
    ]
    for down, row in enumerate(rows, start=1):
        for across, (status, _) in enumerate(row.cells, start=1):
            spot = (across, down)
            if status in TINTS:
                look += [("BACKGROUND", spot, spot, TINTS[status]), ("FONTNAME", spot, spot, fonts.BOLD)]
            elif status in FAINT:
                look.append(("TEXTCOLOR", spot, spot, QUIET))
    return look
