"""Declining to sign, taking one's own signature back, and making somebody's signature void."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from trainingsite.people.identities import also_known_by, rows_of
from trainingsite.people.models import Person, Practice
from trainingsite.policies import actions, receipts
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.reading import said_about
from trainingsite.policies.rules import Refusal

Kind = Attestation.Kind


class NotStanding(Exception):
    """There is no signature to take back: it was taken back or made void already."""


@transaction.atomic
def decline(*, person: Person, version: PolicyVersion, reason: str, method: str, at: dt.datetime) -> Attestation:
    """Record that the person does not want to sign; they are shown as declined and can sign later.

    Raises Superseded, Refused and SaidMeanwhile. Two clicks decline once.
    """
    day = timezone.localdate(at)
    job, previous = actions.job_on(person, version, day), actions.last_word(person, version)
    if previous is not None and previous.is_decline:
        return previous
    standing = actions.standing_among(said_about(person, version), version)
    wish = actions.wish_to_sign(version, job, standing, day)
    refusal = actions.may_sign(wish)
    actions.raise_if_refused(Refusal.STILL_SIGNED if refusal == Refusal.ALREADY_SIGNED else refusal, version)
    said = actions.word(person, version, Kind.DECLINED, previous, at, method=method)
    words = {"reason": reason, "job_role": job.role, "practice": version.practice.name}
    return actions.say(said, words, tell=receipts.for_decline)


@transaction.atomic
def withdraw(
    *, signature: Attestation, by: Person | None = None, reason: str, method: str, at: dt.datetime
) -> Attestation:
    """Take one's own signature back; the record of it stays, and the policy can be signed again. Raises NotStanding.

    ``by`` is the row the person is signed in as, if they signed under one that was joined to it.
    """
    if ended := ending_of(signature):
        return _same(ended, Kind.WITHDRAWN)
    other = {"acted_by": by} if by and by.pk != signature.person_id else {}
    return _end(signature, Kind.WITHDRAWN, reason, at, receipts.for_withdrawal, method=method, **other)


@transaction.atomic
def void(*, signature: Attestation, by: Person, reason: str, at: dt.datetime) -> Attestation:
    """Say that somebody else's signature does not count, and why. Raises NotStanding, and Refused for one's own."""
    if signature.person_id in {by.pk, *also_known_by([by.pk])}:
        raise actions.Refused(Refusal.OWN_SIGNATURE)
    if ended := ending_of(signature):
        return _same(ended, Kind.VOIDED)
    return _end(signature, Kind.VOIDED, reason, at, receipts.for_voiding, acted_by=by)


def voidable_by(person: Person, day: dt.date) -> QuerySet[Attestation]:
    """The signatures at the practices whose desk the person opens that day: everybody's but their own."""
    theirs = Attestation.objects.signed().filter(practice__in=Practice.objects.managed_by(person, day))
    return theirs.exclude(person__in=rows_of(person)).select_related("version__practice", "practice", "person")


def ending_of(signature: Attestation) -> Attestation | None:
    """What took the signature back or made it void, if anything did."""
    said = Attestation.objects.by(signature.person_id).at(signature.practice_id).filter(version=signature.version_id)
    later = said.filter(number__gt=signature.number, kind__in=[Kind.WITHDRAWN, Kind.VOIDED])
    return later.select_related("acted_by").order_by("number").first()


def _same(ended: Attestation, kind: str) -> Attestation:
    """A second click finds what the first one did. Raises NotStanding when it ended in another way."""
    if ended.kind != kind:
        raise NotStanding
    return ended


def _end(signature, kind, reason, at, tell, **more) -> Attestation:
    person, version = signature.person, signature.version
    job = actions.job_on(person, version, timezone.localdate(at))
    said = actions.word(person, version, kind, actions.last_word(person, version), at, **more)
    words = {"reason": reason, "job_role": job.role if job else "", "practice": version.practice.name}
    return actions.say(said, words, tell=tell)
