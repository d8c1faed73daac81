"""Goes at scenarios and knowledge checks: begun, ended, and what was chosen kept apart in words."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from scenarios.models import Attempt, AttemptOutcome
from trainingsite.audit.actions import commitment, keep_words, record
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person


class AlreadyEnded(Exception):
    """The go has its outcome: nothing more can be chosen in it."""


def begin_attempt(*, person: Person, kind: str, snapshot_id: str, at: dt.datetime) -> Attempt:
    """The person's open go at this content, or a new one."""
    attempts = Attempt.objects.by(person).at_content(snapshot_id)
    last = attempts.select_related("outcome").order_by("-number").first()
    if last and not hasattr(last, "outcome"):
        return last
    return begin_after(last, person=person, kind=kind, snapshot_id=snapshot_id, at=at)


def begin_after(last: Attempt | None, *, person: Person, kind: str, snapshot_id: str, at: dt.datetime) -> Attempt:
    """The go after the one that has ended; two clicks at once begin one go."""
    number = last.number + 1 if last else 1
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                person=person, kind=kind, snapshot_id=snapshot_id, number=number, begun_at=at
            )
            record(
                chains=chains_of(person, timezone.localdate(at)), verb=f"{kind}s.begun",
                actor=person.key, subject=person.key, at=at, rows=[attempt],
            )  # fmt: skip
    except IntegrityError:
        return Attempt.objects.by(person).at_content(snapshot_id).get(number=number)
    return attempt


def end_attempt(*, attempt: Attempt, passed: bool, words: dict, act: uuid.UUID, at: dt.datetime) -> AttemptOutcome:
    """Insert how a go ended, inside the caller's transaction and act.

    Raises AlreadyEnded for the second of two clicks at once.
    """
    try:
        with transaction.atomic():
            kept = keep_words(about=attempt.key, kind="answers", words=words, at=at)
            return AttemptOutcome.objects.create(
                act=act, attempt=attempt, passed=passed, ended_at=at, ended_on=timezone.localdate(at),
                words_key=kept.key, words_commitment=commitment(kept),
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyEnded from None
