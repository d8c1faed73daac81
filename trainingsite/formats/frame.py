"""The border of a certificate: drawn lines, no pictures."""

from functools import cache
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from trainingsite.formats.canvas import ACCENT, QUIET, RULE

OUTER_INSET, INNER_INSET, NOTCH = 22, 30, 18


def draw_frame(canvas: Canvas, page_size: tuple[float, float]) -> None:
    """Two lines around the sheet, the inner one with hollowed corners and a diamond in each."""
    canvas._code.extend(frame_code(page_size))


@cache
def frame_code(page_size: tuple[float, float]) -> tuple[str, ...]:
    """What a page of this size has of its frame: worked out once, for it is the same on every sheet."""
    canvas, (width, height) = Canvas(BytesIO()), page_size
    canvas.saveState()
    canvas.setStrokeColor(ACCENT)
    canvas.setFillColor(ACCENT)
    canvas.setLineWidth(2.4)
    canvas.rect(OUTER_INSET, OUTER_INSET, width - 2 * OUTER_INSET, height - 2 * OUTER_INSET)
    canvas.setLineWidth(0.7)
    canvas.drawPath(hollowed(width, height), stroke=1, fill=0)
    for x in (INNER_INSET + 4, width - INNER_INSET - 4):
        for y in (INNER_INSET + 4, height - INNER_INSET - 4):
            draw_diamond(canvas, x, y, 4)
    canvas.restoreState()
    return tuple(canvas._code)


def hollowed(width: float, height: float) -> PDFPathObject:
    """A rectangle whose corners are quarter circles cut inwards."""
    left, bottom, right, top = INNER_INSET, INNER_INSET, width - INNER_INSET, height - INNER_INSET
    path = PDFPathObject()
    path.moveTo(left + NOTCH, bottom)
    path.lineTo(right - NOTCH, bottom)
    path.arcTo(right - NOTCH, bottom - NOTCH, right + NOTCH, bottom + NOTCH, 180, -90)
    path.lineTo(right, top - NOTCH)
    path.arcTo(right - NOTCH, top - NOTCH, right + NOTCH, top + NOTCH, 270, -90)
    path.lineTo(left + NOTCH, top)
    path.arcTo(left - NOTCH, top - NOTCH, left + NOTCH, top + NOTCH, 0, -90)
    path.lineTo(left, bottom + NOTCH)
    path.arcTo(left - NOTCH, bottom - NOTCH, left + NOTCH, bottom + NOTCH, 90, -90)
    path.close()
    return path


def draw_diamond(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A small filled square standing on its corner."""
    path = canvas.beginPath()
    path.moveTo(x - radius, y)
    path.lineTo(x, y + radius)
    path.lineTo(x + radius, y)
    path.lineTo(x, y - radius)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def draw_flourish(canvas: Canvas, x: float, y: float, half_width: float) -> None:
    """A short rule, parted in the middle by a diamond."""
    canvas.saveState()
    canvas.setFillColor(ACCENT)
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.7)
    canvas.line(x - half_width, y, x - 10, y)
    canvas.line(x + 10, y, x + half_width, y)
    draw_diamond(canvas, x, y, 3.5)
    canvas.restoreState()


def draw_rule(canvas: Canvas, x: float, y: float, half_width: float) -> None:
    """A thin line to sign on."""
    canvas.saveState()
    canvas.setStrokeColor(QUIET)
    canvas.setLineWidth(0.7)
    canvas.line(x - half_width, y, x + half_width, y)
    canvas.restoreState()
