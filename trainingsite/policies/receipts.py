"""What people are told after they signed, asked, answered, declined or took something back."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from trainingsite.notices import actions as notices
from trainingsite.people.identities import people_today
from trainingsite.policies.models import Attestation


def for_signature(attestation: Attestation, words: dict) -> None:
    """Tell the signer what they signed."""
    version = attestation.version
    _queue(
        attestation,
        f"You signed: {version.title}, version {version.number}",
        f"On {moment_of(attestation)} you signed the {version.title}, version"
        f" {version.number}, of {words['practice']}.\n\nReceipt: {attestation.key}\n"
        f"Fingerprint of the text you signed (SHA-256): {version.snapshot_id}\n\n"
        f"Anybody can check it, without learning whose it is, at {check_address(attestation)}\n\n"
        "You can read it again at any time from “Your training”. If you did not do this, tell your practice"
        " manager today.",
    )


def check_address(attestation: Attestation) -> str:
    """Where anybody can check the receipt."""
    return settings.SITE_URL + reverse("policies:check", args=[attestation.key])


def for_decline(attestation: Attestation, words: dict) -> None:
    """Tell somebody that they are shown as having declined, and that the door stays open."""
    version = attestation.version
    _queue(
        attestation,
        f"You declined to sign: {version.title}, version {version.number}",
        f"On {moment_of(attestation)} you declined to sign the {version.title}, version {version.number}, of"
        f" {words['practice']}. You are shown as having declined, not as overdue, and are not reminded of it. You can"
        " sign at any time.\n\nIf you did not do this, tell your practice manager today.",
    )


def for_withdrawal(attestation: Attestation, words: dict) -> None:
    """Tell somebody that their signature is taken back."""
    version = attestation.version
    _queue(
        attestation,
        f"You took your signature back: {version.title}, version {version.number}",
        f"On {moment_of(attestation)} you took back your signature of the {version.title}, version {version.number},"
        f" of {words['practice']}. Both stay in the record. You can sign again at any time.\n\n"
        "If you did not do this, tell your practice manager today.",
        person=attestation.acted_by,
    )


def for_voiding(attestation: Attestation, words: dict) -> None:
    """Tell somebody who made their signature void; the reason is on the page, not in the mail."""
    version = attestation.version
    _queue(
        attestation,
        f"Your signature does not count: {version.title}, version {version.number}",
        f"On {moment_of(attestation)} {attestation.acted_by.name} made your signature of the {version.title}, version"
        f" {version.number}, of {words['practice']} void. Sign in and open your receipt to read why. You can sign"
        " again at any time.",
        person=people_today([attestation.person])[attestation.person_id],
    )


def for_paper(attestation: Attestation, words: dict) -> None:
    """Tell somebody that what they signed on paper counts now, and who says so."""
    version = attestation.version
    _queue(
        attestation,
        f"Your signature on paper is recorded: {version.title}, version {version.number}",
        f"On {moment_of(attestation)} {words['witnessed_by']} countersigned the sheet with your signature of the"
        f" {version.title}, version {version.number}, of {words['practice']}. {words['uploaded_by']} had uploaded it."
        f"\n\nReceipt: {attestation.key}\nFingerprint of the text you signed (SHA-256): {version.snapshot_id}\n\n"
        "It is shown for ever as signed on paper and witnessed. If you did not sign, tell your practice manager today.",
    )


def moment_of(attestation: Attestation) -> str:
    """When it was said, on the clock of the practice."""
    local = timezone.localtime(attestation.attested_at)
    return f"{local:%-d %B %Y} at {local:%H:%M} ({local:%Z})"


def _queue(attestation: Attestation, subject: str, body: str, *, kind: str = "receipt", person=None) -> None:
    notices.put(
        person=person or attestation.person, kind=kind, about=attestation.key,
        subject=subject, body=body, at=attestation.attested_at,
    )  # fmt: skip
