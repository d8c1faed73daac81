"""The typefaces every document of ours is set in, and the text they can draw.

Text goes through ``printable`` before it is measured or drawn, and only ``typesetting`` and the report's markup ask
for a font by name: a script that needs shaping or another typeface is added in those places and nowhere else.
"""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics

from trainingsite.formats.embedding import EmbeddedFont

REGULAR = "NotoSans-Regular"
BOLD = "NotoSans-Bold"
SERIF = "NotoSerif-Regular"

FOLDER = Path(__file__).parent / "fonts"


@cache
def register() -> None:
    """Make our typefaces known to ReportLab, once in a process and only when a document is drawn."""
    for name in (REGULAR, BOLD, SERIF):
        pdfmetrics.registerFont(EmbeddedFont(name, str(FOLDER / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def printable(text: str) -> str:
    """The text as it can be set in a line: composed accents, plain spaces, nothing invisible."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if character.isspace() else character for character in composed)
    return "".join(character for character in spaced if unicodedata.category(character) not in ("Cc", "Cf", "Cs"))


def missing(text: str) -> str:
    """The characters of a text that our typefaces cannot draw, each once, for those who must warn about them."""
    register()
    drawn = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return "".join(dict.fromkeys(character for character in printable(text) if ord(character) not in drawn))
