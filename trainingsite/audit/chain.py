"""Canonical bytes, and the links that chain events to one another. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

VERSION_TAG = b"practice-training/event/1"
GENESIS = "0" * 64


def canonical(value) -> bytes:
    """The one way in which a value becomes bytes: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def link(previous: str, body_digest: str) -> str:
    """An event's hash: SHA-256 of the version tag, the hash before it and the digest of its stored bytes."""
    return hashlib.sha256(VERSION_TAG + bytes.fromhex(previous) + bytes.fromhex(body_digest)).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """What checking a chain needs to know of one event."""

    seq: int
    previous: str
    hash: str
    body_digest: str


def breaks(links: Iterable[Link]) -> list[str]:
    """What is wrong with a chain read in order from its first event, each in a sentence."""
    found = []
    expected_seq, previous = 1, GENESIS
    for event in links:
        if event.seq != expected_seq:
            found.append(f"event {expected_seq} is missing: event {event.seq} stands in its place")
        if event.previous != previous:
            found.append(f"event {event.seq} does not follow the event before it")
        if event.hash != link(event.previous, event.body_digest):
            found.append(f"event {event.seq} was changed: its content does not match its hash")
        expected_seq, previous = event.seq + 1, event.hash
    return found
