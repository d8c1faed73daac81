"""What is being done about gaps, by whom and by when: the table."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from trainingsite.audit.models import Record
from trainingsite.people.models import Person, Practice


class PlanQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def newest_by(self, day):
        """The last word on each plan by the end of the day."""
        later = Plan.objects.filter(line=OuterRef("line"), number__gt=OuterRef("number"), acted_on__lte=day)
        return self.filter(~Exists(later), acted_on__lte=day)


class Plan(Record):
    """What is being done about a gap, by whom and by when: about one person's, everybody's, or one told in words.

    Each row says the whole of it again: made, changed, done or dropped. ``line`` stays the same through them, and
    ``number`` counts them, so that a double click collides. What was typed is words: the gap, the action, who, and why.
    """

    class Kind(models.TextChoices):
        MADE = "made", "Planned"
        CHANGED = "changed", "Changed"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    line = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="plans", help_text="Whose gap it is."
    )
    requirement_line = models.UUIDField(null=True, blank=True)
    carried_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: see its words."
    )
    due_on = models.DateField()
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    acted_on = models.DateField(help_text="The local day.")

    objects = PlanQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["practice", "acted_on"], name="plan_by_practice_and_day")]
        constraints = [
            models.UniqueConstraint(fields=["line", "number"], name="plan_numbered_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(requirement_line__isnull=False),
                name="plan_about_somebody_is_about_a_requirement",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, by {self.due_on}"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.kind in OPEN


OPEN = (Plan.Kind.MADE, Plan.Kind.CHANGED)
