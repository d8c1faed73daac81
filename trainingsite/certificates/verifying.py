"""What anybody is told of a serial: the same questions to the database, whether it is known or not."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import BooleanField, ExpressionWrapper, Q

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.certificates.actions import WORDS
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.pdf import version_text
from trainingsite.certificates.standing import Standing, revocation_of, standing_of, successor_of
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Person

HEADINGS = {
    Standing.VALID: "This certificate is valid",
    Standing.EXPIRED: "This certificate has expired",
    Standing.SUPERSEDED: "This certificate has been replaced",
    Standing.REVOKED: "This certificate has been revoked",
}
NEVER_A_SERIAL = "-"


@dataclass(frozen=True)
class Verified:
    """A certificate as its page shows it.

    ``said`` is empty once its details have been erased; ``reader`` is the holder, if it is the holder who reads.
    """

    certificate: Certificate
    standing: Standing
    said: dict
    reader: Person | None

    @property
    def is_mine(self) -> bool:
        """Whether the reader is its holder."""
        return self.reader is not None

    @property
    def heading(self) -> str:
        return HEADINGS[self.standing] if self.said else "This certificate was issued"

    @property
    def version(self) -> str:
        return version_text(self.said["version"]) if self.said["version"] else ""

    @property
    def revocation(self):
        """When and for what kind of reason it was revoked, if it was."""
        return revocation_of(self.certificate) if self.standing is Standing.REVOKED else None

    @property
    def is_superseded(self) -> bool:
        return self.standing is Standing.SUPERSEDED

    @property
    def is_over(self) -> bool:
        """Whether it will never be good again: its file is for the drawer, and not to be shown to anybody."""
        return self.standing in (Standing.REVOKED, Standing.SUPERSEDED)

    @property
    def newer(self) -> Certificate | None:
        """What took its place: for the holder alone."""
        return successor_of(self.certificate) if self.is_mine else None

    @property
    def has_old_name(self) -> bool:
        """Whether its holder can have it in the name they have now."""
        may = self.is_mine and bool(self.said) and self.standing in (Standing.VALID, Standing.EXPIRED)
        return may and self.said["name"] != self.reader.name


def verified(serial: str | None, reader: Person | None, day: dt.date) -> Verified | None:
    """What is known under the serial; None if nothing is. Two queries in every case."""
    found = Certificate.objects.published(serial or NEVER_A_SERIAL).select_related("revocation", "superseded_by")
    if reader:
        mine = ExpressionWrapper(Q(person__in=rows_of(reader)), output_field=BooleanField())
        found = found.annotate(is_mine=mine)
    certificate = found.first()
    words = Words.objects.about(certificate.key if certificate else uuid.uuid4()).of_kind(WORDS).first()
    if certificate is None:
        return None
    return Verified(
        certificate=certificate,
        standing=standing_of(certificate, day),
        said=with_days(read_words(words)) if words else {},
        reader=reader if getattr(certificate, "is_mine", False) else None,
    )


def with_days(said: dict) -> dict:
    """The words with their days as days."""
    days = {name: said[name] and dt.date.fromisoformat(said[name]) for name in ("issued_on", "valid_until")}
    return said | days
