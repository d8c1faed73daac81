"""One row of each table of the record that needs nothing from the apps above."""

import uuid
from datetime import UTC, datetime

from trainingsite.audit import models
from trainingsite.audit.actions import freeze, keep_words, note_access, record
from trainingsite.audit.seals import seal

MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)


def a_chain() -> models.Chain:
    return models.Chain.objects.create(key="practice:1")


def an_event() -> models.AuditEvent:
    act = record(chains=["practice:1"], verb="policies.signed", actor="ann", subject="policy", at=MONDAY)
    return models.AuditEvent.objects.get(act=act)


def a_snapshot() -> models.Snapshot:
    return freeze(kind="policy", content={"title": "Social media"})


def a_seal() -> models.Seal:
    an_event()
    return seal(at=MONDAY)


def an_access_entry() -> models.AccessEntry:
    note_access(actor="ann", verb="matrix.opened", subject="practice:1", at=MONDAY)
    return models.AccessEntry.objects.get()


def some_words(text: str = "Ann Lee") -> models.Words:
    return keep_words(about=uuid.uuid4(), kind="typed_name", words=text, at=MONDAY)


def a_disposal() -> models.Disposal:
    return models.Disposal.objects.create(rule="left six years ago", proposed_by="ann", approved_by="raj")


def a_disposal_item(words: models.Words | None = None) -> models.DisposalItem:
    words = words or some_words()
    return models.DisposalItem.objects.create(disposal=a_disposal(), words_key=words.key)


EACH_RECORD = [a_chain, an_event, a_snapshot, a_seal, an_access_entry, a_disposal, a_disposal_item]
EACH_ROW = [*EACH_RECORD, some_words]
