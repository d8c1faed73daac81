"""The list of signatures: who signed which version when, and what was declined, taken back or voided."""

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from trainingsite.audit.actions import plain, read_words
from trainingsite.audit.models import Words
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.moments import on_the_clock
from trainingsite.evidence.table_files import by_person
from trainingsite.evidence.vouchers import AT_ONCE, Vouchers, in_batches
from trainingsite.formats.sheets import Row
from trainingsite.people.identities import people_today
from trainingsite.policies.models import Attestation
from trainingsite.policies.soon_after import marked

SIGNATURE_HEADINGS = ("Person", "Job role then", "Policy", "Version", "What", "On", "At (UK time)", "How", "Note")
HEADINGS = (
    *SIGNATURE_HEADINGS,
    verify.MOMENT, verify.TEXT, verify.PERSON, verify.RECORD, verify.EVENT, verify.DIGEST,
)  # fmt: skip

# Questions and their answers are between the person and the practice: no pack shows them.
KINDS = [kind for kind in Attestation.Kind if verify.TABLE_OF.get(f"policies.{kind}") == verify.ATTESTATIONS]


def attestations_in(asked: Asked, in_force: Iterable[int]) -> QuerySet[Attestation]:
    """What was said in the period, and before it about the versions that were in force in it."""
    said = Attestation.objects.at(asked.practice).filter(kind__in=KINDS, attested_on__lte=asked.on)
    said = said.filter(Q(attested_on__gte=asked.from_on) | Q(version__in=list(in_force)))
    return said.order_by("version__title", "version__major", "version__minor", *by_person(asked), "pk")


def attestation_rows(asked: Asked, in_force: Iterable[int], vouchers: Vouchers) -> Iterator[Row]:
    """One row for each thing that somebody said about a version, with what ties it to its event."""
    for batch in batches_of(attestations_in(asked, in_force)):
        told = Told(asked, batch)
        for attestation, voucher in vouchers.for_each(batch, verify.ATTESTATIONS):
            yield (
                *told.row(attestation), plain(attestation.attested_at), attestation.version.snapshot_id,
                str(attestation.person.key), str(attestation.key), voucher.event, voucher.digest,
            )  # fmt: skip


def signatures_of(asked: Asked, in_force: Iterable[int], rows_of_people: list[int]) -> Iterator[tuple[int, Row]]:
    """The rows about some people, each with the row number of the person it is about."""
    for batch in batches_of(attestations_in(asked, in_force).filter(person__in=rows_of_people)):
        told = Told(asked, batch)
        yield from ((attestation.person_id, told.row(attestation)) for attestation in batch)


def batches_of(said: QuerySet[Attestation]) -> Iterator[list[Attestation]]:
    rows = said.select_related("confirmed", "acted_by", "sheet_decision__sheet__uploaded_by")
    return map(marked, in_batches(rows.prefetch_related("person", "version").iterator(chunk_size=AT_ONCE)))


class Told:
    """How a batch of them reads: with the words that were kept of each, and with who each person is today."""

    def __init__(self, asked: Asked, batch: list[Attestation]):
        self.asked = asked
        self.words = words_then(batch)
        self.today = people_today(attestation.person for attestation in batch)

    def row(self, attestation: Attestation) -> Row:
        version, then = attestation.version, self.words.get(attestation.words_key, {})
        return (
            self.asked.name_of(self.today[attestation.person_id]), then.get("job_role", ""), version.title,
            version.number, attestation.get_kind_display(), attestation.attested_on,
            on_the_clock(attestation.attested_at), attestation.get_method_display(), note_on(attestation, then),
        )  # fmt: skip


def note_on(attestation: Attestation, then: dict) -> str:
    """What a reader must know of a signature: who witnessed it, or that it followed a new way into the account."""
    if attestation.soon_after:
        return f"Within 7 days of: {attestation.soon_after.get_kind_display().lower()}. Not confirmed by the signer yet"
    if "witnessed_by" in then:
        uploaded_by = attestation.sheet_decision.sheet.uploaded_by
        return f"Uploaded by {uploaded_by.name}, witnessed by {attestation.acted_by.name}"
    return ""


def words_then(attestations: list[Attestation]) -> dict[uuid.UUID, dict]:
    """What was written down of each at that moment, by the key of the words, for as long as they are kept."""
    kept = Words.objects.filter(
        pk__in=[attestation.words_key for attestation in attestations], media_type="application/json"
    )
    return {words.key: read_words(words) for words in kept}
