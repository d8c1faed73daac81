"""That a practice lets the leads of its network see names, or does so no more. The table."""

from django.db import models
from django.db.models import OuterRef, Subquery

from trainingsite.audit.models import Record


class NamesAgreedQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def latest(self):
        """The last step that each practice took with each network."""
        last = self.model.objects.filter(practice=OuterRef("practice"), network=OuterRef("network"))
        return self.filter(pk=Subquery(last.order_by("-number").values("pk")[:1]))


class NamesAgreed(Record):
    """A practice agrees that the leads of its network see its people's names, or ends that.

    It is agreed for one stay in the network: ``stay`` is its line. Who leaves the network and comes back is asked anew.
    """

    class Kind(models.TextChoices):
        AGREED = "agreed", "Agreed"
        ENDED = "ended", "Ended"

    practice = models.ForeignKey("people.Practice", on_delete=models.PROTECT, related_name="+")
    network = models.ForeignKey("people.Network", on_delete=models.PROTECT, related_name="+")
    stay = models.UUIDField()
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(help_text="Counts the steps of one practice with one network.")
    acted_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    acted_on = models.DateField(help_text="The local day.")

    objects = NamesAgreedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "network", "number"], name="names_agreed_or_ended_one_step_at_a_time"
            )
        ]
        verbose_name_plural = "agreements to names"

    def __str__(self):
        return f"{self.get_kind_display()}: names of {self.practice_id} for {self.network_id}"
