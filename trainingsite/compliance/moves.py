"""That the day a practice goes live was set anew: what it was before stays known."""

from django.db import models

from trainingsite.audit.clock import recording_time
from trainingsite.audit.models import AppendOnly
from trainingsite.people.models import Person, Practice


class GoLiveMoved(AppendOnly):
    """The day a practice goes live was set anew: from when to when, by whom."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    was_on = models.DateField()
    now_on = models.DateField()
    moved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=recording_time, editable=False)

    class Meta:
        ordering = ["recorded_at", "pk"]
        verbose_name_plural = "moves of going live"

    def __str__(self):
        return f"{self.practice}: {self.was_on} to {self.now_on}"
