"""Issuing a certificate anew after a change of name, and revoking one. What was issued stays as it is."""

import datetime as dt
import uuid
from dataclasses import fields

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import commitment, keep_words, read_words, record
from trainingsite.audit.models import Words
from trainingsite.certificates.actions import WORDS, draw, keep, verify_url
from trainingsite.certificates.changing.telling import KIND, tell_holder, tell_managers
from trainingsite.certificates.models import Certificate, CertificateRevocation
from trainingsite.certificates.pdf import CertificateFacts
from trainingsite.certificates.serials import new_serial
from trainingsite.certificates.standing import revocation_of, successor_of
from trainingsite.notices import actions as notices
from trainingsite.people.identities import is_row_of, people_today
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person

WHY = "revocation"


class NothingToChange(Exception):
    """The certificate says already what a new one would say, or it cannot be issued anew."""


class EndedAlready(Exception):
    """Somebody was faster: it was revoked, or another took its place."""


def holder_of(certificate: Certificate) -> Person:
    """Whose certificate it is today: of a former row, the kept one."""
    return people_today([certificate.person])[certificate.person_id]


def words_of(certificate: Certificate) -> dict | None:
    """What the certificate says; None once that has been erased."""
    kept = Words.objects.about(certificate.key).of_kind(WORDS).first()
    return read_words(kept) if kept else None


def locked(certificate: Certificate) -> Certificate:
    """The certificate, so that of two who change it at once the second sees what the first did."""
    rows = Certificate.objects.select_for_update(of=("self",)).select_related("practice", "person")
    return rows.get(pk=certificate.pk)


def why_not_anew(certificate: Certificate, words: dict | None, by: Person) -> str:
    """Why it is not issued anew; nothing if it may be."""
    revoked = revocation_of(certificate)
    if words is None:
        return "Its details have been erased under the retention rules, so it cannot be issued anew."
    if revoked and is_row_of(by, certificate.person_id):
        return "It was revoked. Your practice manager can issue it again, if that was a mistake."
    if not revoked and words["name"] == holder_of(certificate).name:
        return "It has the name already that is on record now."
    return ""


@transaction.atomic
def reissue(*, certificate: Certificate, by: Person, at: dt.datetime) -> Certificate:
    """Issue it anew in the holder's name of today; asked twice, the second gets the first's.

    One that was revoked by mistake comes back in the same way, by somebody other than its holder. Raises
    NothingToChange.
    """
    certificate = locked(certificate)
    if successor := successor_of(certificate):
        return successor
    words = words_of(certificate)
    if reason := why_not_anew(certificate, words, by):
        raise NothingToChange(reason)
    holder, serial, day = holder_of(certificate), new_serial(), timezone.localdate(at)
    new = Certificate(
        person=certificate.person, practice=certificate.practice, completion_id=certificate.completion_id,
        programme_id=certificate.programme_id, finished_on=certificate.finished_on, supersedes=certificate,
        edition=str(int(certificate.edition or 1) + 1), serial=serial, issued_on=day,
    )  # fmt: skip
    named = {"name": holder.name, "serial": serial, "verify_url": verify_url(serial), "issued_on": day}
    drawn = draw(CertificateFacts(**facts_in(words) | named), certificate.practice)
    about = {"holder": holder, "title": words["title"], "by": by, "at": at}
    if holder.pk != by.pk:
        tell_holder(new, **about)
    if words["name"] != holder.name:
        tell_managers(new, **about)
    return keep(new, drawn, verb="certificates.reissued", by=by, at=at)


def facts_in(words: dict) -> dict:
    """What a certificate says, as its drawing wants it."""
    said = {field.name: words[field.name] for field in fields(CertificateFacts)}
    until = said["valid_until"]
    return said | {"outcomes": tuple(said["outcomes"]), "valid_until": until and dt.date.fromisoformat(until)}


@transaction.atomic
def revoke(*, certificate: Certificate, by: Person, reason: str, words: str, at: dt.datetime) -> CertificateRevocation:
    """Say that the certificate is not good any more; the holder is told, and it keeps its page. Raises EndedAlready."""
    certificate = locked(certificate)
    if successor_of(certificate) or revocation_of(certificate):
        raise EndedAlready
    said, holder, day = words_of(certificate), holder_of(certificate), timezone.localdate(at)
    key = uuid.uuid4()
    kept = keep_words(about=key, kind=WHY, words={"why": words}, at=at)
    revocation = CertificateRevocation.objects.create(
        key=key, certificate=certificate, person=certificate.person, practice=certificate.practice, reason=reason,
        revoked_by=by, revoked_at=at, revoked_on=day, words_key=kept.key, words_commitment=commitment(kept),
    )  # fmt: skip
    title = said["title"] if said else certificate.for_title
    notices.put(
        person=holder, practice=certificate.practice, kind=KIND, about=revocation.key, at=at,
        subject=f"Your certificate was revoked: {title}",
        body=(
            f"{by.name} revoked your certificate for {title}. Whoever checks it sees that, with the reason: "
            f"{revocation.get_reason_display().lower()}. What they wrote to you:\n\n{words}\n\n"
            "What you have learned and signed is not touched by this. If it is not right, talk to them."
        ),
    )  # fmt: skip
    record(
        chains={*chains_of(holder, day), certificate.practice.chain}, verb="certificates.revoked", actor=by.key,
        subject=holder.key, at=at, rows=[revocation], data={"certificate": str(certificate.key)},
    )  # fmt: skip
    return revocation


def why_of(revocation: CertificateRevocation) -> str:
    """What was written about it; nothing once that has been erased."""
    kept = Words.objects.about(revocation.key).of_kind(WHY).first()
    return read_words(kept)["why"] if kept else ""
