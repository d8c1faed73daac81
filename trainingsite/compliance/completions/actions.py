"""Putting a file of completions in: everything the plan says, or nothing; each with its event."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.chain import digest
from trainingsite.compliance.completions.reading import known_here
from trainingsite.compliance.completions.rules import Outcome, Plan, plan_for
from trainingsite.compliance.elsewhere import Word, basis_of, begin_entry, write_down
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.recorded import ElsewhereEntry
from trainingsite.people.models import Person, Practice


class Overtaken(Exception):
    """The file would no longer do what was shown; ``plan`` is what it would do now."""

    def __init__(self, plan: Plan):
        super().__init__("Something has changed since the file was looked at.")
        self.plan = plan


def plan_completions(body: bytes, practice: Practice, day: dt.date, by: Person | None) -> Plan:
    """What the file would put in at the practice; nothing is changed."""
    return plan_for(body, known_here(practice, day, by), day)


@transaction.atomic
def import_completions(
    *, body: bytes, practice: Practice, fingerprint: str = "", by: Person | None, at: dt.datetime
) -> Plan:
    """Record what the file says. ``by`` vouches for it; without, nobody is named.

    ``fingerprint`` is that of the plan somebody agreed to. Raises Overtaken when it would be another one by now. A
    plan with errors is answered as it is, and nothing is done.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)  # two files at once: the second finds the first one's
    plan = plan_completions(body, practice, timezone.localdate(at), by)
    if fingerprint and fingerprint != plan.fingerprint():
        raise Overtaken(plan)
    if plan.changes_something:
        entry = begin_entry(practice=practice, kind=ElsewhereEntry.Kind.FILE, by=by, at=at)
        people = Person.objects.in_bulk({outcome.colleague.pk for outcome in plan.created})
        learned = [(_learning(outcome, people, entry), _word(outcome)) for outcome in plan.created]
        write_down(entry, learned, {"file": digest(body)})
    return plan


def _learning(outcome: Outcome, people: dict[int, Person], entry: ElsewhereEntry) -> PriorLearning:
    return PriorLearning(
        person=people[outcome.colleague.pk], completed_on=outcome.said.completed_on, accepted_by=entry.entered_by,
        basis=basis_of(outcome.said.completed_on, entry.practice), entry=entry,
        **{f"{outcome.training.kind}_id": outcome.training.pk},
    )  # fmt: skip


def _word(outcome: Outcome) -> Word:
    until = outcome.said.valid_until
    return Word(
        certificate_reference=outcome.said.certificate_reference, valid_until=until.isoformat() if until else ""
    )
