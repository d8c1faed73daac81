"""Many acts of one moment recorded at once: a file of two thousand people takes seconds, and each has their event."""

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from trainingsite.audit.actions import plain, row_digest
from trainingsite.audit.chain import GENESIS, canonical, digest, link
from trainingsite.audit.clock import recording_time
from trainingsite.audit.models import AuditEvent, Chain, Record, Words

AT_ONCE = 500


@dataclass(frozen=True)
class Act:
    """What one event of a series says."""

    verb: str
    subject: str
    data: dict | None = None
    rows: Sequence[Record] = ()


@transaction.atomic(savepoint=False)  # without their events, nothing of the acts stands
def record_series(*, chain: str, actor: str = "", at: dt.datetime, acts: Iterable[Act]) -> None:
    """Append the acts to one chain in their order, as ``record`` would one after the other, and take its lock last."""
    Chain.objects.get_or_create(key=chain)
    locked = Chain.objects.select_for_update().get(key=chain)
    head = AuditEvent.objects.filter(chain=locked).order_by("-seq").values_list("seq", "hash").first()
    last, previous = head or (0, GENESIS)
    recorded_at, events = recording_time(), []
    for seq, act in enumerate(acts, start=last + 1):
        key = act.rows[0].act if act.rows else uuid.uuid4()
        body = canonical({**_said(act, key, actor, at), "chain": locked.key, "seq": seq})
        event = AuditEvent(
            chain=locked, seq=seq, act=key, verb=act.verb, actor=str(actor), subject=str(act.subject), at=at,
            recorded_at=recorded_at, body=body, previous=previous, hash=link(previous, digest(body)),
        )  # fmt: skip
        previous = event.hash
        events.append(event)
    AuditEvent.objects.bulk_create(events, batch_size=AT_ONCE)


def _said(act: Act, key: uuid.UUID, actor: str, at: dt.datetime) -> dict:
    said = {
        "act": str(key),
        "verb": act.verb,
        "actor": str(actor),
        "subject": str(act.subject),
        "at": plain(at),
        "v": 1,
    }
    if act.data:
        said["data"] = act.data
    if act.rows:
        said["rows"] = [
            {"table": row._meta.label_lower, "key": str(row.key), "digest": row_digest(row)} for row in act.rows
        ]
    return said


def keep_words_of_many(*, kind: str, words: Mapping[uuid.UUID, object], at: dt.datetime) -> dict[uuid.UUID, Words]:
    """Keep what was said about each of many, as ``keep_words`` would one after the other; by whom it is about."""
    kept = [
        Words(about=about, kind=kind, salt=secrets.token_bytes(16), body=canonical(said), kept_at=at)
        for about, said in words.items()
    ]
    Words.objects.bulk_create(kept, batch_size=AT_ONCE)
    return {each.about: each for each in kept}
