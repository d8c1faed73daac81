"""What people say about a version of a policy."""

import datetime as dt
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import SITE_CHAIN, commitment, keep_words, record
from trainingsite.people.links import chains_of
from trainingsite.people.models import Membership, Person
from trainingsite.policies import receipts
from trainingsite.policies.models import SIGNATURES, TALK, Attestation, PolicyVersion
from trainingsite.policies.rules import Refusal, Wish, may_sign
from trainingsite.policies.versions import content_of

Kind = Attestation.Kind


class Refused(Exception):
    """Somebody may not sign, and why."""

    def __init__(self, refusal: Refusal):
        self.refusal = refusal
        super().__init__(refusal.sentence)


class Superseded(Exception):
    """A material version came while the page was open."""


class SaidMeanwhile(Exception):
    """Something else was said about the version at the same moment; look at it, and say it again."""


def last_word(person: Person, version: PolicyVersion) -> Attestation | None:
    """The last thing the person said about the version."""
    said = Attestation.objects.by(person).at(version.practice_id).filter(version=version)
    return said.select_related("addressed_to", "acted_by", "follows").order_by("-number").first()


def newer_material_version(version: PolicyVersion, day: dt.date) -> PolicyVersion | None:
    """The material version that has taken the place of this one by the day."""
    newer = PolicyVersion.objects.filter(page=version.page_id, major__gt=version.major, effective_on__lte=day)
    return newer.order_by("-major", "-minor").first()


def standing_signature(last: Attestation | None) -> Attestation | None:
    """The signature that stands, found from the last word: a question asked after signing takes nothing back."""
    if last is None or last.kind not in TALK:
        return last if last is not None and last.kind in SIGNATURES else None
    said = Attestation.objects.by(last.person).at(last.practice_id).filter(version=last.version_id)
    return said.latest().signed().first()


def job_on(person: Person, version: PolicyVersion, day: dt.date) -> Membership | None:
    """The person's job that day at the practice whose policy it is, with the person as the database has them now."""
    jobs = Membership.objects.known().on(day).by(person).at(version.practice)
    return jobs.select_related("job_role", "person").first()


def wish_to_sign(version: PolicyVersion, membership: Membership | None, standing, day: dt.date) -> Wish:
    """What is known of a wish to sign this version, given the job and the signature that stands, if there are any."""
    return Wish(
        works_here_today=membership is not None,
        is_active=membership is None or membership.person.is_active,
        materially_superseded=newer_material_version(version, day) is not None,
        has_signed=standing is not None,
        is_for_patients=version.page.public,
    )


def sign(
    *, person: Person, version: PolicyVersion, typed_name: str, method: str, language: str = "en-GB", at: dt.datetime
) -> Attestation:
    """Record that ``person`` signs exactly this version, and queue the receipt.

    Raises Superseded when a material version has taken its place, Refused when the person may not sign; a refusal
    is in the record too. Two clicks make one signature, and both are answered with it.
    """
    try:
        return _sign(person, version, typed_name, method, language, at)
    except Refused as refused:
        note_refusal(actor=person, subject=person, version=version, why=refused.refusal, at=at)
        raise


@transaction.atomic
def _sign(person, version, typed_name, method, language, at) -> Attestation:
    day = timezone.localdate(at)
    membership, previous = job_on(person, version, day), last_word(person, version)
    standing = standing_signature(previous)
    refusal = may_sign(wish_to_sign(version, membership, standing, day))
    if refusal == Refusal.ALREADY_SIGNED:
        return standing
    raise_if_refused(refusal, version)
    words = {
        "declaration": content_of(version)["declaration"],
        "typed_name": typed_name,
        "recorded_name": person.name,
        "job_role": membership.job_role.name,
        "practice": version.practice.name,
        "language": language,
    }
    return say(word(person, version, Kind.SIGNED, previous, at, method=method), words, tell=receipts.for_signature)


def raise_if_refused(refusal: Refusal | None, version: PolicyVersion) -> None:
    """Stop an act that the rules refuse. Raises Superseded or Refused."""
    if refusal == Refusal.SUPERSEDED:
        raise Superseded(version)
    if refusal:
        raise Refused(refusal)


def note_refusal(*, actor: Person, subject: Person | None, version: PolicyVersion, why: Refusal, at: dt.datetime):
    """Put it on record that somebody tried to sign what they may not: who, for whom, which version, and why not."""
    record(
        chains=[version.practice.chain], verb="policies.signing_refused", actor=actor.key,
        subject=subject.key if subject else "", at=at, data={"version": str(version.key), "why": str(why)},
    )  # fmt: skip


def word(person, version, kind, previous, at, **more) -> Attestation:
    """The next thing that is said about the version, not yet kept."""
    return Attestation(
        person=person, practice=version.practice, version=version, kind=kind, follows=previous,
        number=previous.number + 1 if previous else 1, attested_at=at, attested_on=timezone.localdate(at), **more,
    )  # fmt: skip


def say(attestation: Attestation, words: dict, *, tell: Callable[[Attestation, dict], None]) -> Attestation:
    """Insert one attestation with its words, its messages and its event; the one that lost a race is answered
    with the one that won it. Raises SaidMeanwhile if what won was something else."""
    person, version, at = attestation.person, attestation.version, attestation.attested_at
    try:
        with transaction.atomic():
            kept = keep_words(about=attestation.key, kind="attestation", words=words, at=at)
            attestation.words_key, attestation.words_commitment = kept.key, commitment(kept)
            attestation.save(force_insert=True)
    except IntegrityError:
        return _winner(attestation)
    tell(attestation, words)
    record(
        chains={*chains_of(person, attestation.attested_on), version.practice.chain} - {SITE_CHAIN},
        verb=f"policies.{attestation.kind}", act=attestation.act,
        actor=(attestation.acted_by or person).key, subject=person.key, at=at, rows=[attestation],
        data={"version": str(version.key), "snapshot": version.snapshot_id},
    )  # fmt: skip
    return attestation


def _winner(attestation: Attestation) -> Attestation:
    """What was kept in this one's place. Raises SaidMeanwhile if it is not the same thing."""
    said = Attestation.objects.by(attestation.person).at(attestation.practice).filter(version=attestation.version)
    winner = said.get(number=attestation.number)
    same = (winner.kind, winner.acted_by_id) == (attestation.kind, attestation.acted_by_id)
    if not same or (winner.kind == Kind.QUERIED and winner.key != attestation.key):
        raise SaidMeanwhile
    return winner
