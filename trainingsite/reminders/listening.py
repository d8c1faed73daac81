"""What is known of the people to whom something may have to be said, read in few queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.conf import settings

from trainingsite.compliance.rules import Span
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.notices.rules import week_of
from trainingsite.people.models import Absence, Person, Practice
from trainingsite.reminders.models import MessageChoice
from trainingsite.reminders.rules import WORKING_WEEK, Listener, Manners


def manners() -> Manners:
    """How often in a week anybody is told, as the installation has it."""
    return Manners(messages_a_week=settings.REMINDERS_A_WEEK)


def listeners_among(
    people: Sequence[Person], absences: Mapping[int, tuple[Span, ...]], day: dt.date
) -> dict[int, Listener]:
    """How each of the people may be told, in two queries."""
    chosen = dict(MessageChoice.objects.filter(person__in=people).values_list("person_id", "weekdays"))
    told_on = defaultdict(set)
    week = Notice.objects.filter(person__in=people, kind=REMINDERS, for_day__gte=week_of(day), for_day__lte=day)
    for person_id, for_day in week.exclude(state=Notice.State.REPLACED).values_list("person_id", "for_day"):
        told_on[person_id].add(for_day)
    return {
        person.pk: Listener(
            chosen_days=frozenset(chosen.get(person.pk) or WORKING_WEEK),
            absences=absences.get(person.pk, ()),
            told_on=frozenset(told_on[person.pk]),
        )
        for person in people
    }


def absences_of(people: Iterable[int]) -> dict[int, list[Absence]]:
    """The leave of people at all of their practices, in one query."""
    found = defaultdict(list)
    for absence in Absence.objects.known().filter(person__in=people):
        found[absence.person_id].append(absence)
    return found


def listening(listener: Listener, absences: Iterable[Absence], practice: Practice | None) -> Listener:
    """The person as the matters of one practice find them: on leave from it; from any, where it is a network's."""
    spans = tuple(
        Span(absence.started_on, absence.ended_on)
        for absence in absences
        if practice is None or practice.pk == absence.practice_id
    )
    return replace(listener, absences=spans)
