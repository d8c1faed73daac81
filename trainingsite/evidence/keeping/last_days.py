"""From which day somebody's periods count: their last one anywhere, or what comes nearest to it if they never began."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from trainingsite.formats.dates import long_date
from trainingsite.people.models import Membership, Person, Responsibility


class Since(StrEnum):
    """What happened on that day."""

    LEFT = "left"
    TAKEN_BACK = "taken_back"
    MISTAKEN = "mistaken"
    ADDED = "added"


TAKEN_BACK = "Their last job or duty was taken back, so the periods count from that day"
SAID = {
    Since.LEFT: "Last day anywhere",
    Since.TAKEN_BACK: TAKEN_BACK,
    Since.MISTAKEN: TAKEN_BACK,
    Since.ADDED: "They never had a job or a duty here, so the periods count from the day they were added",
}


@dataclass(frozen=True, order=True)
class LastDay:
    """The day from which the periods of somebody's details count."""

    on: dt.date
    of: Since = Since.LEFT

    @property
    def has_left(self) -> bool:
        return self.of == Since.LEFT

    @property
    def in_words(self) -> str:
        return f"{SAID[self.of]}: {long_date(self.on)}"


def last_days(human_of: Mapping[int, int]) -> dict[int, LastDay]:
    """By human: the day on which the last of their jobs and duties ended, under whichever row; three queries.

    Nobody is among them of whom one goes on.
    """
    ends = defaultdict(list)
    for facts in (Membership, Responsibility):
        now = facts.objects.filter(person__in=human_of, superseded_by__isnull=True)
        for row, *said in now.values_list("person", "started_on", "ended_on", "withdrawn", "recorded_at"):
            ends[human_of[row]].append(_end(*said))
    without = [row for row, human in human_of.items() if human not in ends]
    for row, joined in Person.objects.filter(pk__in=without).values_list("pk", "date_joined"):
        ends[human_of[row]].append(LastDay(timezone.localdate(joined), Since.ADDED))
    return {human: last for human, days in ends.items() if (last := _last(days))}


def _end(started_on: dt.date, ended_on: dt.date | None, withdrawn: bool, recorded_at: dt.datetime) -> LastDay | None:
    """The day on which a job or a duty was over; none, if it has no end.

    One that was taken back before it began ends that day, for until then the practice counted on somebody.
    """
    if withdrawn:
        day = timezone.localdate(recorded_at)
        return LastDay(day, Since.TAKEN_BACK if day < started_on else Since.MISTAKEN)
    return LastDay(ended_on) if ended_on else None


def _last(ends: Sequence[LastDay | None]) -> LastDay | None:
    """The latest; one that was taken back as a mistake counts for nothing beside another."""
    if None in ends:
        return None
    return max([each for each in ends if each.of != Since.MISTAKEN] or ends)
