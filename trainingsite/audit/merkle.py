"""Merkle tree hashes and inclusion proofs as in RFC 9162, section 2.1. Pure."""

import hashlib


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _level_above(nodes: list[bytes]) -> list[bytes]:
    """Each pair of nodes as one; the last of an odd number goes up as it is."""
    pairs = [node_hash(left, right) for left, right in zip(nodes[::2], nodes[1::2], strict=False)]
    return pairs + nodes[-1:] if len(nodes) % 2 else pairs


def root(leaves: list[bytes]) -> bytes:
    """The tree hash over the leaves' data (RFC 9162, 2.1.1)."""
    nodes = [leaf_hash(leaf) for leaf in leaves] or [hashlib.sha256(b"").digest()]
    while len(nodes) > 1:
        nodes = _level_above(nodes)
    return nodes[0]


def inclusion_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """The hashes that lead from one leaf to the root (RFC 9162, 2.1.3.1)."""
    nodes, path = [leaf_hash(leaf) for leaf in leaves], []
    while len(nodes) > 1:
        path += nodes[index ^ 1 : (index ^ 1) + 1]  # at the end of an odd number nobody stands beside it
        nodes, index = _level_above(nodes), index >> 1
    return path


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
