"""One drawing for the screen and for paper: a few shapes, written as SVG here and inked into a PDF by ``inking``.

ReportLab could write SVG too, but with style attributes that our content security policy refuses, a fixed id that two
drawings on a page would share, and nothing for a screen reader: see docs/adr.
"""

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import singledispatch
from xml.sax.saxutils import escape, quoteattr

SVG = "http://www.w3.org/2000/svg"
# XML allows no control characters, and half of a pair says nothing to anybody.
NOT_IN_XML = ("Cc", "Cs", "Cn")


class Ink(StrEnum):
    """What a shape is drawn in; each can be told from white paper, and none of them is the only sign of anything."""

    TEXT = "#212b32"
    QUIET = "#4c6272"
    RULE = "#d8dde0"
    ACCENT = "#005eb8"
    PALE = "#b8d4ef"
    MARK = "#8a1538"
    PAPER = "#ffffff"


class Anchor(StrEnum):
    """Which part of some words stands at their place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink = Ink.RULE
    thick: float = 1.0
    dash: Sequence[float] = ()


@dataclass(frozen=True)
class Box:
    """A rectangle: filled, outlined, or both."""

    x: float
    y: float
    width: float
    height: float
    fill: Ink | None = Ink.ACCENT
    outline: Ink | None = None


@dataclass(frozen=True)
class Dot:
    """A small disc."""

    x: float
    y: float
    radius: float = 4.0
    ink: Ink = Ink.ACCENT


@dataclass(frozen=True)
class Words:
    """A line of text; ``y`` is its baseline."""

    x: float
    y: float
    text: str
    size: float = 14.0
    anchor: Anchor = Anchor.START
    bold: bool = False
    ink: Ink = Ink.TEXT


@dataclass(frozen=True)
class Path:
    """A line through points, never filled."""

    points: Sequence[tuple[float, float]]
    ink: Ink = Ink.ACCENT
    thick: float = 2.5
    dash: Sequence[float] = ()


Shape = Line | Box | Dot | Words | Path


@dataclass(frozen=True)
class Drawing:
    """Shapes in points, y down, with what they say to somebody who does not see them.

    The title names the picture; the description says in words what it shows.
    """

    width: float
    height: float
    shapes: Sequence[Shape]
    title: str
    description: str


def svg(drawing: Drawing) -> str:
    """The drawing as one SVG element for a page: no script, no style, the same bytes for the same drawing."""
    key = key_of(drawing)
    shapes = "".join(element(shape) for shape in drawing.shapes)
    return (
        f'<svg xmlns="{SVG}" class="drawing" role="img" aria-labelledby="{key}-title" aria-describedby="{key}-desc" '
        f'viewBox="0 0 {number(drawing.width)} {number(drawing.height)}" '
        f'width="{number(drawing.width)}" height="{number(drawing.height)}">'
        f'<title id="{key}-title">{text(drawing.title)}</title>'
        f'<desc id="{key}-desc">{text(drawing.description)}</desc>{shapes}</svg>'
    )


def key_of(drawing: Drawing) -> str:
    """An id that two different drawings on a page do not share, and that does not change from day to day."""
    said = f"{drawing.width}\0{drawing.title}\0{drawing.description}"
    return f"drawing-{hashlib.blake2s(said.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"


def text(words: str) -> str:
    """Words as XML takes them."""
    spaced = "".join(" " if character.isspace() else character for character in words)
    return escape("".join(character for character in spaced if unicodedata.category(character) not in NOT_IN_XML))


def number(value: float) -> str:
    """A place or length, to a hundredth of a point."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def attributes(**values: str | float | None) -> str:
    """Attributes of an element; what says nothing is left out."""
    return "".join(
        f" {name.replace('_', '-')}={quoteattr(value if isinstance(value, str) else number(value))}"
        for name, value in values.items()
        if value not in (None, "")
    )


def dashes(dash: Sequence[float]) -> str:
    return " ".join(number(length) for length in dash)


@singledispatch
def element(shape: Shape) -> str:
    """One shape as an SVG element; colours are attributes, which the content security policy lets pass."""
    raise TypeError(f"A drawing has no shape of the kind {type(shape).__name__}.")


@element.register
def _(shape: Line) -> str:
    ends = attributes(x1=shape.x1, y1=shape.y1, x2=shape.x2, y2=shape.y2)
    look = attributes(stroke=shape.ink, stroke_width=shape.thick, stroke_dasharray=dashes(shape.dash))
    return f"<line{ends}{look}/>"


@element.register
def _(shape: Box) -> str:
    place = attributes(x=shape.x, y=shape.y, width=shape.width, height=shape.height)
    return f"<rect{place}{attributes(fill=shape.fill or 'none', stroke=shape.outline)}/>"


@element.register
def _(shape: Dot) -> str:
    return f"<circle{attributes(cx=shape.x, cy=shape.y, r=shape.radius, fill=shape.ink)}/>"


@element.register
def _(shape: Words) -> str:
    anchor = None if shape.anchor is Anchor.START else shape.anchor.value
    weight = "600" if shape.bold else None
    look = attributes(font_size=shape.size, text_anchor=anchor, font_weight=weight, fill=shape.ink)
    return f"<text{attributes(x=shape.x, y=shape.y)}{look}>{text(shape.text)}</text>"


@element.register
def _(shape: Path) -> str:
    points = " ".join(f"{number(x)},{number(y)}" for x, y in shape.points)
    look = attributes(stroke=shape.ink, stroke_width=shape.thick, stroke_dasharray=dashes(shape.dash))
    return f'<polyline points="{points}" fill="none" stroke-linejoin="round"{look}/>'
