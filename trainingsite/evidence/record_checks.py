"""Whether every row of the record is what its events vouch for, and words, files and frozen texts are what rows say."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from trainingsite.audit.actions import commitment, row_digest
from trainingsite.audit.chain import digest
from trainingsite.audit.models import AuditEvent, DisposalItem, Record, Snapshot, Words
from trainingsite.certificates.look_table import LOGO
from trainingsite.certificates.models import Certificate
from trainingsite.evidence.findings import Findings
from trainingsite.evidence.vouchers import in_batches
from trainingsite.people.models import Membership, Practice
from trainingsite.policies.files.frozen import KIND as DOCUMENT

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """What an event says of one row."""

    table: str
    key: str
    digest: str
    event: str


def record_models() -> list[type[Record]]:
    return sorted((m for m in apps.get_models() if issubclass(m, Record)), key=lambda m: m._meta.label)


def rows_of(model: type[Record], practice: Practice | None) -> QuerySet:
    """A practice's rows: by its own name, or by the people who work or worked there. Shared content is everybody's."""
    rows, names = model.objects.order_by("pk"), {field.name for field in model._meta.fields}
    if practice is None:
        return rows
    people = Membership.objects.at(practice).values("person")
    if "practice" in names:
        return rows.filter(practice=practice)
    if "person" in names:
        return rows.filter(person__in=people)
    return rows.filter(attempt__person__in=people) if "attempt" in names else rows


def all_rows(practice: Practice | None) -> Iterator[list[Record]]:
    """Every row of the record some hundred at a time, all of one table."""
    for model in record_models():
        yield from in_batches(rows_of(model, practice).iterator(chunk_size=AT_ONCE), AT_ONCE)


def named(record: Record) -> str:
    return f"{record._meta.label} {record.key}"


def as_recorded(chains: list[str]) -> Findings:
    """Every row that an event speaks of is there, and as it was."""
    count = 0
    for chain in chains:
        for batch in in_batches(claims_in(chain), AT_ONCE):
            count += len(batch)
            yield from broken_claims(batch)
    return f"{count} rows are as their events recorded them"


def claims_in(chain: str) -> Iterator[Claim]:
    events = AuditEvent.objects.of(chain).values_list("seq", "body")
    for seq, body in events.iterator(chunk_size=500):
        for row in claimed_by(body):
            yield Claim(row["table"], row["key"], row["digest"], f"event {seq}")


def claimed_by(body) -> list[dict]:
    """The rows an event speaks of; a body that cannot be read is the chain's finding, not this one's."""
    try:
        return json.loads(bytes(body)).get("rows", [])
    except ValueError:
        return []


def broken_claims(batch: list[Claim]) -> Iterator[str]:
    by_table = defaultdict(list)
    for claim in batch:
        by_table[claim.table].append(claim)
    for table, claims in by_table.items():
        model = apps.get_model(table)
        rows = {str(row.key): row for row in model.objects.filter(key__in=[claim.key for claim in claims])}
        for claim in claims:
            row = rows.get(claim.key)
            if row is None:
                yield f"{model._meta.label} {claim.key} is missing: {claim.event} recorded it"
            elif row_digest(row) != claim.digest:
                yield f"{named(row)} was changed: it is not what {claim.event} recorded"


def vouched_for(practice: Practice | None) -> Findings:
    """No row came in behind the record's back: an event speaks of each."""
    count = 0
    for batch in all_rows(practice):
        count += len(batch)
        bodies = AuditEvent.objects.filter(act__in=[row.act for row in batch]).values_list("body", flat=True)
        spoken_of = {claimed["key"] for body in bodies for claimed in claimed_by(body)}
        for row in batch:
            if str(row.key) not in spoken_of:
                yield f"{named(row)} has no event: it was put in behind the record's back, or its event was cut off"
    return f"none among {count} rows"


def words(practice: Practice | None) -> Findings:
    """The words that are kept are those the record was made with; those that are gone were let go by a disposal."""
    count = gone = 0
    for batch in all_rows(practice):
        kept, disposed = words_by_key([row.words_key for row in batch if row.words_key])
        for row in batch:
            if not row.words_key:
                continue
            found = kept.get(row.words_key)
            count, gone = count + 1, gone + (found is None)
            if found is None and row.words_key not in disposed:
                yield f"the words of {named(row)} are gone, and no disposal let them go"
            elif found is not None and commitment(found) != row.words_commitment:
                yield f"the words of {named(row)} were changed"
    return f"{count - gone} are as they were, {gone} were let go by a disposal"


def words_by_key(keys: list) -> tuple[dict, set]:
    """The words that are kept, and the keys of those that a disposal names."""
    kept = Words.objects.in_bulk(keys)
    missing = [key for key in keys if key not in kept]
    return kept, set(DisposalItem.objects.filter(words_key__in=missing).values_list("words_key", flat=True))


def certificates(practice: Practice | None) -> Findings:
    """Every certificate's file is the one that was issued."""
    count = gone = 0
    for batch in in_batches(rows_of(Certificate, practice).iterator(chunk_size=AT_ONCE), AT_ONCE):
        count += len(batch)
        kept, disposed = words_by_key([certificate.pdf_key for certificate in batch])
        for certificate in batch:
            found = kept.get(certificate.pdf_key)
            gone += found is None
            if found is None and certificate.pdf_key not in disposed:
                yield f"the file of the certificate {certificate.serial} is gone, and no disposal let it go"
            elif found is not None and digest(bytes(found.body)) != certificate.pdf_sha256:
                yield f"the file of the certificate {certificate.serial} was changed"
    return f"the files of {count - gone} are as they were issued, {gone} were let go by a disposal"


def snapshots() -> Findings:
    """Every frozen text is the one whose fingerprint it goes by."""
    found, wanted = set(), {}
    for snapshot in Snapshot.objects.order_by("pk").iterator(chunk_size=20):
        body = bytes(snapshot.body)
        found.add(snapshot.sha256)
        if digest(body) != snapshot.sha256:
            yield f"the frozen {snapshot.kind} {snapshot.sha256} was changed: it has another fingerprint now"
        elif file := file_named_by(snapshot.kind, body):
            wanted[file] = f"{snapshot.kind} {snapshot.sha256}"
    for file in sorted(wanted.keys() - found):
        yield f"the file {file} is missing: the frozen {wanted[file]} names it"
    return f"{len(found)} are as they were published"


def file_named_by(kind: str, body: bytes) -> str | None:
    """The fingerprint of the file that frozen content names, if it names one."""
    content = {} if kind in (DOCUMENT, LOGO) else json.loads(body)
    return content.get("document", {}).get("sha256") if isinstance(content, dict) else None
