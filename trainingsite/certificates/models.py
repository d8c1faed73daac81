"""Certificates: one for each finished module or programme, frozen in words and bytes."""

from django.db import models

from modules.models import Completion
from trainingsite.audit.models import Record
from trainingsite.compliance.models import Programme, exactly_one_of
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Person, Practice


class CertificateQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def by_human(self, person):
        """Theirs, also under a row that was joined to theirs."""
        return self.filter(person__in=rows_of(person))

    def at(self, practice):
        return self.filter(practice=practice)

    def visible_to(self, person, practices):
        """One's own, and those issued at the practices one manages."""
        return self.filter(models.Q(person__in=rows_of(person)) | models.Q(practice__in=practices))

    def published(self, serial):
        """The certificate anyone may verify by its serial."""
        return self.filter(serial=serial)


class Certificate(Record):
    """Says that a person finished a module or a programme; its words and its PDF are kept apart."""

    serial = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="certificates")
    completion = models.OneToOneField(
        Completion, null=True, blank=True, on_delete=models.PROTECT, related_name="certificate"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    finished_on = models.DateField()
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    pdf_key = models.UUIDField()
    pdf_sha256 = models.CharField(max_length=64)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_of("completion", "programme"), name="certificate_is_for_exactly_one_thing"
            ),
            models.UniqueConstraint(
                fields=["person", "practice", "programme", "finished_on"],
                name="certificate_once_for_each_finished_programme",
            ),
        ]

    def __str__(self):
        return self.serial
