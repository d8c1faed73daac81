"""The blank PDF that reports and certificates are drawn on: the same bytes for the same drawing."""

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from trainingsite.formats import fonts
from trainingsite.formats.embedding import used_font

rl_config.useA85 = 0  # wrapping each page in ASCII costs time and a quarter of its size, and no reader needs it

LANGUAGE = "en-GB"
CREATOR = "Practice training"
ACCENT = HexColor("#005eb8")
TEXT = HexColor("#000000")
QUIET = HexColor("#425563")
RULE = HexColor("#aeb7bd")
MARGIN = 51


@dataclass(frozen=True)
class About:
    """What a PDF says about itself to a reader, a search and a screen reader."""

    title: str
    dated_on: date
    author: str = ""
    subject: str = ""
    keywords: str = ""


def open_canvas(out: BinaryIO, page_size: tuple[float, float], about: About, canvas_class: type[Canvas] = Canvas):
    """A canvas in our typefaces that writes no clock, and no machine, into the file."""
    fonts.register()
    canvas = canvas_class(
        out, pagesize=page_size, invariant=1, pageCompression=1, lang=LANGUAGE, initialFontName=fonts.REGULAR
    )
    describe(canvas, about)
    return canvas


def describe(canvas: Canvas, about: About) -> None:
    """Write what a PDF says about itself; its date is the day it speaks of, never the moment of drawing."""
    canvas.setTitle(about.title)
    canvas.setAuthor(about.author)
    canvas.setSubject(about.subject)
    canvas.setKeywords(about.keywords)
    canvas.setCreator(CREATOR)
    canvas.setDateFormatter(lambda *_now: f"D:{about.dated_on:%Y%m%d}000000Z")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def reserve(canvas: Canvas, font: str, characters: str) -> None:
    """Embed these characters before any other, whether they are used or not.

    Documents that differ only in a number then share one part of the typeface, which is remembered.
    """
    used_font(canvas._doc, font).begin_with(characters)
