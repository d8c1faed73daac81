"""What was asked of an evidence pack, how far it has come, and what became of it."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q

from trainingsite.evidence.asked import Asked
from trainingsite.evidence.frameworks.tables import Framework, Mapping, Statement  # noqa: F401 -- tables
from trainingsite.evidence.keeping_tables import (  # noqa: F401 -- tables
    DisposalDecided,
    DisposalProposed,
    ErasureAsked,
    HoldLifted,
    PersonDisposed,
    ProposedPerson,
    RetentionHold,
    RetentionPeriod,
)
from trainingsite.evidence.purposes import PURPOSES
from trainingsite.people.models import Person, Practice

TAKEN_FOR_DEAD_AFTER = dt.timedelta(seconds=60)


class PackRunQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def visible_to(self, person, day):
        """The runs of the practices that the person manages on the day."""
        return self.filter(practice__in=Practice.objects.managed_by(person, day))

    def going(self):
        return self.filter(state__in=PackRun.GOING)

    def to_begin(self, now):
        """What waits, and what a process had begun that has not been heard of since."""
        silent = Q(state=PackRun.State.RUNNING, heartbeat_at__lt=now - TAKEN_FOR_DEAD_AFTER)
        return self.filter(Q(state=PackRun.State.WAITING) | silent)


class PackRun(models.Model):
    """Somebody asked for an evidence pack: it is made in the background, kept for some days, and deleted.

    It is no record: what was handed out is in the access log.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to begin"
        RUNNING = "running", "Being made"
        DONE = "done", "Ready"
        FAILED = "failed", "Not made"
        EXPIRED = "expired", "Deleted"

    GOING = (State.WAITING, State.RUNNING)

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    from_on = models.DateField()
    purpose = models.CharField(max_length=20)
    parts = models.JSONField(default=list)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    begun = models.PositiveSmallIntegerField(default=0, help_text="How often a process began it.")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    what_now = models.CharField(max_length=200, blank=True)
    files = models.JSONField(default=dict, help_text="The size in bytes of each file that can be downloaded.")
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    objects = PackRunQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice"],
                condition=Q(state__in=["waiting", "running"]),
                name="packrun_one_at_a_time_a_practice",
            )
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(state__in=["waiting", "running"]), name="packrun_going"),
            models.Index(fields=["practice", "-asked_at"], name="packrun_of_a_practice"),
        ]

    def __str__(self):
        return f"{self.practice} as at {self.on}"

    @property
    def asked(self) -> Asked:
        """The question that the pack answers."""
        return Asked(self.practice, self.on, self.from_on, PURPOSES[self.purpose], frozenset(self.parts))

    @property
    def is_going(self) -> bool:
        return self.state in self.GOING
