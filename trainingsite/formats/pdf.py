"""Reports as PDF: calm pages of headings, paragraphs and tables, the same bytes for the same document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, singledispatch
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab import platypus
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.pagesizes import landscape as turned
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth

from trainingsite.formats import fonts
from trainingsite.formats.canvas import ACCENT, LANGUAGE, MARGIN, QUIET, RULE, About
from trainingsite.formats.drawing import Drawing
from trainingsite.formats.flowing import ShapedText
from trainingsite.formats.inking import Inked
from trainingsite.formats.pages import NumberedCanvas

FOOT = 62
CELL_PADDING = 4
LABEL_WIDTH = 130


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (the report), 2 (a section) or 3 (within a section); each is a bookmark too."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """Running text; quiet text is smaller and grey, for notes and sources."""

    text: str
    quiet: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of short points."""

    items: Sequence[str]


@dataclass(frozen=True)
class Column:
    """One column of a table: what it is called, and how wide it is beside the others."""

    heading: str
    share: float = 1.0
    right: bool = False


@dataclass(frozen=True)
class Strong:
    """A cell that stands out: in bold, never by colour alone."""

    text: str


Cell = str | Strong


@dataclass(frozen=True)
class Table:
    """Rows under headings that are repeated on every page; a table of nothing says so in words."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    empty: str = "None"


@dataclass(frozen=True)
class Facts:
    """Labels and what they stand for, one pair a line."""

    pairs: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Picture:
    """A drawing under its title; it says nothing that the text or a table beside it does not.

    ``narrow``: the same for a phone, for whoever shows it on a page.
    """

    drawing: Drawing
    narrow: Drawing | None = None


Block = Heading | Paragraph | Bullets | Table | Facts | PageBreak | Picture


@dataclass(frozen=True)
class Document:
    """A report: what it says about itself, its blocks, and the line at the foot of every page."""

    about: About
    blocks: Sequence[Block]
    footer: str = ""
    landscape: bool = False


def style(name: str, size: float, leading: float, **more) -> ParagraphStyle:
    """One step of the type scale."""
    return ParagraphStyle(
        name,
        **{"fontName": fonts.REGULAR, "bulletFontName": fonts.REGULAR, "fontSize": size, "leading": leading, **more},
    )


HEADINGS = {
    1: style("heading 1", 22, 28, fontName=fonts.BOLD, spaceAfter=8),
    2: style("heading 2", 15, 20, fontName=fonts.BOLD, textColor=ACCENT, spaceBefore=14, spaceAfter=5),
    3: style("heading 3", 11.5, 16, fontName=fonts.BOLD, spaceBefore=9, spaceAfter=3),
}
ROOM_AFTER = {1: 170, 2: 110, 3: 80}  # a heading with less below it goes to the next page
BODY = style("body", 10, 14.5, spaceAfter=6)
NOTE = style("note", 8.5, 12, textColor=QUIET, spaceAfter=5)
POINT = style("point", 10, 14.5, leftIndent=12, bulletIndent=1, spaceAfter=2)
CELL = style("cell", 8.5, 11)
CELL_RIGHT = style("cell, right", 8.5, 11, alignment=TA_RIGHT)
STRONG = style("strong cell", 8.5, 11, fontName=fonts.BOLD)
STRONG_RIGHT = style("strong cell, right", 8.5, 11, fontName=fonts.BOLD, alignment=TA_RIGHT)
GRID = [
    ("FONT", (0, 0), (-1, -1), CELL.fontName, CELL.fontSize, CELL.leading),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
    ("LEFTPADDING", (0, 0), (0, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
    ("TOPPADDING", (0, 0), (-1, -1), 2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
]
RULED = [*GRID, ("LINEBELOW", (0, 0), (-1, 0), 1.2, ACCENT), ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE)]


class Template(platypus.BaseDocTemplate):
    """One frame a page; headings are told to the canvas as they are placed."""

    def afterFlowable(self, flowable):
        """Note a heading for the outline of this page."""
        if hasattr(flowable, "bookmark"):
            self.canv.headings.append(flowable.bookmark)


def render(document: Document) -> bytes:
    """The report as a PDF."""
    fonts.register()
    out = BytesIO()
    width, height = turned(A4) if document.landscape else A4
    frame = platypus.Frame(MARGIN, FOOT, width - 2 * MARGIN, height - MARGIN - FOOT, 0, 0, 0, 0)
    template = Template(
        out, pagesize=(width, height), invariant=1, pageCompression=1, lang=LANGUAGE, initialFontName=fonts.REGULAR
    )
    template.addPageTemplates(platypus.PageTemplate(frames=[frame]))
    story = [flowable for block in document.blocks for flowable in flowables(block, width - 2 * MARGIN)]
    pages = partial(NumberedCanvas, about=document.about, footer=document.footer)
    template.build(story or [platypus.Spacer(1, 1)], canvasmaker=pages)
    return out.getvalue()


def paragraph(text: str, style: ParagraphStyle, bullet: str | None = None) -> platypus.Flowable:
    """A text in a style; nothing in it is a tag. What must be shaped is set by us."""
    text = fonts.printable(text)
    if fonts.is_simple(text):
        return platypus.Paragraph(escape(text), style, bulletText=bullet)
    return ShapedText(text, style, bullet or "")


@singledispatch
def flowables(block: Block, width: float) -> Iterator[platypus.Flowable]:
    """What a block becomes on the page."""
    raise TypeError(f"A report has no block of the kind {type(block).__name__}.")


@flowables.register
def _(block: Heading, width: float) -> Iterator[platypus.Flowable]:
    yield platypus.CondPageBreak(ROOM_AFTER[block.level])
    heading = paragraph(block.text, HEADINGS[block.level])
    heading.bookmark = (block.text, block.level - 1)
    yield heading


@flowables.register
def _(block: Paragraph, width: float) -> Iterator[platypus.Flowable]:
    yield paragraph(block.text, NOTE if block.quiet else BODY)


@flowables.register
def _(block: Bullets, width: float) -> Iterator[platypus.Flowable]:
    for item in block.items:
        yield paragraph(item, POINT, "\u2022")
    yield platypus.Spacer(0, BODY.spaceAfter)


@flowables.register
def _(block: Picture, width: float) -> Iterator[platypus.Flowable]:
    title = paragraph(block.drawing.title, HEADINGS[3])
    yield platypus.KeepTogether([title, Inked(block.drawing, width)])
    yield platypus.Spacer(0, BODY.spaceAfter)


@flowables.register
def _(block: PageBreak, width: float) -> Iterator[platypus.Flowable]:
    yield platypus.PageBreak()


@flowables.register
def _(block: Facts, width: float) -> Iterator[platypus.Flowable]:
    widths = (LABEL_WIDTH, width - LABEL_WIDTH)
    rows = [(cell(Strong(label), widths[0]), cell(value, widths[1])) for label, value in block.pairs]
    if rows:
        yield platypus.LongTable(rows, colWidths=widths, style=GRID, splitInRow=1, hAlign="LEFT")
        yield platypus.Spacer(0, BODY.spaceAfter)


@flowables.register
def _(block: Table, width: float) -> Iterator[platypus.Flowable]:
    widths = widths_of(block.columns, width)
    head = [Strong(column.heading) for column in block.columns]
    head, *rows = [
        [cell(content, room, column.right) for content, room, column in zip(row, widths, block.columns, strict=True)]
        for row in (head, *block.rows)
    ]
    look = RULED + [("ALIGN", (at, 0), (at, -1), "RIGHT") for at, column in enumerate(block.columns) if column.right]
    if not rows:
        rows = [[cell(block.empty, width), *[""] * (len(widths) - 1)]]
        look.append(("SPAN", (0, 1), (-1, 1)))
    yield platypus.LongTable([head, *rows], colWidths=widths, style=look, repeatRows=1, splitInRow=1)
    yield platypus.Spacer(0, BODY.spaceAfter * 2)


def widths_of(columns: Sequence[Column], width: float) -> list[float]:
    """Each column's share of the width, but never less than the longest word of its heading where there is room."""
    shares = sum(column.share for column in columns)
    widths = [width * column.share / shares for column in columns]
    needed = [
        max(stringWidth(word, fonts.BOLD, CELL.fontSize) for word in column.heading.split() or [""]) + 2 * CELL_PADDING
        for column in columns
    ]
    lacking = sum(max(need - has, 0) for need, has in zip(needed, widths, strict=True))
    spare = sum(max(has - need, 0) for need, has in zip(needed, widths, strict=True))
    if not lacking or spare < lacking:
        return widths
    kept = 1 - lacking / spare
    return [max(need, need + (has - need) * kept) for need, has in zip(needed, widths, strict=True)]


def cell(content: Cell, width: float, right: bool = False) -> str | platypus.Flowable:
    """One cell; a text that fits in a line stays a string, which ReportLab sets many times faster."""
    if isinstance(content, Strong):
        return paragraph(content.text, STRONG_RIGHT if right else STRONG)
    text = fonts.printable(content)
    if fonts.is_simple(text) and stringWidth(text, CELL.fontName, CELL.fontSize) <= width - 2 * CELL_PADDING:
        return text
    return paragraph(text, CELL_RIGHT if right else CELL)
