"""The practice's chain of events as a pack shows it: whole, but in full only where the pack prints what happened."""

from collections.abc import Container, Iterator

from django.utils import timezone

from trainingsite.audit.chain import GENESIS, canonical, digest
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence import verify
from trainingsite.evidence.asked import Asked


class ChainSegment:
    """The chain from its first event to its head; after ``lines`` has run, it knows where the chain ended."""

    def __init__(self, asked: Asked, named: Container[int]):
        self.asked = asked
        self.named = named
        self.events, self.head = 0, GENESIS

    def lines(self) -> Iterator[bytes]:
        """One event a line. ``named`` is asked only now: the tables that fill it are written first."""
        for event in AuditEvent.objects.of(self.asked.practice.chain).iterator(chunk_size=500):
            self.events, self.head = event.seq, event.hash
            yield canonical(self._shown(event)) + b"\n"

    def _shown(self, event: AuditEvent) -> dict:
        body = bytes(event.body)
        told = {"body": body.decode()} if self._is_told(event) else {"digest": digest(body)}
        return {"seq": event.seq, "previous": event.previous, "hash": event.hash, **told}

    def _is_told(self, event: AuditEvent) -> bool:
        """Whether a row names it, or the purpose shows its kind in the period; else it has no verb, name or time."""
        if event.seq in self.named:
            return True
        return self.asked.shows(verify.EVENTS, event.verb) and self.asked.covers(timezone.localdate(event.at))
