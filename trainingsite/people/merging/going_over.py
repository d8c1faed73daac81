"""Practices that go over into another: from that day on nothing begins there any more."""

import datetime as dt

from trainingsite.people.merging.rules import GoingOver
from trainingsite.people.models import Practice
from trainingsite.people.places import Merger


class GoneOver(Exception):
    """Something would begin at a practice that is another's by then; the sentence names the other."""


def going_over(practice: Practice, day: dt.date) -> GoingOver | None:
    """From when the practice is another's, and whose it is on the day or, before that, will be."""
    mergers = list(Merger.objects.known().at(practice).select_related("into").order_by("started_on", "pk"))
    if not mergers:
        return None
    begun = [merger for merger in mergers if merger.started_on <= day] or mergers[:1]
    return GoingOver(practice.name, begun[-1].into.name, mergers[0].started_on)


def refuse_to_begin(practice: Practice, day: dt.date) -> None:
    """Raise GoneOver for what would begin at the practice on a day on which it is another's."""
    going = going_over(practice, day)
    if going and (why_not := going.why_not_begin(day)):
        raise GoneOver(why_not)
