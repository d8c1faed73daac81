"""Seals as somebody outside keeps and checks them: what was signed, and one chain's way to it."""

import datetime as dt
from collections.abc import Iterator

from django.utils import timezone

from trainingsite.audit.models import Seal
from trainingsite.audit.seals import inclusion_of
from trainingsite.evidence.asked import Asked


def entry(seal: Seal, chain_key: str) -> dict | None:
    """The seal with the place of one chain's head in it; None when the chain began later."""
    inclusion = inclusion_of(seal, chain_key)
    return inclusion and {
        "body": bytes(seal.body).decode(),
        "head": inclusion.head,
        "index": inclusion.index,
        "path": inclusion.path,
        "public_key": seal.public_key,
        "signature": seal.signature,
    }


def entries_for(asked: Asked) -> list[dict]:
    """The seals made since the period began, and the last one before it, oldest first."""
    entries = (entry(seal, asked.practice.chain) for seal in seals_since(asked.from_on))
    return [found for found in entries if found]


def seals_since(day: dt.date) -> Iterator[Seal]:
    begins_at = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    seals = Seal.objects.order_by("sealed_at")
    yield from seals.filter(sealed_at__lt=begins_at).reverse()[:1]
    yield from seals.filter(sealed_at__gte=begins_at).iterator(chunk_size=50)


def last_seal() -> Seal | None:
    return Seal.objects.order_by("sealed_at").last()
