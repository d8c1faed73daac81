"""Merkle tree hashes and inclusion proofs as in RFC 9162, section 2.1. Pure."""

import hashlib


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def root(leaves: list[bytes]) -> bytes:
    """The tree hash over the leaves' data (RFC 9162, 2.1.1)."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    cut = _split(len(leaves))
    return node_hash(root(leaves[:cut]), root(leaves[cut:]))


def inclusion_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The hashes that lead from one leaf to the root (RFC 9162, 2.1.3.1)."""
    if len(leaves) == 1:
        return []
    cut = _split(len(leaves))
    if index < cut:
        return [*inclusion_path(index, leaves[:cut]), root(leaves[cut:])]
    return [*inclusion_path(index - cut, leaves[cut:]), root(leaves[:cut])]


def root_from_path(index: int, size: int, data: bytes, path: list[bytes]) -> bytes | None:
    """The root that a leaf and its path lead to (RFC 9162, 2.1.3.2); None when the path has the wrong length."""
    if index >= size:
        return None
    position, last, found = index, size - 1, leaf_hash(data)
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            found = node_hash(sibling, found)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        position, last = position >> 1, last >> 1
    return found if last == 0 else None
