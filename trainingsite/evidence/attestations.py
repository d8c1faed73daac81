"""The list of signatures: who signed which version when, and what was declined, taken back or voided."""

import uuid
from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from trainingsite.audit.actions import plain, read_words
from trainingsite.audit.models import Words
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.moments import on_the_clock
from trainingsite.evidence.vouchers import Vouchers, in_batches
from trainingsite.formats.sheets import Row
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
    return said.filter(Q(attested_on__gte=asked.from_on) | Q(version__in=list(in_force))).order_by(
        "version__title", "version__major", "version__minor", "person__last_name", "person__first_name", "pk"
    )


def signature_rows(asked: Asked, in_force: Iterable[int]) -> Iterator[Row]:
    """One row for each thing that somebody said about a version, as people read it."""
    for batch in batches_of(asked, in_force):
        words = words_then(batch)
        yield from (signature_row(attestation, words) for attestation in batch)


def attestation_rows(asked: Asked, in_force: Iterable[int], vouchers: Vouchers) -> Iterator[Row]:
    """The same rows, each with what ties it to its event."""
    for batch in batches_of(asked, in_force):
        words = words_then(batch)
        for attestation, voucher in vouchers.for_each(batch, verify.ATTESTATIONS):
            yield (
                *signature_row(attestation, words), plain(attestation.attested_at), attestation.version.snapshot_id,
                str(attestation.person.key), str(attestation.key), voucher.event, voucher.digest,
            )  # fmt: skip


def batches_of(asked: Asked, in_force: Iterable[int]) -> Iterator[list[Attestation]]:
    said = attestations_in(asked, in_force).select_related(
        "person", "version", "confirmed", "acted_by", "sheet_decision__sheet__uploaded_by"
    )
    return map(marked, in_batches(said.iterator(chunk_size=500)))


def signature_row(attestation: Attestation, words: dict[uuid.UUID, dict]) -> Row:
    version, then = attestation.version, words.get(attestation.words_key, {})
    return (
        attestation.person.name, then.get("job_role", ""), version.title, version.number,
        attestation.get_kind_display(), attestation.attested_on, on_the_clock(attestation.attested_at),
        attestation.get_method_display(), note_on(attestation, then),
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
