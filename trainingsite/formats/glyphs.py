"""Lines put onto a page: their glyphs where the shaping has them, and the text behind them for whoever reads it."""

from collections.abc import Iterator
from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from trainingsite.formats import fonts
from trainingsite.formats.embedding import UsedFont, text_string, used_font
from trainingsite.formats.shaping import Run, runs

STROKE_OF_BOLD = 0.028  # of the size: the other scripts have one weight, which is drawn with a line around it
BEGIN = "BT 1 0 0 1 0 0 Tm"  # from the corner of the page, so that readers of the text take each line for one
FILL, FILL_AND_STROKE = 0, 2


def draw_text(
    canvas: Canvas, text: str, font: str, size: float, place: tuple[float, float], colour: Color, *, follows=False
) -> None:
    """Draw one line from its left end; one that follows is read on from what was drawn before it."""
    begin = "BT" if follows else BEGIN
    if fonts.is_simple(text):
        used = used_font(canvas._doc, font)
        x, y = place
        canvas._code.append(
            f"{begin} {inked(colour)} rg {used.label} {size:g} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{used.plain(text)}> Tj ET"
        )
    else:
        canvas._code.extend(shaped_line(canvas._doc, text, font, size, place, colour, begin))


@lru_cache(maxsize=64)
def inked(colour: Color) -> str:
    """A colour as a page has it."""
    return " ".join(f"{part:.4g}" for part in colour.rgb())


def shaped_line(
    doc: PDFDocument, text: str, font: str, size: float, place: tuple[float, float], colour: Color, begin: str
) -> Iterator[str]:
    """The code of one line, its words in the order in which they are read.

    The text behind it is stated, but where all of it runs leftwards: Chromium would turn that round once more.
    """
    line = runs(text, font)
    stated = not all(run.leftwards for run in line)
    if stated:
        yield f"/Span <</ActualText {text_string(text)}>> BDC"
    yield f"q {inked(colour)} rg {inked(colour)} RG {size * STROKE_OF_BOLD:.3f} w {begin}"
    for run in line:
        inking = FILL_AND_STROKE if font == fonts.BOLD and run.font != font else FILL
        used, x = used_font(doc, run.font), place[0] + run.left * size
        yield f"{inking} Tr {used.label} {size:g} Tf 1 0 0 1 {x:.2f} {place[1]:.2f} Tm"
        yield from shown(run, used, size)
    yield "ET Q"
    if stated:
        yield "EMC"


def shown(run: Run, used: UsedFont, size: float) -> Iterator[str]:
    """A run's glyphs, parted where the height changes: numbers, and between them how far the pen goes back."""
    if not run.glyphs:
        yield f"<{used.plain(run.text)}> Tj"
        return
    height, pieces, owed = 0.0, [], 0.0
    for glyph in run.glyphs:
        if glyph.up != height:
            yield f"[{' '.join(pieces)}] TJ {glyph.up * size / 1000:.3f} Ts"
            height, pieces = glyph.up, []
        if round(owed - glyph.right, 2):
            pieces.append(f"{owed - glyph.right:.2f}")
        pieces.append(f"<{used.number(glyph.number, glyph.text)}>")
        owed = used.typeface.advance(glyph.number) + glyph.right - glyph.advance
    yield f"[{' '.join(pieces)}] TJ 0 Ts"
