"""What went wrong most often at a practice in a quarter, counted once when the quarter is over. The table."""

from django.db import models

from trainingsite.audit.clock import recording_time
from trainingsite.audit.models import AppendOnly
from trainingsite.people.models import Practice


class TopicsCountedQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def within(self, first, last):
        """Quarters that lie wholly in a period, the newest first."""
        return self.filter(first_on__gte=first, last_on__lte=last).order_by("-first_on")


class TopicsCounted(AppendOnly):
    """The topics of one quarter at one practice: no names, no exact numbers, and the same for ever.

    It is counted once, because the answers it is made from are erased one by one: counted again and again, the
    difference between two days would be one person's answers.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()
    topics = models.JSONField(default=list)
    recorded_at = models.DateTimeField(default=recording_time, editable=False)

    objects = TopicsCountedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "topics counted"
        constraints = [models.UniqueConstraint(fields=["practice", "first_on"], name="topics_counted_once_a_quarter")]

    def __str__(self):
        return f"{self.practice_id}, {self.first_on} to {self.last_on}"
