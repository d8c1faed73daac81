"""Signatures made within a week of a new way into the account: they say so until the signer confirms them."""

import datetime as dt
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.people.credentials import new_on, signed_while_new
from trainingsite.people.links import chains_of
from trainingsite.people.models import CredentialIssued
from trainingsite.people.rules import A_CREDENTIAL_IS_NEW_FOR
from trainingsite.policies.models import Attestation, SignatureConfirmed


class TooSoon(Exception):
    """The way into the account is still new: whoever confirms now might be whoever signed."""

    def __init__(self, issued: CredentialIssued):
        self.from_moment = issued.issued_at + A_CREDENTIAL_IS_NEW_FOR
        super().__init__(f"You can confirm it from {timezone.localtime(self.from_moment):%-d %B %Y}.")


def marked(attestations: Iterable[Attestation]) -> list[Attestation]:
    """The same, each with ``soon_after``: the new way in it followed within a week, until it is confirmed."""
    attestations = list(attestations)
    signed = [each for each in attestations if each.kind == Attestation.Kind.SIGNED and not hasattr(each, "confirmed")]
    moments: dict[int, list[dt.datetime]] = {}
    for each in signed:
        moments.setdefault(each.person_id, []).append(each.attested_at)
    found = signed_while_new(moments) if moments else {}
    for each in attestations:
        each.soon_after = None
    for each in signed:
        each.soon_after = found.get((each.person_id, each.attested_at))
    return attestations


@transaction.atomic
def confirm(*, signature: Attestation, at: dt.datetime) -> SignatureConfirmed:
    """Record that the signer says the signature is theirs. Raises TooSoon while any way in is less than a week old."""
    if issued := new_on(signature.person, at):
        raise TooSoon(issued)
    if already := _confirmed(signature):
        return already
    said = SignatureConfirmed(
        attestation=signature, person=signature.person, practice=signature.practice, confirmed_at=at
    )
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError:
        return _confirmed(signature)
    record(
        chains={*chains_of(said.person, timezone.localdate(at)), said.practice.chain} - {SITE_CHAIN},
        verb="policies.signature_confirmed", actor=said.person.key, subject=said.person.key, at=at, rows=[said],
    )  # fmt: skip
    return said


def _confirmed(signature: Attestation) -> SignatureConfirmed | None:
    return SignatureConfirmed.objects.filter(attestation=signature).first()
