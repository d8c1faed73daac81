"""Whether the practice's website leads to its public pages: each look is kept. The table."""

from django.db import models

from trainingsite.audit.models import Record
from trainingsite.people.models import Person, Practice


class LinkCheckQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)


class LinkCheck(Record):
    """Somebody had the practice's website looked at for the link to a public page."""

    class Outcome(models.TextChoices):
        FOUND = "found", "The link is there"
        NOT_FOUND = "not_found", "The link is not there"
        UNREACHABLE = "unreachable", "The website could not be opened"

    page = models.ForeignKey("policies.PolicyPage", on_delete=models.PROTECT, related_name="link_checks")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    website = models.CharField(max_length=200, help_text="The page that was looked at.")
    outcome = models.CharField(max_length=20, choices=Outcome)
    problem = models.CharField(max_length=200, blank=True)
    checked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()

    objects = LinkCheckQuerySet.as_manager()

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.website}"
