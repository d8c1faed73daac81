"""What people say about a version of a policy."""

import datetime as dt
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import commitment, keep_words, record
from trainingsite.people.links import Job, jobs_of
from trainingsite.people.models import Person
from trainingsite.policies import receipts
from trainingsite.policies.editions import became_of, newer_version_that_asks, versions_beside
from trainingsite.policies.models import SIGNATURES, TALK, Attestation, PolicyVersion
from trainingsite.policies.reading import last_words, said_about
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
    return said.order_by("-number").first()


def last_said(person: Person, version: PolicyVersion) -> Attestation | None:
    """The last thing the person said about the version, under any row of theirs."""
    said = Attestation.objects.by_human(person).at(version.practice_id).filter(version=version)
    return said.order_by("-pk").first()


def last_word_among(said: list[Attestation], person: Person, version: PolicyVersion) -> Attestation | None:
    """The last thing the person said about the version, found in what they said of the policy."""
    own = (each for each in about_version(said, version) if each.person_id == person.pk)
    return max(own, key=lambda each: each.number, default=None)


def about_version(said: list[Attestation], version: PolicyVersion) -> list[Attestation]:
    """Of what a person said about a policy, what is about this version at its practice."""
    return [each for each in said if (each.version_id, each.practice_id) == (version.pk, version.practice_id)]


def newer_material_version(version: PolicyVersion, day: dt.date) -> PolicyVersion | None:
    """The version in force by the day, if everybody was asked to sign again since this one."""
    return newer_version_that_asks(version, versions_beside(version), day)


def standing_signature(last: Attestation | None) -> Attestation | None:
    """The signature that stands, found from the last word: a question asked after signing takes nothing back."""
    if last is None or last.kind not in TALK:
        return last if last is not None and last.kind in SIGNATURES else None
    said = Attestation.objects.by(last.person).at(last.practice_id).filter(version=last.version_id)
    return said.latest().signed().first()


def standing_among(said: list[Attestation], version: PolicyVersion) -> Attestation | None:
    """The signature of the version that stands, found in what the person said of the policy under any row of theirs."""
    return next((each for each in last_words(about_version(said, version)) if each.is_signature), None)


def job_on(person: Person, version: PolicyVersion, day: dt.date) -> Job | None:
    """The person's job that day at the practice whose policy it is."""
    return job_among(jobs_of(person, day), version)


def job_among(jobs: list[Job], version: PolicyVersion) -> Job | None:
    """Of a person's jobs, the one at the practice whose policy it is."""
    return next((job for job in jobs if job.practice_id == version.practice_id), None)


def wish_to_sign(version: PolicyVersion, job: Job | None, standing, day: dt.date) -> Wish:
    """What is known of a wish to sign this version, given the job and the signature that stands, if there are any."""
    newer, archived = became_of(version, day)
    return Wish(
        works_here_today=job is not None,
        is_active=job is None or job.may_sign_in,
        materially_superseded=newer is not None,
        has_signed=standing is not None,
        is_for_patients=not content_of(version)["declaration"],
        is_archived=archived,
    )


def sign(
    *,
    person: Person,
    version: PolicyVersion,
    typed_name: str,
    method: str,
    language: str = "en-GB",
    said: list[Attestation] | None = None,
    at: dt.datetime,
) -> Attestation:
    """Record that ``person`` signs exactly this version, and queue the receipt.

    ``said`` is what they said of the policy before, where the caller has read it. Raises Superseded when a material
    version has taken its place, Refused when the person may not sign; a refusal is in the record too. Two clicks make
    one signature, and both are answered with it.
    """
    try:
        said = said_about(person, version) if said is None else said
        return _sign(person, version, said, typed_name, method, language, at)
    except Refused as refused:
        note_refusal(actor=person, subject=person, version=version, why=refused.refusal, at=at)
        raise


def _sign(person, version, said, typed_name, method, language, at) -> Attestation:
    day, previous = timezone.localdate(at), last_word_among(said, person, version)
    jobs, standing = jobs_of(person, day), standing_among(said, version)
    job = job_among(jobs, version)
    refusal = may_sign(wish_to_sign(version, job, standing, day))
    if refusal == Refusal.ALREADY_SIGNED:
        return standing
    raise_if_refused(refusal, version)
    words = {
        "declaration": content_of(version)["declaration"],
        "typed_name": typed_name,
        "recorded_name": person.name,
        "job_role": job.role,
        "practice": version.practice.name,
        "language": language,
    }
    signed = word(person, version, Kind.SIGNED, previous, at, method=method)
    return say(signed, words, tell=receipts.for_signature, jobs=jobs)


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


def say(
    attestation: Attestation,
    words: dict,
    *,
    tell: Callable[[Attestation, dict], None],
    jobs: list[Job] | None = None,
) -> Attestation:
    """Insert one attestation with its words, its messages and its event; the one that lost a race is answered
    with the one that won it. Raises SaidMeanwhile if what won was something else.

    ``jobs`` are the person's on that day, where the caller has read them already.
    """
    try:
        with transaction.atomic():
            _keep(attestation, words, tell, jobs)
    except IntegrityError:
        winner = _kept_in_place_of(attestation)
        if winner is None:
            raise
        return winner
    return attestation


def _keep(attestation: Attestation, words: dict, tell: Callable[[Attestation, dict], None], jobs) -> None:
    person, version, at = attestation.person, attestation.version, attestation.attested_at
    kept = keep_words(about=attestation.key, kind="attestation", words=words, at=at)
    attestation.words_key, attestation.words_commitment = kept.key, commitment(kept)
    attestation.save(force_insert=True)
    tell(attestation, words)
    jobs = jobs_of(person, attestation.attested_on) if jobs is None else jobs
    record(
        chains={*(job.chain for job in jobs), version.practice.chain},
        verb=f"policies.{attestation.kind}", act=attestation.act,
        actor=(attestation.acted_by or person).key, subject=person.key, at=at, rows=[attestation],
        data={"version": str(version.key), "snapshot": version.snapshot_id},
    )  # fmt: skip


def _kept_in_place_of(attestation: Attestation) -> Attestation | None:
    """What was kept under the same number. Raises SaidMeanwhile if it is not the same thing."""
    said = Attestation.objects.by(attestation.person).at(attestation.practice).filter(version=attestation.version)
    winner = said.filter(number=attestation.number).first()
    if winner is None:
        return None
    same = (winner.kind, winner.acted_by_id) == (attestation.kind, attestation.acted_by_id)
    if not same or (winner.kind == Kind.QUERIED and winner.key != attestation.key):
        raise SaidMeanwhile
    return winner
