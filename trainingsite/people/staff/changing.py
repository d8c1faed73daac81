"""One change at a time among a practice's people; what cannot be done is refused in a sentence."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from trainingsite.people.days import Days
from trainingsite.people.facts import DatedFact
from trainingsite.people.merging.going_over import GoneOver, going_over
from trainingsite.people.models import Practice

OVERTAKEN = (
    "Somebody has changed this since you opened the page. Open it again to see how it is now: what you typed is below."
)


class Refused(Exception):
    """A change that cannot be made; the sentence says what to do, ``field`` what it is about."""

    def __init__(self, field: str | None, sentence: str):
        super().__init__(sentence)
        self.field = field


@contextmanager
def changing(practice: Practice, *seen: DatedFact) -> Iterator[None]:
    """Let nobody else change the practice's people meanwhile.

    ``seen`` are the rows a manager looked at. Raises Refused if one is no longer what is known.
    """
    with transaction.atomic():
        Practice.objects.select_for_update().get(pk=practice.pk)
        for row in seen:
            if not type(row).objects.known().filter(pk=row.pk).exists():
                raise Refused(None, OVERTAKEN)
        try:
            yield
        except GoneOver as gone:
            raise Refused(None, str(gone)) from gone


def refuse_after_a_merger(practice: Practice, days: Days, *, first: str, last: str) -> None:
    """Raise Refused for days on which the practice is another's; ``first`` and ``last`` are the fields they are in."""
    going = going_over(practice, days.first)
    if going and (why_not := going.why_not_last(days)):
        raise Refused(first if days.first >= going.on else last, why_not)


def managers_above(stays) -> dict[int, set[int]]:
    """By person, who manages them."""
    above = defaultdict(set)
    for person_id, manager_id in stays.filter(manager__isnull=False).values_list("person", "manager"):
        above[person_id].add(manager_id)
    return above
