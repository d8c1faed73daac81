"""That a practice has had notice of an inspection: the table."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trainingsite.audit.models import Record
from trainingsite.people.models import Person, Practice


class InspectionNoticeQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def newest_by(self, day):
        """The last word on each notice by the end of the day."""
        same = InspectionNotice.objects.filter(line=OuterRef("line"), acted_on__lte=day)
        return self.filter(~Exists(same.filter(number__gt=OuterRef("number"))), acted_on__lte=day)

    def standing_on(self, day):
        """Notices of inspections that were not over by the end of the day, the newest first."""
        return self.newest_by(day).exclude(kind=InspectionNotice.Kind.ENDED).order_by("-acted_at", "-pk")


class InspectionNotice(Record):
    """The practice was told that it will be inspected: on which day, and for which day if that is known.

    Each row says the whole of it again: noted, corrected or ended. ``line`` stays the same through them, and
    ``number`` counts them, so that a double click collides.
    """

    class Kind(models.TextChoices):
        NOTED = "noted", "Noted"
        CORRECTED = "corrected", "Corrected"
        ENDED = "ended", "Ended"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    line = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind)
    noticed_on = models.DateField(help_text="The day on which the notice came.")
    inspection_on = models.DateField(null=True, blank=True)
    reply_by = models.DateField(null=True, blank=True, help_text="The day the letter names, if it names one.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was corrected or ended.")
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    acted_on = models.DateField(help_text="The local day.")

    objects = InspectionNoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="inspection_notice_numbered_once"),
            models.CheckConstraint(
                condition=Q(inspection_on__isnull=True) | Q(inspection_on__gte=models.F("noticed_on")),
                name="inspection_comes_after_its_notice",
            ),
            models.CheckConstraint(
                condition=Q(reply_by__isnull=True) | Q(reply_by__gte=models.F("noticed_on")),
                name="inspection_notice_is_answered_after_it_came",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: notice of {self.noticed_on}"
