"""Which people of a practice are to be told something on a day, and why: read in a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction

from trainingsite.compliance.facts import Demand, Member, PracticeFacts, facts_about
from trainingsite.compliance.rules import Standing, standing_on, timeline
from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.notices.rules import week_of
from trainingsite.people.models import Practice
from trainingsite.reminders.models import MessageChoice, Reminder
from trainingsite.reminders.rules import (
    OPEN,
    WORKING_WEEK,
    Listener,
    Manners,
    Planned,
    Step,
    may_be_told_on,
    step_reached,
)

MANNERS = Manners()
Told = set[tuple[int, uuid.UUID, str, dt.date]]


@dataclass(frozen=True)
class Owed:
    """One open thing of one person."""

    demand: Demand
    standing: Standing
    step: Planned


def reminders_for(practice: Practice, day: dt.date) -> list[Reminder]:
    """What the people of the practice are to be told that day, not yet kept: of one thing, and so of all."""
    facts = facts_about(practice, day)
    people = [member.person for member in facts.members]
    listeners, told = listeners_among(people, facts, day), told_before(people)
    planned = []
    for member in facts.members:
        listener = listeners[member.person.pk]
        if member.person.is_active and may_be_told_on(day, listener, bank_holidays(), MANNERS):
            planned += _reminders_of(member, practice, owed_by(member, facts, day), told, day)
    return planned


def owed_by(member: Member, facts: PracticeFacts, day: dt.date) -> list[Owed]:
    """Everything that is open for the person and has begun, each with the step that has come."""
    found = []
    for demand in facts.demands:
        about = facts.about(member, demand)
        standing = standing_on(about, day)
        if standing.status in OPEN:
            since = min(about.go_live_on, *(applies.span.first for applies in about.applies), day)
            if step := step_reached(standing, timeline(about, since, day), day):
                found.append(Owed(demand, standing, step))
    return found


def _reminders_of(member: Member, practice: Practice, owed: list[Owed], told: Told, day: dt.date) -> list[Reminder]:
    """The steps that have come and were not told, and with them whatever else is open; nothing when none has come."""
    news = {
        each.demand.line
        for each in owed
        if (member.person.pk, each.demand.line, each.step.step, each.step.on) not in told
    }
    along = Planned(Step.ALONG, day)
    return [
        Reminder(
            person=member.person, practice=practice, requirement_line=each.demand.line, kind=step.step,
            planned_on=step.on, for_day=day, title=each.demand.newest.title, due_on=each.standing.due_on,
        )
        for each in owed
        if news and (step := each.step if each.demand.line in news else along)
    ]  # fmt: skip


def listeners_among(people: list, facts: PracticeFacts, day: dt.date) -> dict[int, Listener]:
    """How each of the people may be told, in two queries."""
    chosen = dict(MessageChoice.objects.filter(person__in=people).values_list("person_id", "weekdays"))
    told_on = defaultdict(set)
    week = Notice.objects.filter(person__in=people, kind=REMINDERS, for_day__gte=week_of(day), for_day__lte=day)
    for person_id, for_day in week.exclude(state=Notice.State.REPLACED).values_list("person_id", "for_day"):
        told_on[person_id].add(for_day)
    return {
        person.pk: Listener(
            chosen_days=frozenset(chosen.get(person.pk) or WORKING_WEEK),
            absences=facts.absences.get(person.pk, ()),
            told_on=frozenset(told_on[person.pk]),
        )
        for person in people
    }


def told_before(people: list) -> Told:
    """Every step that these people were told of, or that is kept back."""
    kept = Reminder.objects.filter(person__in=people).exclude(notice__isnull=True, withheld=False)
    return set(kept.exclude(kind=Step.ALONG).values_list("person_id", "requirement_line", "kind", "planned_on"))


@transaction.atomic
def plan(practice: Practice, day: dt.date) -> int:
    """Keep what the people of the practice are to be told that day; what another process kept first stands."""
    planned = Reminder.objects.bulk_create(reminders_for(practice, day), ignore_conflicts=True)
    return len(planned)


@transaction.atomic
def forget_what_was_not_told(day: dt.date) -> None:
    """Plans of days past that no message came of are made again, if they still hold."""
    Reminder.objects.untold().filter(for_day__lt=day).delete()
