"""Dated facts: rows that are corrected by a later row, never changed."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from trainingsite.audit.clock import recording_time
from trainingsite.audit.models import AppendOnly


class DatedQuerySet(models.QuerySet):
    def known(self, moment=None):
        """What was known at the moment: recorded by then and not yet corrected. The default is now."""
        if moment is None:
            return self.filter(superseded_by__isnull=True, withdrawn=False)
        corrected = Q(superseded_by__recorded_at__lte=moment)
        return self.filter(recorded_at__lte=moment, withdrawn=False).exclude(corrected)

    def on(self, day):
        """True on the day, first and last day included."""
        return self.filter(started_on__lte=day).exclude(ended_on__lt=day)

    def between(self, first, last):
        """True on at least one day of the period."""
        return self.filter(started_on__lte=last).exclude(ended_on__lt=first)


class DatedFact(AppendOnly):
    """Something true from a day to a day; a correction supersedes the row it corrects.

    ``line`` stays the same through all corrections of one fact.
    """

    line = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=recording_time, editable=False)
    recorded_by = models.CharField(max_length=40, blank=True, editable=False)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="superseded_by"
    )
    withdrawn = models.BooleanField(default=False, editable=False, help_text="The fact corrected here never was.")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="%(app_label)s_%(class)s_ends_after_it_starts",
            )
        ]


def correct(fact: DatedFact, *, by: str, at, **changes) -> DatedFact:
    """Record what ``fact`` should have said, as a row that supersedes it."""
    kept = {
        field.attname: getattr(fact, field.attname)
        for field in fact._meta.concrete_fields
        if field.name not in {"id", "recorded_at", "recorded_by", "supersedes"}
    }
    return type(fact).objects.create(**{**kept, **changes}, supersedes=fact, recorded_by=by, recorded_at=at)


def standing_rows(rows: DatedQuerySet, known_at=None) -> tuple[list, dict[uuid.UUID, dt.date]]:
    """The rows that stood at a moment (now, unless told), oldest first, and the local day each fact was first known.

    One query: corrections and what they correct are read together, because a correction does not make a fact new.
    """
    rows = rows.order_by("started_on", "pk")
    if known_at is not None:
        rows = rows.filter(recorded_at__lte=known_at)
    rows = list(rows)
    corrected = {row.supersedes_id for row in rows}
    known_since: dict[uuid.UUID, dt.date] = {}
    for row in sorted(rows, key=lambda row: row.recorded_at):
        known_since.setdefault(row.line, timezone.localdate(row.recorded_at))
    return [row for row in rows if row.pk not in corrected and not row.withdrawn], known_since
