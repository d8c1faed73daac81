"""The list of signatures: who signed which version when, and what was declined, taken back or voided."""

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

SIGNATURE_HEADINGS = ("Person", "Job role then", "Policy", "Version", "What", "On", "At (UK time)", "How")
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
        roles = job_roles_then(batch)
        yield from (signature_row(attestation, roles) for attestation in batch)


def attestation_rows(asked: Asked, in_force: Iterable[int], vouchers: Vouchers) -> Iterator[Row]:
    """The same rows, each with what ties it to its event."""
    for batch in batches_of(asked, in_force):
        roles = job_roles_then(batch)
        for attestation, voucher in vouchers.for_each(batch, verify.ATTESTATIONS):
            yield (
                *signature_row(attestation, roles), plain(attestation.attested_at), attestation.version.snapshot_id,
                str(attestation.person.key), str(attestation.key), voucher.event, voucher.digest,
            )  # fmt: skip


def batches_of(asked: Asked, in_force: Iterable[int]) -> Iterator[list[Attestation]]:
    said = attestations_in(asked, in_force).select_related("person", "version")
    return in_batches(said.iterator(chunk_size=500))


def signature_row(attestation: Attestation, roles: dict) -> Row:
    version = attestation.version
    return (
        attestation.person.name, roles.get(attestation.words_key, ""), version.title, version.number,
        attestation.get_kind_display(), attestation.attested_on, on_the_clock(attestation.attested_at),
        attestation.get_method_display(),
    )  # fmt: skip


def job_roles_then(attestations: list[Attestation]) -> dict:
    """The job each signer had at that moment, by the key of the words that say so, for as long as they are kept."""
    kept = Words.objects.filter(
        pk__in=[attestation.words_key for attestation in attestations], media_type="application/json"
    )
    return {words.key: read_words(words).get("job_role", "") for words in kept}
