"""What a network publishes for its practices to adopt. The table."""

from django.db import models

from trainingsite.audit.models import Version
from trainingsite.people.models import Network


class NetworkVersionQuerySet(models.QuerySet):
    def of(self, networks):
        return self.filter(network__in=networks)


class NetworkVersion(Version):
    """A policy as its network published it: nobody reads or signs it before their practice adopts it."""

    page = models.ForeignKey("policies.PolicyPage", on_delete=models.PROTECT, related_name="network_versions")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="policy_versions")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    effective_on = models.DateField(help_text="No practice has it in force before this day.")
    asks_again = models.BooleanField(null=True, blank=True, help_text="Earlier signatures end. Empty: if material.")

    objects = NetworkVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "major", "minor"], name="network_version_numbered_once")]

    def __str__(self):
        return f"{self.title} {self.number}"

    @property
    def number(self):
        return f"{self.major}.{self.minor}"

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands among the versions of its policy."""
        return self.major, self.minor

    @property
    def asks_everybody(self) -> bool:
        """Whether everybody signs again, at each practice that adopts it."""
        return self.material if self.asks_again is None else self.asks_again
