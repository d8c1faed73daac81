"""Whether the chains are whole, and still what was sealed."""

import json
from collections.abc import Iterable, Iterator
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from trainingsite.audit import merkle
from trainingsite.audit.actions import plain
from trainingsite.audit.chain import Link, breaks, canonical, digest
from trainingsite.audit.models import AuditEvent, Seal
from trainingsite.audit.seals import leaves_of, signing_key
from trainingsite.evidence import verify
from trainingsite.evidence.findings import Findings
from trainingsite.people.models import Practice


def label(chain: str) -> str:
    """A chain by its practice's name."""
    try:
        practice = Practice.objects.filter(key=UUID(chain.removeprefix("practice:"))).first()
    except ValueError:
        practice = None
    return f"of {practice} ({practice.ods_code})" if practice else f"of the {chain}"


def unbroken(chain: str) -> Findings:
    """Every event follows the one before it, holds what was recorded, and its columns say the same."""
    misread: list[str] = []
    count = 0

    def links() -> Iterator[Link]:
        nonlocal count
        for event in AuditEvent.objects.of(chain).iterator(chunk_size=500):
            count += 1
            misread.extend(misread_columns(event, chain))
            yield Link(event.seq, event.previous, event.hash, digest(bytes(event.body)))

    yield from breaks(links())
    yield from misread
    return f"{count} events without a gap"


def misread_columns(event: AuditEvent, chain: str) -> Iterator[str]:
    """Columns are for looking things up; what was recorded is the body, and they must agree."""
    columns = {
        "act": str(event.act), "verb": event.verb, "actor": event.actor, "subject": event.subject,
        "at": plain(event.at), "chain": chain, "seq": event.seq,
    }  # fmt: skip
    try:
        content = json.loads(bytes(event.body))
    except ValueError:
        yield f"event {event.seq} holds something that is no event"
        return
    for name, value in columns.items():
        if content.get(name) != value:
            yield f"event {event.seq} was changed: its column “{name}” is not what was recorded"


def seals(chains: list[str]) -> Findings:
    """Every seal is properly signed, and names events that are still there as they were."""
    count, wanted = 0, set(chains)
    known: dict[str, list] = {}
    for seal in Seal.objects.order_by("sealed_at").iterator(chunk_size=20):
        count += 1
        name = f"the seal of {seal.sealed_at:%Y-%m-%d %H:%M:%S} UTC"
        yield from unsound(seal, name)
        moved = [head for head in json.loads(bytes(seal.heads)) if head[0] in wanted and known.get(head[0]) != head]
        for head in moved:
            known[head[0]] = head
            yield from unsealed(head, name)
    return f"{count} seals fit the chains"


def unsound(seal: Seal, name: str) -> Iterator[str]:
    """What is wrong with a seal in itself."""
    heads = json.loads(bytes(seal.heads))
    said = {
        "key_id": seal.key_id, "root": seal.root, "sealed_at": plain(seal.sealed_at), "size": len(heads), "v": 1,
    }  # fmt: skip
    if seal.public_key not in known_keys():
        yield f"{name} was signed with the key {seal.key_id}, which is not this installation's"
    if not is_signed(seal):
        yield f"{name} was changed: its signature does not fit"
    if canonical(said) != bytes(seal.body) or merkle.root(leaves_of(heads)).hex() != seal.root:
        yield f"{name} was changed: it does not hold the heads it lists"


def is_signed(seal: Seal) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal.public_key))
        key.verify(bytes.fromhex(seal.signature), bytes(seal.body))
    except (InvalidSignature, ValueError):
        return False
    return True


def known_keys() -> set[str]:
    """The installation's public keys: the present one, and those that signed before it did."""
    return {signing_key().public_hex, *getattr(settings, "SEAL_FORMER_KEYS", ())}


def unsealed(head: Iterable, name: str) -> Iterator[str]:
    """What is wrong with the event that a seal names."""
    chain, seq, hashed = head
    found = AuditEvent.objects.of(chain).filter(seq=seq).values_list("hash", flat=True).first()
    if found is None:
        lost = "events were cut off, or an older backup was restored"
        yield f"{name} names event {seq} of the chain {label(chain)}, which is missing: {lost}"
    elif found != hashed:
        yield f"{name} names another event {seq} of the chain {label(chain)}: history was rewritten"


def brought_seals(brought: list[dict], chains: list[str]) -> Findings:
    """Seals that were kept outside still fit: nothing that happened before them was rewritten or lost."""
    count = 0
    for entry in brought:
        try:
            chain = entry["head"][0]
            if chain not in chains:
                continue
            sealed_at, seq, hashed = verify.sealed_head(entry, chain)
        except verify.UNREADABLE as problem:
            yield f"it cannot be read as a seal ({problem})"
            continue
        count += 1
        if entry["public_key"] not in known_keys():
            yield f"it was signed with the key {entry['public_key']}, which is not this installation's"
        yield from unsealed((chain, seq, hashed), f"the seal of {sealed_at}")
    if not count:
        yield "it speaks of no chain that is checked here"
    return f"{count} chains are what they were when it was made"
