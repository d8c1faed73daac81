"""Which people of a practice are to be told something on a day, and why: read in a fixed number of queries."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from trainingsite.compliance.facts import Demand, Member, PracticeFacts, facts_about
from trainingsite.compliance.rules import Standing, standing_on, timeline
from trainingsite.notices.holidays import bank_holidays
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.listening import listeners_among, manners
from trainingsite.reminders.models import Prompt, Reminder
from trainingsite.reminders.rules import OPEN, Planned, Step, may_be_told_on, step_reached

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
    listeners, told = listeners_among(people, facts.absences, day), told_before(people)
    planned = []
    for member in facts.members:
        listener = listeners[member.person.pk]
        if member.person.is_active and may_be_told_on(day, listener, bank_holidays(), manners()):
            planned += news_of(member.person, practice, owed_by(member, facts, day), told, day)
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


def news_of(person: Person, practice: Practice, owed: list[Owed], told: Told, day: dt.date) -> list[Reminder]:
    """The steps that have come and were not told, and with them whatever else is open; nothing when none has come."""
    found = reminders_of(person, practice, owed, told, day)
    return found if any(reminder.kind != Step.ALONG for reminder in found) else []


def reminders_of(person: Person, practice: Practice, owed: list[Owed], told: Told, day: dt.date) -> list[Reminder]:
    """Everything that is open, each with its step, or as told along with others where that was told before."""
    along = Planned(Step.ALONG, day)

    def is_news(each: Owed) -> bool:
        return (person.pk, each.demand.line, each.step.step, each.step.on) not in told

    return [_reminder(person, practice, each, each.step if is_news(each) else along, day) for each in owed]


def _reminder(person: Person, practice: Practice, owed: Owed, step: Planned, day: dt.date) -> Reminder:
    return Reminder(
        person=person, practice=practice, requirement_line=owed.demand.line, kind=step.step, planned_on=step.on,
        for_day=day, title=owed.demand.newest.title, due_on=owed.standing.due_on,
    )  # fmt: skip


def still_owed(person: Person, practice: Practice, day: dt.date) -> list[Reminder]:
    """What one person is told anew of a practice, because the message that said it was replaced before they had it."""
    facts = facts_about(practice, day, people=[person])
    if any(absence.covers(day) for absence in facts.absences.get(person.pk, ())):
        return []
    told = told_before([person])
    return [
        reminder
        for member in facts.members
        for reminder in news_of(member.person, practice, owed_by(member, facts, day), told, day)
    ]


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
    Prompt.objects.untold().filter(for_day__lt=day).delete()
