"""The certificates of a pack: those issued in the period to the people in it, under the names they have today.

One that a later one superseded, or that says a name its holder no longer has, is in no pack: a former name is
nobody's business, and the number of the certificate leads to a page that says it. Nor is one that took the place of
another: its record says so, and whoever reads that learns that there was something to change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from django.db.models import QuerySet

from trainingsite.audit.actions import read_words, row_content
from trainingsite.audit.chain import digest
from trainingsite.audit.models import Words
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import Standing, standing_of
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.completions import Completions
from trainingsite.evidence.parts import Content, NotIncluded
from trainingsite.evidence.table_files import by_person
from trainingsite.evidence.vouchers import Vouchers, in_batches
from trainingsite.formats.sheets import Row
from trainingsite.people.models import Person

SHOWN_HEADINGS = ("Person", "Title", "Issued on", "Valid until", "Standing")
HEADINGS = (
    verify.SERIAL, *SHOWN_HEADINGS, verify.FILE, verify.PDF,
    verify.MOMENT, verify.PERSON, verify.RECORD, verify.EVENT, verify.DIGEST, verify.HOLDS,
)  # fmt: skip
AT_ONCE, FILES_AT_ONCE = 200, 20  # files are larger than words
ERASED = "The certificate's file was erased under the practice's retention rules."
CHANGED = "The file that is kept is not the one that was issued. The system's own check says so too."


@dataclass(frozen=True, slots=True)
class Held:
    """One certificate with its title, who its holder is today, and how it stood on the day."""

    certificate: Certificate
    person: Person
    title: str
    standing: Standing

    @property
    def path(self) -> str:
        return f"certificates/{self.certificate.serial}.pdf"


class Certificates:
    """What was issued at a practice in the period."""

    def __init__(self, asked: Asked, done: Completions):
        self.asked, self.done = asked, done

    def files(self) -> Iterator[tuple[str, Content]]:
        """Each certificate's PDF; one that is not kept any more is named as missing."""
        for batch in in_batches(self.of(self.done.rows_of_people), FILES_AT_ONCE):
            kept = Words.objects.in_bulk([held.certificate.pdf_key for held in batch])
            for held in batch:
                yield held.path, partial(file_of, held.certificate, kept.get(held.certificate.pdf_key))

    def rows(self, vouchers: Vouchers) -> Iterator[Row]:
        """Each certificate with its file, and with what ties both to its event."""
        for batch in in_batches(self.of(self.done.rows_of_people), AT_ONCE):
            of = {held.certificate.pk: held for held in batch}
            for certificate, voucher in vouchers.for_each((held.certificate for held in batch), verify.CERTIFICATES):
                held = of[certificate.pk]
                yield (
                    certificate.serial, *self.row(held), held.path, certificate.pdf_sha256, voucher.at,
                    str(certificate.person.key), str(certificate.key), voucher.event, voucher.digest,
                    row_content(certificate).decode(),
                )  # fmt: skip

    def row(self, held: Held) -> Row:
        """The certificate as people read it."""
        issued_on, until = held.certificate.issued_on, held.certificate.valid_until
        return self.asked.name_of(held.person), held.title, issued_on, until, held.standing.label

    def of(self, rows_of_people: list[int]) -> Iterator[Held]:
        """The certificates of some people."""
        for batch in in_batches(self._issued(rows_of_people).iterator(chunk_size=AT_ONCE), AT_ONCE):
            kept = Words.objects.in_bulk([certificate.words_key for certificate in batch])
            for certificate in batch:
                person, words = self.done.today(certificate.person), kept.get(certificate.words_key)
                said = read_words(words) if words else {"name": person.name, "title": certificate.for_title}
                if said["name"] == person.name:
                    yield Held(certificate, person, said["title"], standing_of(certificate, self.asked.on))

    def _issued(self, rows_of_people: list[int]) -> QuerySet[Certificate]:
        asked = self.asked
        issued = Certificate.objects.at(asked.practice).filter(
            person__in=rows_of_people,
            issued_on__range=(asked.from_on, asked.on),
            supersedes__isnull=True,
            superseded_by__isnull=True,
        )
        related = issued.select_related("person", "programme", "completion__version", "superseded_by", "revocation")
        return related.order_by(*by_person(asked), "issued_on", "pk")


def file_of(certificate: Certificate, kept: Words | None) -> bytes:
    """The very file that was issued. Raises NotIncluded."""
    if kept is None:
        raise NotIncluded(ERASED)
    body = bytes(kept.body)
    if digest(body) != certificate.pdf_sha256:
        raise NotIncluded(CHANGED)
    return body
