"""The table of how certificates look: rows of the record, of which the newest holds."""

from django.db import models

from trainingsite.audit.models import Record, Snapshot
from trainingsite.people.models import Person, Practice

LOGO = "certificate-logo"


class CertificateLookQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)


class CertificateLook(Record):
    """How the certificates of a practice look from now on; with nothing in it, they are plain again."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    logo = models.ForeignKey(Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_on = models.DateField(help_text="The local day.")

    objects = CertificateLookQuerySet.as_manager()

    class Meta:
        get_latest_by = "pk"

    def __str__(self):
        return f"The certificates of {self.practice} from {self.set_on}"
