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
TYPEFACES = (REGULAR, BOLD, SERIF)

FOLDER = Path(__file__).parent / "fonts"
UNKNOWN = "\ufffd"
SHAPELESS = ("Cc", "Cf", "Cs")
STAND_INS = str.maketrans({"\u2212": "\u2013", "\u2192": "->", "\u2264": "<=", "\u2265": ">="})


@cache
def register() -> None:
    """Make our typefaces known to ReportLab, once in a process and only when a document is drawn."""
    for name in TYPEFACES:
        pdfmetrics.registerFont(EmbeddedFont(name, str(FOLDER / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def printable(text: str) -> str:
    """The text as it can be set in a line: composed accents, plain spaces, nothing invisible.

    A character that no typeface of ours has is printed as one that says so, because a gap would go unnoticed.
    """
    if text.isascii() and text.isprintable():
        return text
    drawn = drawable()
    return "".join(character if character in drawn else UNKNOWN for character in plain(text))


def missing(text: str) -> str:
    """The characters of a text that our typefaces cannot draw, each once, for those who must warn about them."""
    drawn = drawable()
    return "".join(dict.fromkeys(character for character in plain(text) if character not in drawn))


def plain(text: str) -> str:
    """The text with its accents composed, its spaces plain and nothing in it that has no shape."""
    composed = unicodedata.normalize("NFC", text).translate(STAND_INS)
    spaced = "".join(" " if character.isspace() else character for character in composed)
    return "".join(character for character in spaced if unicodedata.category(character) not in SHAPELESS)


@cache
def drawable() -> frozenset[str]:
    """Every character that all our typefaces have."""
    register()
    faces = [pdfmetrics.getFont(name).face.charToGlyph for name in TYPEFACES]
    return frozenset(chr(code) for code in set.intersection(*map(set, faces)))
