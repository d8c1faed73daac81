"""Seals: a signed Merkle root over the heads of all chains."""

import datetime as dt
import json
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Max

from trainingsite.audit import merkle
from trainingsite.audit.actions import plain
from trainingsite.audit.chain import canonical, digest
from trainingsite.audit.models import AuditEvent, Seal


@dataclass(frozen=True)
class SigningKey:
    """The installation's Ed25519 key (RFC 8032): signs seals and the manifests of packs."""

    seed: bytes

    @cached_property
    def private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    @cached_property
    def public_hex(self) -> str:
        return self.private.public_key().public_bytes_raw().hex()

    @cached_property
    def key_id(self) -> str:
        """The first 16 hexadecimal characters of the public key's SHA-256."""
        return digest(bytes.fromhex(self.public_hex))[:16]

    def sign(self, data: bytes) -> str:
        return self.private.sign(data).hex()


def signing_key() -> SigningKey:
    """The key named in settings, or this laptop's own, made at its first use."""
    text = settings.SEAL_KEY or _key_on_this_machine(Path(settings.SEAL_KEY_FILE))
    try:
        seed = bytes.fromhex(text.strip())
    except ValueError:
        seed = b""
    if len(seed) != 32:
        raise ImproperlyConfigured("SEAL_KEY must be 64 hexadecimal characters. See docs/operations.md.")
    return SigningKey(seed)


def _key_on_this_machine(path: Path) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(os.urandom(32).hex())
    return path.read_text()


def chain_heads() -> list[list]:
    """The last event of every chain: [chain key, seq, hash], in order of chain key."""
    last = AuditEvent.objects.values("chain").annotate(seq=Max("seq")).values_list("chain", "seq")
    heads = []
    for chain_id, seq in last:
        heads.append(list(AuditEvent.objects.values_list("chain__key", "seq", "hash").get(chain=chain_id, seq=seq)))
    return sorted(heads)


def leaves_of(heads: list[list]) -> list[bytes]:
    """What the Merkle tree is built over: the canonical bytes of each head."""
    return [canonical(head) for head in heads]


@transaction.atomic
def seal(*, at: dt.datetime) -> Seal:
    """Sign the heads of all chains as they stand."""
    key, heads = signing_key(), chain_heads()
    root = merkle.root(leaves_of(heads)).hex()
    body = canonical({"key_id": key.key_id, "root": root, "sealed_at": plain(at), "size": len(heads), "v": 1})
    return Seal.objects.create(
        sealed_at=at, key_id=key.key_id, public_key=key.public_hex, root=root,
        heads=canonical(heads), body=body, signature=key.sign(body),
    )  # fmt: skip


@dataclass(frozen=True)
class Inclusion:
    """Where one chain's head stands in a seal, and the hashes that lead from it to the root."""

    head: list
    index: int
    size: int
    path: list[str]


def leaves_in(seal: Seal) -> list[bytes]:
    """The leaves of a seal's tree, cut out of its bytes: there is one for every practice, and a pack has many seals."""
    text = bytes(seal.heads)[2:-2]
    return [b"[" + head + b"]" for head in text.split(b"],[")] if text else []


def inclusion_of(seal: Seal, chain_key: str) -> Inclusion | None:
    """The chain's place in a seal; None when the chain began later."""
    leaves, begins = leaves_in(seal), canonical([chain_key])[:-1] + b","
    index = next((place for place, leaf in enumerate(leaves) if leaf.startswith(begins)), None)
    if index is None:
        return None
    path = merkle.inclusion_path(index, leaves)
    return Inclusion(json.loads(leaves[index]), index, len(leaves), [node.hex() for node in path])
