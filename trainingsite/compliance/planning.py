"""Planning what is done about a gap; changing a plan, saying that it is done, dropping it."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import commitment, keep_words, key_of_page, plain, read_words, record
from trainingsite.audit.models import Words
from trainingsite.compliance.plans import Plan
from trainingsite.people.models import Person, Practice

ABOUT_IT = "plan"
VERBS = {
    Plan.Kind.MADE: "compliance.planned",
    Plan.Kind.CHANGED: "compliance.plan_changed",
    Plan.Kind.DONE: "compliance.plan_done",
    Plan.Kind.DROPPED: "compliance.plan_dropped",
}


class OverAlready(Exception):
    """Somebody said already that the plan is done, or dropped it."""


class ChangedMeanwhile(Exception):
    """Something else was said of the plan after the page was opened: by somebody else, or on it before going back."""


@dataclass(frozen=True)
class Gap:
    """What a plan is about: a requirement of one person or of everybody, or a gap in words."""

    requirement_line: uuid.UUID | None = None
    person: Person | None = None
    words: str = ""


@dataclass(frozen=True)
class Steps:
    """What is to be done, by a colleague or somebody told in words, and by when."""

    action: str
    due_on: dt.date
    carried_by: Person | None = None
    who: str = ""


@transaction.atomic
def plan(*, token: uuid.UUID, practice: Practice, gap: Gap, steps: Steps, by: Person, at: dt.datetime) -> Plan:
    """Write down what is being done about a gap. ``token`` is the sent page's: two clicks make one plan.

    Sent again with anything else in it, the page makes another plan: both stand in the list, and one can be dropped.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)  # of two clicks the second finds what the first made
    whose, carried_by = gap.person and gap.person.key, steps.carried_by and steps.carried_by.key
    line = key_of_page(
        by.key, token, gap.requirement_line, whose, gap.words, steps.action, steps.due_on, carried_by, steps.who
    )
    if sent := Plan.objects.at(practice).filter(line=line, number=1).first():
        return sent
    made = Plan(
        practice=practice, line=line, kind=Plan.Kind.MADE, person=gap.person, requirement_line=gap.requirement_line
    )
    return _keep(made, {"gap": gap.words}, steps, by=by, at=at)


def change(*, row: Plan, gap: str, steps: Steps, reason: str, by: Person, at: dt.datetime) -> Plan:
    """Give the plan another action, another colleague or another day. Raises OverAlready, ChangedMeanwhile."""
    return _follow(row, Plan.Kind.CHANGED, {"gap": gap, "reason": reason}, steps, by=by, at=at)


def finish(*, row: Plan, gap: str, steps: Steps, reason: str = "", by: Person, at: dt.datetime) -> Plan:
    """Say that it is done. Raises OverAlready, ChangedMeanwhile."""
    return _follow(row, Plan.Kind.DONE, {"gap": gap, "reason": reason}, steps, by=by, at=at)


def drop(*, row: Plan, gap: str, steps: Steps, reason: str, by: Person, at: dt.datetime) -> Plan:
    """Say that it is not done, and why. Raises OverAlready, ChangedMeanwhile."""
    return _follow(row, Plan.Kind.DROPPED, {"gap": gap, "reason": reason}, steps, by=by, at=at)


@transaction.atomic
def _follow(row: Plan, kind: str, words: dict, steps: Steps, *, by: Person, at: dt.datetime) -> Plan:
    if not row.is_open:
        raise OverAlready
    Practice.objects.select_for_update().get(pk=row.practice_id)  # of two clicks the second finds what the first said
    if following := Plan.objects.at(row.practice).filter(line=row.line, number=row.number + 1).first():
        if following.acted_by_id == by.pk and _says(following, kind, words, steps):
            return following
        raise ChangedMeanwhile
    new = Plan(
        practice=row.practice, line=row.line, number=row.number + 1, kind=kind, person=row.person,
        requirement_line=row.requirement_line,
    )  # fmt: skip
    return _keep(new, words, steps, by=by, at=at)


def _says(row: Plan, kind: str, words: dict, steps: Steps) -> bool:
    """Whether a row says exactly this, to the last word; one whose words were let go says nothing."""
    kept = Words.objects.filter(pk=row.words_key).first()
    carried_by = steps.carried_by and steps.carried_by.pk
    same = (row.kind, row.due_on, row.carried_by_id) == (kind, steps.due_on, carried_by)
    return same and kept is not None and read_words(kept) == _said(words, steps)


def _said(words: dict, steps: Steps) -> dict[str, str]:
    """Everything that was typed, without what says nothing."""
    said = {**words, "action": steps.action, "who": steps.who}
    return {name: value for name, value in said.items() if value}


def _keep(row: Plan, words: dict, steps: Steps, *, by: Person, at: dt.datetime) -> Plan:
    row.carried_by, row.due_on = steps.carried_by, steps.due_on
    row.acted_by, row.acted_at, row.acted_on = by, at, timezone.localdate(at)
    kept = keep_words(about=row.key, kind=ABOUT_IT, words=_said(words, steps), at=at)
    row.words_key, row.words_commitment = kept.key, commitment(kept)
    row.save(force_insert=True)
    record(
        chains=[row.practice.chain], verb=VERBS[Plan.Kind(row.kind)], actor=by.key,
        subject=row.person.key if row.person else row.key, at=at, rows=[row],
        data={"plan": str(row.line), "requirement": plain(row.requirement_line) or "", "due_on": plain(row.due_on)},
    )  # fmt: skip
    return row
