"""Which pages a person can reach: what is shared, and what is on the shelves of their own practices.

One page is asked about here. Lists of versions are narrowed in the database (``visible_to``); for one page that query
takes longer to write than to answer, and every lesson asks.
"""

import datetime as dt

from django.core.cache import cache
from wagtail.models import Page

from trainingsite.people.models import Person, Practice, PracticePage

REMEMBERED_FOR = 60  # seconds: a page that is moved has another path, and a shelf never changes its practice


def can_reach(person: Person, path: str, day: dt.date) -> bool:
    """Whether no shelf above this place in the tree belongs to a practice where the person does not work that day."""
    return works_at_all(person, practices_above(path), day)


def practices_above(path: str) -> frozenset[int]:
    """The practices on whose shelves this place in the tree is; none for what is shared."""
    return cache.get_or_set(f"practices-above:{path}", lambda: _practices_above(path), REMEMBERED_FOR)


def _practices_above(path: str) -> frozenset[int]:
    above = [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
    return frozenset(PracticePage.objects.filter(path__in=above).values_list("practice_id", flat=True))


def works_at_all(person: Person, practices: frozenset[int], day: dt.date) -> bool:
    """Whether the person works at each of these practices that day."""
    return not practices or practices <= set(Practice.objects.of(person, day).values_list("pk", flat=True))
