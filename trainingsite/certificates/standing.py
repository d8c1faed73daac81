"""Whether a certificate still holds good on a day: computed from what was recorded, never stored."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from trainingsite.certificates.models import Certificate, CertificateRevocation


class Standing(StrEnum):
    """How a certificate stands, in the order in which they win."""

    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    VALID = "valid"

    @property
    def label(self) -> str:
        """The word shown for it, the same wherever people read it."""
        return LABELS.get(self, self.value.capitalize())

    @property
    def style(self) -> str:
        """The look of its tag, which it shares with a status of training."""
        return STYLES[self]


LABELS = {Standing.SUPERSEDED: "Replaced"}
STYLES = {
    Standing.REVOKED: "declined",
    Standing.SUPERSEDED: "not_required",
    Standing.EXPIRED: "expiring",
    Standing.VALID: "compliant",
}


def standing_on(
    day: dt.date, *, valid_until: dt.date | None, superseded_on: dt.date | None, revoked_on: dt.date | None
) -> Standing:
    """How a certificate with these days stands; its last day is still a good one."""
    if revoked_on and revoked_on <= day:
        return Standing.REVOKED
    if superseded_on and superseded_on <= day:
        return Standing.SUPERSEDED
    if valid_until and valid_until < day:
        return Standing.EXPIRED
    return Standing.VALID


def standing_of(certificate: Certificate, day: dt.date) -> Standing:
    """How one certificate stands on the day; no query where its revocation and its successor were selected with it."""
    successor, revocation = successor_of(certificate), revocation_of(certificate)
    return standing_on(
        day,
        valid_until=certificate.valid_until,
        superseded_on=successor and successor.issued_on,
        revoked_on=revocation and revocation.revoked_on,
    )


def successor_of(certificate: Certificate) -> Certificate | None:
    """What was issued in its place."""
    return getattr(certificate, "superseded_by", None)


def revocation_of(certificate: Certificate) -> CertificateRevocation | None:
    """Its revocation, if there is one."""
    return getattr(certificate, "revocation", None)


def standings(certificates: Iterable[Certificate], day: dt.date) -> dict[int, Standing]:
    """By certificate's row number: how each stands on the day, in two queries."""
    return {each.certificate.pk: each.standing for each in stated(certificates, day)}


class Stated(NamedTuple):
    """A certificate and how it stands: what a list of them shows."""

    certificate: Certificate
    standing: Standing
    is_superseded: bool

    @property
    def is_good(self) -> bool:
        return self.standing is Standing.VALID

    @property
    def opens(self) -> bool:
        """Whether its page may be led to from lists that others read: a superseded one shows a name of the past.

        One that was revoked before is superseded all the same, though its page says that it was revoked.
        """
        return not self.is_superseded

    @property
    def can_be_ended(self) -> bool:
        """Whether a manager may still revoke it."""
        return self.standing in (Standing.VALID, Standing.EXPIRED)


def stated(certificates: Iterable[Certificate], day: dt.date) -> list[Stated]:
    """Each certificate with how it stands on the day, in two queries."""
    certificates = list(certificates)
    ids = [certificate.pk for certificate in certificates]
    successors = Certificate.objects.filter(supersedes__in=ids)
    superseded = dict(successors.values_list("supersedes", "issued_on"))
    revocations = CertificateRevocation.objects.filter(certificate__in=ids)
    revoked = dict(revocations.values_list("certificate", "revoked_on"))
    return [
        Stated(
            each,
            standing_on(
                day,
                valid_until=each.valid_until,
                superseded_on=superseded.get(each.pk),
                revoked_on=revoked.get(each.pk),
            ),
            is_superseded=each.pk in superseded,
        )
        for each in certificates
    ]
