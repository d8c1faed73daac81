"""The only ways into the record: keep words, freeze bytes, record an act, note a look."""

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.chain import GENESIS, canonical, digest, link
from trainingsite.audit.clock import recording_time
from trainingsite.audit.models import AccessEntry, AuditEvent, Chain, Record, Snapshot, Words

SITE_CHAIN = "site"


def freeze(*, kind: str, content) -> Snapshot:
    """Keep the canonical bytes of what is published; the same content is kept once."""
    return freeze_bytes(kind=kind, body=canonical(content))


def freeze_bytes(*, kind: str, body: bytes) -> Snapshot:
    """Keep bytes under their fingerprint: of a file that frozen content names."""
    snapshot, _ = Snapshot.objects.get_or_create(sha256=digest(body), defaults={"kind": kind, "body": body})
    return snapshot


def thaw(snapshot: Snapshot):
    """The content that was frozen."""
    return json.loads(bytes(snapshot.body))


def frozen_bytes(sha256: str) -> bytes:
    """The bytes that were kept under this fingerprint."""
    return bytes(Snapshot.objects.only("body").get(pk=sha256).body)


@lru_cache(maxsize=64)
def thawed(sha256: str):
    """The content with this fingerprint, read once by each process: it is the same for ever. Nobody may change it."""
    return thaw(Snapshot.objects.only("body").get(pk=sha256))


def keep_words(
    *, about: uuid.UUID, kind: str, words, position: int = 0, media_type: str = "application/json", at: dt.datetime
) -> Words:
    """Keep personal words apart from the record; ``words`` is a value for JSON, or bytes of ``media_type``."""
    kept = words_to_keep(about=about, kind=kind, words=words, position=position, media_type=media_type, at=at)
    kept.save(force_insert=True)
    return kept


def words_to_keep(
    *, about: uuid.UUID, kind: str, words, position: int = 0, media_type: str = "application/json", at: dt.datetime
) -> Words:
    """The same, not kept yet: for many that are kept in one step."""
    body = words if isinstance(words, bytes) else canonical(words)
    return Words(
        about=about,
        kind=kind,
        position=position,
        media_type=media_type,
        salt=secrets.token_bytes(16),
        body=body,
        kept_at=at,
    )


def commitment(words: Words) -> str:
    """What the record holds of the words: it shows nothing, and no other words fit it."""
    return digest(bytes(words.salt) + bytes(words.body))


def read_words(words: Words):
    """The words as they were given: bytes for a file, a value for JSON."""
    body = bytes(words.body)
    return json.loads(body) if words.media_type == "application/json" else body


def plain(value):
    """A field's value as the canonical bytes show it."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def key_of_page(by: uuid.UUID, token: uuid.UUID, *said) -> uuid.UUID:
    """The key of what somebody sent from one page: two clicks make the same key, other content makes another.

    Without the token, which is random and kept nowhere, nobody finds from the key what was said.
    """
    sent = [digest(each) if isinstance(each, bytes) else plain(each) for each in said]
    return uuid.uuid5(by, canonical([token.hex, *sent]).decode())


def row_digest(record: Record) -> str:
    """The digest of what a record holds."""
    return digest(row_content(record))


def row_content(record: Record) -> bytes:
    """The canonical bytes of every stored field of a record that says something, but its row number.

    Empty fields are left out, so that a column added later, empty in the rows there are, changes no digest.
    """
    fields = [field.attname for field in record._meta.concrete_fields if not field.primary_key]
    said = {name: plain(getattr(record, name)) for name in fields}
    return canonical({name: value for name, value in said.items() if value not in (None, "")})


@transaction.atomic(savepoint=False)  # without its event, nothing of the act stands
def record(
    *,
    chains: Iterable[str],
    verb: str,
    actor: str = "",
    subject: str = "",
    at: dt.datetime,
    rows: Sequence[Record] = (),
    act: uuid.UUID | None = None,
    data: dict | None = None,
) -> uuid.UUID:
    """Append one act to each of the chains, in the caller's transaction, and take their locks last.

    ``rows`` are the records the act made: their keys and the digests of their fields go into the event, so
    that a row changed behind the application's back is found. Answers the act's key.
    """
    act = act or (rows[0].act if rows else uuid.uuid4())
    content = {"act": str(act), "verb": verb, "actor": str(actor), "subject": str(subject), "at": plain(at), "v": 1}
    if data:
        content["data"] = data
    if rows:
        content["rows"] = [
            {"table": row._meta.label_lower, "key": str(row.key), "digest": row_digest(row)} for row in rows
        ]
    recorded_at = recording_time()
    for chain in _locked(chains):
        head = AuditEvent.objects.filter(chain=chain).order_by("-seq").values_list("seq", "hash").first()
        seq, previous = (head[0] + 1, head[1]) if head else (1, GENESIS)
        body = canonical({**content, "chain": chain.key, "seq": seq})
        AuditEvent.objects.create(
            chain=chain, seq=seq, act=act, verb=verb, actor=str(actor), subject=str(subject), at=at,
            recorded_at=recorded_at, body=body, previous=previous, hash=link(previous, digest(body)),
        )  # fmt: skip
    return act


def _locked(keys: Iterable[str]) -> list[Chain]:
    """The chains, locked in order of id; one that has no row yet is begun."""
    wanted = set(keys) or {SITE_CHAIN}
    chains = list(Chain.objects.select_for_update().filter(key__in=wanted).order_by("pk"))
    missing = wanted - {chain.key for chain in chains}
    if not missing:
        return chains
    for key in sorted(missing):
        Chain.objects.get_or_create(key=key)
    return list(Chain.objects.select_for_update().filter(key__in=wanted).order_by("pk"))


def note_access(*, actor, verb: str, subject, detail: str = "", at: dt.datetime) -> None:
    """Write in the access log that somebody looked; the chain does not hear of it."""
    AccessEntry.objects.create(actor=str(actor), verb=verb, subject=str(subject), detail=detail[:200], at=at)


def note_access_to_many(*, actor, verb: str, subjects: Iterable, detail: str = "", at: dt.datetime) -> None:
    """The same of one look at several things, such as a file about hundreds of practices."""
    said = {"actor": str(actor), "verb": verb, "detail": detail[:200], "at": at}
    AccessEntry.objects.bulk_create((AccessEntry(subject=str(subject), **said) for subject in subjects), batch_size=500)


def note_look_of_the_day(*, actor, verb: str, subject, at: dt.datetime) -> None:
    """Write in the access log that somebody looked that day: once, at a page that they open all day long."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = AccessEntry.objects.filter(actor=str(actor), at__gte=midnight, at__lte=at)
    if not today.filter(verb=verb, subject=str(subject)).exists():
        note_access(actor=actor, verb=verb, subject=subject, at=at)
