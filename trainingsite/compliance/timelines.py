"""A practice's timelines as they were last worked out: kept to be quick, never evidence, rebuilt at will."""

import datetime as dt
import json
import zlib
from collections.abc import Iterable
from functools import lru_cache

from django.db import models

from trainingsite.compliance.dates import Span
from trainingsite.compliance.obligations import Basis, Segment, Standing, Status
from trainingsite.people.models import Practice

STATUSES, BASES = tuple(Status), tuple(Basis)
NEVER = dt.date.max.toordinal()


class Timelines(models.Model):
    """How everybody at a practice stands with everything, on every day of a period, as one row.

    ``heads`` says how far each chain was read that tells of the practice's people; ``rules`` which rules were applied.
    """

    practice = models.OneToOneField(Practice, on_delete=models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    heads = models.JSONField()
    rules = models.CharField(max_length=64)
    body = models.BinaryField()
    sums = models.BinaryField(default=b"", help_text="The body added up by programme: see adding_up.")

    def __str__(self):
        return f"{self.practice_id}, {self.first} to {self.last}"

    @property
    def period(self) -> Span:
        return Span(self.first, self.last)


def pack(content: dict) -> bytes:
    return zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 1)


def unpack(body: bytes) -> dict:
    return json.loads(zlib.decompress(body))


def values_of(segment: Segment) -> list:
    """A segment's first day, and its standing; it lasts until the next one begins."""
    status, due_on, completed_on, valid_until, basis = segment.standing
    days = (day and day.toordinal() for day in (due_on, completed_on, valid_until))
    return [segment.first.toordinal(), STATUSES.index(status), *days, None if basis is None else BASES.index(basis)]


def standing_in(segments: list[list], number: int) -> Standing:
    """The standing that a cell's segments give for the day with this number."""
    place = len(segments) - 1
    while segments[place][0] > number:
        place -= 1
    return _standing(*segments[place][1:])


@lru_cache(maxsize=65_536)
def _standing(status: int, due_on: int | None, completed_on: int | None, valid_until: int | None, basis: int | None):
    days = (day and dt.date.fromordinal(day) for day in (due_on, completed_on, valid_until))
    return Standing(STATUSES[status], *days, None if basis is None else BASES[basis])


def numbers(span: Span) -> list[int]:
    """The first and the last day of a span as numbers."""
    return [span.first.toordinal(), NEVER if span.last is None else span.last.toordinal()]


def covering(spans: Iterable[list], number: int) -> list | None:
    """The first of these spans, with whatever follows its two days, that has the day with this number."""
    return next((span for span in spans if span[0] <= number <= span[1]), None)
