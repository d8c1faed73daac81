"""Messages to people, and how far each has come."""

from django.db import models
from django.utils import timezone

from trainingsite.people.models import Person


class NoticeQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def waiting(self):
        return self.filter(state=Notice.State.WAITING)


class Notice(models.Model):
    """One message to one person, with its delivery state."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENT = "sent", "Sent"
        HANDED_OVER = "handed_over", "Handed over on paper"
        FAILED = "failed", "Could not be sent"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.UUIDField(null=True, blank=True, db_index=True, help_text="The record or requirement it tells of.")
    for_day = models.DateField(help_text="The local day it was planned for.")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about", "for_day"], name="notice_once_a_day_about_each_thing"
            )
        ]

    def __str__(self):
        return f"{self.subject} to {self.person}"
