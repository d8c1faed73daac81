"""The practice's page as it was last drawn, for as long as nothing has happened that it tells of.

Drawing asks some twenty things of the database. Whether anything happened is asked anew at each look, of the record
itself: every act is an event in a chain. What makes no event (how far a message came, who manages what, the
practice's own name) is compared as well; what is left, such as the name of a job role, is a minute old at the most.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from trainingsite.compliance.matrix import OPEN, Matrix, told_about
from trainingsite.compliance.remembering import heads_about
from trainingsite.people.models import Person, Practice

KEPT_FOR_SECONDS = 60
Heads = dict[str, int]


@dataclass(frozen=True)
class Look:
    """Who looks at which of the practices they manage, as at which day, with what else the address says."""

    person: Person
    practice: Practice
    practices: tuple[Practice, ...]
    day: dt.date
    today: dt.date
    query: str

    @property
    def key(self) -> str:
        """Where the page of just this look is kept; another name of a practice or another target is another page."""
        places = [(each.pk, each.name, each.ods_code) for each in self.practices]
        own = (self.practice.pk, self.practice.target_percent, self.practice.went_live_on)
        told = (self.person.pk, own, places, self.day, self.today, self.query)
        return f"dashboard:{uuid.uuid5(uuid.NAMESPACE_OID, repr(told))}"


@dataclass(frozen=True)
class Kept:
    """A page, how long each chain was before it was drawn, and what was known of messages about anything open."""

    content: str
    heads: Heads
    people: tuple[int, ...]
    lines: tuple[uuid.UUID, ...]
    told: dict

    def is_true(self, heads: Heads, day: dt.date) -> bool:
        return self.heads == heads and self.told == told_about(self.people, self.lines, day)


def kept_or_drawn(look: Look, draw: Callable[[], tuple[SafeString, Matrix]]) -> SafeString:
    """The page that is kept if it still tells how things are, and otherwise a new one."""
    heads = heads_about(look.practice, also=look.practices)
    kept = cache.get(look.key)
    if kept is None or not kept.is_true(heads, look.day):
        kept = keep(draw, heads)
        cache.set(look.key, kept, KEPT_FOR_SECONDS)
    return mark_safe(kept.content)


def keep(draw: Callable[[], tuple[SafeString, Matrix]], heads: Heads) -> Kept:
    """A page drawn now. The heads were read before it: what comes in meanwhile is seen at the next look."""
    content, matrix = draw()
    people = tuple(row.person.pk for row in matrix.rows if any(cell.status in OPEN for cell in row.cells))
    lines = tuple(demand.line for demand in matrix.demands)
    return Kept(str(content), heads, people, lines, told_about(people, lines, matrix.on))
