"""How much of a pack's lists the summary has room for, from everything down to what always fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from trainingsite.formats.pdf import Block, Paragraph

Item = TypeVar("Item")


@dataclass(frozen=True)
class Room:
    """The most rows of any list, the most characters of any text, whether gaps are named, and the matrix drawn."""

    rows: int
    characters: int
    gaps_by_name: bool
    matrix: bool

    def cut(self, items: Sequence[Item]) -> Sequence[Item]:
        return items[: self.rows]

    def rest(self, items: Sequence, sheet: str) -> list[Block]:
        """The sentence that says where the rest of a list is; nothing where there is none."""
        more = len(items) - self.rows
        if more <= 0:
            return []
        are = "is" if more == 1 else "are"
        return [Paragraph(f"{more:,} more {are} in the spreadsheet, on the sheet “{sheet}”.", quiet=True)]

    def clip(self, text: str) -> str:
        """A text, cut where it would take the room of others."""
        return text if len(text) <= self.characters else text[: self.characters - 1].rstrip() + "…"


# Each is tried in turn until the summary has no more pages than it may have.
ROOMS = (
    Room(rows=400, characters=2000, gaps_by_name=True, matrix=True),
    Room(rows=120, characters=400, gaps_by_name=False, matrix=True),
    Room(rows=40, characters=160, gaps_by_name=False, matrix=True),
    Room(rows=18, characters=110, gaps_by_name=False, matrix=True),
    Room(rows=12, characters=80, gaps_by_name=False, matrix=False),
)
