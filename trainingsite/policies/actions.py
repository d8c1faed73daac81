"""What people say about a version of a policy."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import commitment, keep_words, record
from trainingsite.notices import actions as notices
from trainingsite.people.links import chains_of
from trainingsite.people.models import Membership, Person
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.rules import Refusal, Wish, may_sign
from trainingsite.policies.versions import content_of


class Refused(Exception):
    """Somebody may not sign, and why."""

    def __init__(self, refusal: Refusal):
        self.refusal = refusal
        super().__init__(refusal.sentence)


class Superseded(Exception):
    """A material version came while the page was open."""


def last_word(person: Person, version: PolicyVersion) -> Attestation | None:
    """The last thing the person said about the version."""
    said = Attestation.objects.by(person).at(version.practice_id).filter(version=version)
    return said.order_by("-number").first()


def newer_material_version(version: PolicyVersion, day: dt.date) -> PolicyVersion | None:
    """The material version that has taken the place of this one by the day."""
    newer = PolicyVersion.objects.filter(page=version.page_id, major__gt=version.major, effective_on__lte=day)
    return newer.order_by("-major", "-minor").first()


@transaction.atomic
def sign(
    *, person: Person, version: PolicyVersion, typed_name: str, method: str, language: str = "en-GB", at: dt.datetime
) -> Attestation:
    """Record that ``person`` signs exactly this version, and queue the receipt.

    Raises Superseded when a material version has taken its place, Refused when the person may not sign. Two
    clicks make one signature, and both are answered with it.
    """
    day = timezone.localdate(at)
    membership = Membership.objects.known().on(day).by(person).at(version.practice).select_related("job_role").first()
    previous = last_word(person, version)
    refusal = may_sign(
        Wish(
            works_here_today=membership is not None,
            materially_superseded=newer_material_version(version, day) is not None,
            has_signed=previous is not None and previous.kind == Attestation.Kind.SIGNED,
        )
    )
    if refusal == Refusal.ALREADY_SIGNED:
        return previous
    if refusal == Refusal.SUPERSEDED:
        raise Superseded(version)
    if refusal:
        raise Refused(refusal)
    words = {
        "declaration": content_of(version)["declaration"],
        "typed_name": typed_name,
        "recorded_name": person.name,
        "job_role": membership.job_role.name,
        "practice": version.practice.name,
        "language": language,
    }
    return _attest(person, version, previous, Attestation.Kind.SIGNED, method, words, at)


def _attest(person, version, previous, kind, method, words, at) -> Attestation:
    """Insert one attestation with its words, its event and its receipt; the one that lost a race is answered
    with the one that won it."""
    number = previous.number + 1 if previous else 1
    attestation = Attestation(
        person=person, practice=version.practice, version=version, kind=kind, number=number, follows=previous,
        attested_at=at, attested_on=timezone.localdate(at), method=method,
    )  # fmt: skip
    try:
        with transaction.atomic():
            kept = keep_words(about=attestation.key, kind="attestation", words=words, at=at)
            attestation.words_key, attestation.words_commitment = kept.key, commitment(kept)
            attestation.save(force_insert=True)
    except IntegrityError:
        return Attestation.objects.by(person).get(version=version, number=number)
    queue_receipt(attestation, words)
    record(
        chains=chains_of(person, attestation.attested_on), verb=f"policies.{kind}",
        actor=person.key, subject=person.key, at=at, rows=[attestation],
        data={"version": str(version.key), "snapshot": version.snapshot_id},
    )  # fmt: skip
    return attestation


def queue_receipt(attestation: Attestation, words: dict) -> None:
    """Tell the signer what they signed."""
    version = attestation.version
    local = timezone.localtime(attestation.attested_at)
    notices.queue(
        person=attestation.person,
        kind="receipt",
        about=attestation.key,
        subject=f"You signed: {version.title}, version {version.number}",
        body=(
            f"On {local:%-d %B %Y} at {local:%H:%M} ({local:%Z}) you signed the {version.title}, version"
            f" {version.number}, of {words['practice']}.\n\nReceipt: {attestation.key}\n"
            f"Fingerprint of the text you signed (SHA-256): {version.snapshot_id}\n\n"
            "You can read it again at any time from “Your training”. If you did not do this, tell your practice"
            " manager today."
        ),
        at=attestation.attested_at,
    )
