"""What the list of things to do is made of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from trainingsite.compliance.planned import Planned

MOST = 8  # of each kind on the page; the rest is a link away
MOST_LINES = 4  # about one person


@dataclass(frozen=True)
class Action:
    """The one thing that helps, and where it is done."""

    words: str
    address: str


@dataclass(frozen=True)
class Line:
    """One thing about somebody or something: what, since or until when, and the plan there is for it."""

    text: str
    note: str = ""
    address: str = ""
    plan: Planned | None = None


@dataclass(frozen=True)
class Item:
    """Somebody or something that needs doing something about."""

    name: str
    address: str = ""
    note: str = ""
    lines: Sequence[Line] = ()
    action: Action | None = None

    @property
    def shown(self) -> Sequence[Line]:
        return self.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        """How many lines are not shown."""
        return max(0, len(self.lines) - MOST_LINES)


@dataclass(frozen=True)
class Kind:
    """Items of one kind, with where to find all of them, and what helps all of them at once."""

    key: str
    title: str
    items: Sequence[Item]
    rest: str = ""
    for_all: Action | None = None
    about: str = ""

    @property
    def shown(self) -> Sequence[Item]:
        return self.items[:MOST]

    @property
    def more(self) -> int:
        """How many items are not shown."""
        return max(0, len(self.items) - MOST)


@dataclass(frozen=True)
class Comings:
    """Who of those with something open is away that day and until when, and who leaves soon and when; by person."""

    away: dict[int, dt.date | None] = field(default_factory=dict)
    leaving: dict[int, dt.date] = field(default_factory=dict)
