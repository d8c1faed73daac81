"""Certificates: one for each finished module or programme, frozen in words and bytes."""

from django.db import models

from modules.models import Completion
from trainingsite.audit.models import Record
from trainingsite.certificates.look_table import CertificateLook  # noqa: F401 -- a table
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

    def managed_by(self, person, day):
        """Those issued at the practices whose desk the person may open on the day."""
        return self.filter(practice__in=Practice.objects.managed_by(person, day).order_by().values("pk"))

    def not_superseded(self):
        """Those in whose place no other was issued."""
        return self.filter(superseded_by__isnull=True)

    def standing(self):
        """Neither revoked nor superseded: what may be shown as held, until it expires."""
        return self.not_superseded().filter(revocation__isnull=True)

    def valid_on(self, day):
        """What holds good on the day."""
        return self.standing().exclude(valid_until__lt=day)


class Certificate(Record):
    """Says that a person finished a module or a programme; its words and its PDF are kept apart."""

    serial = models.CharField(max_length=40, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="certificates")
    completion = models.ForeignKey(
        Completion, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    programme = models.ForeignKey(
        Programme, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    finished_on = models.DateField()
    issued_on = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    pdf_key = models.UUIDField()
    pdf_sha256 = models.CharField(max_length=64)
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by",
        help_text="What it was issued in the place of. Nothing public links the two.",
    )  # fmt: skip
    # A text, so that it is left out of the digests of the first ones, and is never NULL in a unique key.
    edition = models.CharField(max_length=4, blank=True, help_text="Empty for the first; 2 for what superseded it.")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_of("completion", "programme"), name="certificate_is_for_exactly_one_thing"
            ),
            models.UniqueConstraint(
                fields=["person", "practice", "programme", "finished_on", "edition"],
                name="certificate_once_for_each_finished_programme",
            ),
            models.UniqueConstraint(fields=["completion", "edition"], name="certificate_once_for_each_completion"),
        ]

    def __str__(self):
        return self.serial

    @property
    def for_title(self) -> str:
        """What it is for, under the name that has now; inside the site only."""
        return self.programme.title if self.programme_id else self.completion.version.title


class CertificateRevocation(Record):
    """A certificate stopped being good: on which day, and for what kind of reason. What was written is words."""

    class Reason(models.TextChoices):
        ISSUED_IN_ERROR = "issued_in_error", "Issued in error"
        NOT_COMPLETED = "not_completed", "The training was found not to be completed"
        ASKED_FOR = "asked_for", "The holder asked for it"

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="revocation")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Whose certificate it is.")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason)
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField()
    revoked_on = models.DateField(help_text="The local day.")

    def __str__(self):
        return f"{self.certificate} revoked on {self.revoked_on}"
