"""Reviews after which nothing was changed."""

from django.db import models

from trainingsite.audit.models import Record
from trainingsite.people.models import Person, Practice


class PolicyReviewQuerySet(models.QuerySet):
    def about(self, pages):
        return self.filter(page__in=pages)

    def by_day(self, day):
        """Reviews made by the end of the day, in their order."""
        return self.filter(reviewed_on__lte=day).order_by("pk")


class PolicyReview(Record):
    """Somebody read a policy, or its hot topics, and nothing had to change; a later review says when the next is due.

    ``number`` counts the reviews of the same part, so that a double click collides.
    """

    class Part(models.TextChoices):
        POLICY = "policy", "The policy"
        ANNEX = "annex", "Hot topics"

    page = models.ForeignKey("policies.PolicyPage", on_delete=models.PROTECT, related_name="reviews")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("policies.PolicyVersion", on_delete=models.PROTECT, related_name="reviews")
    part = models.CharField(max_length=20, choices=Part)
    number = models.PositiveSmallIntegerField(default=1)
    reviewed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField()
    reviewed_on = models.DateField(help_text="The local day.")
    next_due_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    objects = PolicyReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "practice", "part", "number"], name="policy_review_numbered_once")
        ]

    def __str__(self):
        return f"{self.get_part_display()} of {self.version}, reviewed on {self.reviewed_on}"
