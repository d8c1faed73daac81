"""The share of what is asked that a practice wants to reach: its own number, and every change of it. The table."""

from django.db import models
from django.db.models import Q

from trainingsite.audit.clock import recording_time
from trainingsite.audit.models import AppendOnly
from trainingsite.people.models import Person, Practice

LEAST, MOST = 10, 100


class TargetChangedQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def after(self, day):
        """Changes that hold only from later than the day, the first of them first."""
        return self.filter(changed_on__gt=day).order_by("recorded_at", "pk")


class TargetChanged(AppendOnly):
    """A practice set itself another target, which holds from that day: from how much to how much, by whom."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    was_percent = models.PositiveSmallIntegerField()
    now_percent = models.PositiveSmallIntegerField()
    changed_on = models.DateField(help_text="The local day.")
    changed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=recording_time, editable=False)

    objects = TargetChangedQuerySet.as_manager()

    class Meta:
        ordering = ["recorded_at", "pk"]
        verbose_name_plural = "changes of targets"
        constraints = [
            models.CheckConstraint(condition=Q(now_percent__range=(LEAST, MOST)), name="target_is_a_percentage")
        ]

    def __str__(self):
        return f"{self.practice}: {self.was_percent}% to {self.now_percent}%"
