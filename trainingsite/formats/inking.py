"""Drawings inked into a PDF: the same shapes as on the screen, in our typefaces, made smaller where they must be."""

from functools import singledispatch

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from trainingsite.formats import fonts
from trainingsite.formats.drawing import Anchor, Box, Dot, Drawing, Line, Path, Shape, Words
from trainingsite.formats.glyphs import draw_text
from trainingsite.formats.typesetting import width_of

LARGEST = 10 / 14  # of the screen's size: a chart's words are then as large as running text
BEFORE = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}


class Inked(Flowable):
    """A drawing in the flow of a page: no wider than the page is, its words no larger than running text."""

    def __init__(self, drawing: Drawing, width: float):
        super().__init__()
        self.drawing = drawing
        self.scale = min(LARGEST, width / drawing.width)
        self.width, self.height = drawing.width * self.scale, drawing.height * self.scale

    def wrap(self, *_room):
        """How much of the page it takes."""
        return self.width, self.height

    def draw(self):
        """Ink every shape."""
        self.canv.saveState()
        self.canv.scale(self.scale, self.scale)
        for shape in self.drawing.shapes:
            self.canv.setDash()
            ink(shape, self.canv, self.drawing.height)
        self.canv.restoreState()


@singledispatch
def ink(shape: Shape, canvas: Canvas, height: float) -> None:
    """Ink one shape; a page counts upwards, a drawing of this height downwards."""
    raise TypeError(f"A drawing has no shape of the kind {type(shape).__name__}.")


def pen(shape: Line | Path, canvas: Canvas) -> None:
    canvas.setStrokeColor(HexColor(shape.ink.value))
    canvas.setLineWidth(shape.thick)
    canvas.setDash(list(shape.dash) or [])


@ink.register
def _(shape: Line, canvas: Canvas, height: float) -> None:
    pen(shape, canvas)
    canvas.line(shape.x1, height - shape.y1, shape.x2, height - shape.y2)


@ink.register
def _(shape: Box, canvas: Canvas, height: float) -> None:
    if shape.fill:
        canvas.setFillColor(HexColor(shape.fill.value))
    if shape.outline:
        canvas.setStrokeColor(HexColor(shape.outline.value))
        canvas.setLineWidth(1)
    bottom = height - shape.y - shape.height
    canvas.rect(
        shape.x, bottom, shape.width, shape.height, stroke=1 if shape.outline else 0, fill=1 if shape.fill else 0
    )


@ink.register
def _(shape: Dot, canvas: Canvas, height: float) -> None:
    canvas.setFillColor(HexColor(shape.ink.value))
    canvas.circle(shape.x, height - shape.y, shape.radius, stroke=0, fill=1)


@ink.register
def _(shape: Words, canvas: Canvas, height: float) -> None:
    font = fonts.BOLD if shape.bold else fonts.REGULAR
    text = fonts.printable(shape.text)
    start = shape.x - BEFORE[shape.anchor] * width_of(text, font, shape.size)
    draw_text(canvas, text, font, shape.size, (start, height - shape.y), HexColor(shape.ink.value))


@ink.register
def _(shape: Path, canvas: Canvas, height: float) -> None:
    pen(shape, canvas)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    (x, y), *others = shape.points
    path.moveTo(x, height - y)
    for x, y in others:
        path.lineTo(x, height - y)
    canvas.drawPath(path, stroke=1, fill=0)
