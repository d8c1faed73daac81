"""Words that are wider than their column: parted where they are joined, and not in the middle of what people read."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth

from trainingsite.formats import fonts
from trainingsite.formats.canvas import MARGIN
from trainingsite.formats.pdf import CELL, CELL_PADDING, Cell, Column, Strong, Table, widths_of

ACROSS = A4[0] - 2 * MARGIN
SEAM = re.compile(r"(?<=[-/])(?=\w)")  # behind the hyphen in telephonist-receptionist, and behind a stroke


def seamed_table(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], empty: str = "None") -> Table:
    """A table on upright paper, whose cells hold no word that has a seam and still runs over the edge."""
    fonts.register()
    rooms = [width - 2 * CELL_PADDING for width in widths_of(columns, ACROSS)]
    return Table(columns, [[seamed(cell, room) for cell, room in zip(row, rooms, strict=True)] for row in rows], empty)


def seamed(cell: Cell, room: float) -> Cell:
    """A cell that may be broken at the seams of those words that need it."""
    if isinstance(cell, Strong):
        return replace(cell, text=spaced(cell.text, room, fonts.BOLD))
    return spaced(cell, room, fonts.REGULAR)


def spaced(text: str, room: float, font: str) -> str:
    """The text with a space at such seams: a line ends there, so nobody sees it."""
    return " ".join(part for word in text.split(" ") for part in parted(word, room, font))


def parted(word: str, room: float, font: str) -> Iterator[str]:
    """As much of a word as fits, then as much of the rest as fits, and so on, from seam to seam."""
    held = ""
    for piece in SEAM.split(word) if width_of(word, font) > room else [word]:
        if held and width_of(held + piece, font) > room:
            yield held
            held = ""
        held += piece
    yield held


def width_of(text: str, font: str) -> float:
    return stringWidth(fonts.printable(text), font, CELL.fontSize)
