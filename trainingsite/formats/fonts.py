"""The typefaces every document of ours is set in, and the text they can draw.

Text goes through ``printable`` before it is measured or drawn, and only ``typesetting`` and the report's markup ask
for a font by name: a script that needs shaping or another typeface is added in those places and nowhere else.
"""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR = "NotoSans-Regular"
BOLD = "NotoSans-Bold"
SERIF = "NotoSerif-Regular"

FOLDER = Path(__file__).parent / "fonts"
SUBSETS_REMEMBERED = 256


@cache
def register() -> None:
    """Make our typefaces known to ReportLab, once in a process and only when a document is drawn."""
    for name in (REGULAR, BOLD, SERIF):
        font = TTFont(name, str(FOLDER / f"{name}.ttf"), asciiReadable=True)
        font.face.makeSubset = remembered(font.face.makeSubset)
        pdfmetrics.registerFont(font)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


def remembered(make_subset: Callable[[Sequence[int]], bytes]) -> Callable[[Sequence[int]], bytes]:
    """The same subsetting, done once for each set of characters and by one thread at a time.

    Most documents of a practice use the same characters, and ReportLab reads the font file through one shared cursor.
    """
    reading = Lock()

    @lru_cache(maxsize=SUBSETS_REMEMBERED)
    def subset_of(codes: tuple[int, ...]) -> bytes:
        with reading:
            return make_subset(codes)

    return lambda codes: subset_of(tuple(codes))


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
