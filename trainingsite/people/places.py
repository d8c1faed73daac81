"""Where practices are and what became of them: branch sites, and practices that went over into another. The tables."""

from django.db import models
from django.db.models import F, Q

from trainingsite.people.facts import DatedFact, DatedQuerySet


class PlaceQuerySet(DatedQuerySet):
    def at(self, practice):
        return self.filter(practice=practice)


class BranchSite(DatedFact):
    """A practice sees patients at this address too, from a day to a day."""

    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    cqc_location_id = models.CharField("CQC location ID", max_length=30, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return self.name


class Merger(DatedFact):
    """A practice has gone over into another, which answers for its record from that day to a day.

    There is an end where the other goes over in its turn: from then on the third answers for both.
    """

    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="mergers")
    into = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+")

    objects = PlaceQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=~Q(practice=F("into")), name="merger_is_into_another_practice"),
        ]

    def __str__(self):
        return f"{self.practice} into {self.into}"
