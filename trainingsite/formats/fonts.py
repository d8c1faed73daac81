"""The typefaces every document of ours is set in, and the text they can draw.

Text goes through ``printable`` before it is measured or drawn. What is ``simple`` ReportLab sets by itself; the rest,
names in other scripts and letters with loose accents, goes through ``shaping``.
"""

import re
import unicodedata
from functools import cache

from reportlab.pdfbase import pdfmetrics

from trainingsite.formats import scripts
from trainingsite.formats.embedding import EmbeddedFont
from trainingsite.formats.typefaces import typeface

REGULAR = "NotoSans-Regular"
BOLD = "NotoSans-Bold"
SERIF = "NotoSerif-Regular"
TYPEFACES = (REGULAR, BOLD, SERIF)

UNKNOWN = "\ufffd"
SHAPELESS = ("Cc", "Cf", "Cs")
JOINERS = "\u200c\u200d"
VARIANTS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
STAND_INS = str.maketrans({"\u2212": "\u2013", "\u2192": "->", "\u2264": "<=", "\u2265": ">="})


@cache
def register() -> None:
    """Make our typefaces known to ReportLab, once in a process and only when a document is drawn."""
    for name in TYPEFACES:
        pdfmetrics.registerFont(EmbeddedFont(name))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def printable(text: str) -> str:
    """The text as it can be set in a line: composed accents, plain spaces, nothing invisible.

    A character that no typeface of ours has is printed as one that says so, because a gap would go unnoticed.
    """
    if is_simple(text):
        return text
    return "".join(character if has_shape(character) else UNKNOWN for character in plain(text))


def missing(text: str) -> str:
    """The characters of a text that our typefaces cannot draw, each once, for those who must warn about them."""
    return "".join(dict.fromkeys(character for character in plain(text) if not has_shape(character)))


def has_shape(character: str) -> bool:
    """Whether a typeface of ours has the character; what joins letters or parts them is part of their shape."""
    return character in drawable() or character in JOINERS or scripts.typeface_for(character) is not None


def plain(text: str) -> str:
    """The text with its accents composed, its spaces plain and nothing in it that has no shape.

    What joins or parts the letters of Arabic and of Indian scripts stays where it follows one of them.
    """
    composed = VARIANTS.sub("", unicodedata.normalize("NFC", text).translate(STAND_INS))
    kept = []
    for character in composed:
        if character.isspace():
            kept.append(" ")
        elif character in JOINERS:
            kept.extend(character if kept and scripts.typeface_for(kept[-1]) else "")
        elif unicodedata.category(character) not in SHAPELESS:
            kept.append(character)
    return "".join(kept)


def is_simple(text: str) -> bool:
    """Whether every typeface of ours has each character, and drawing them one after the other is all there is to do."""
    return simple().issuperset(text)


@cache
def drawable() -> frozenset[str]:
    """Every character that all our typefaces have."""
    return frozenset.intersection(*(frozenset(map(chr, typeface(name).codes)) for name in TYPEFACES))


@cache
def simple() -> frozenset[str]:
    """Every character that is drawn as it stands: those that all typefaces have, but for loose accents."""
    return frozenset(
        character
        for character in drawable()
        if not unicodedata.category(character).startswith("M") and plain(character) == character
    )
