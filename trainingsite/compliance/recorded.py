"""What a manager recorded of training done elsewhere, and what was taken back of it: the tables."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from trainingsite.audit.models import Record
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Membership, Person, Practice

WHOEVER_RUNS_IT = "whoever runs this site"


class ElsewhereEntry(Record):
    """Training done elsewhere was recorded at a practice: by hand, of one person or several, or from a file.

    The proof, if there is one, is words. Without ``entered_by``, a command was run by nobody who said who they are.
    """

    class Kind(models.TextChoices):
        BY_HAND = "by_hand", "Entered by hand"
        FILE = "file", "Imported from a file"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    entered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "elsewhere entries"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="file") | Q(entered_by__isnull=False), name="elsewhere_entry_by_hand_has_its_author"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()} at {self.practice}, {self.entered_at:%Y-%m-%d}"


class PriorLearningQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def by_human(self, person):
        """Theirs, also under a row that was joined to theirs."""
        return self.filter(person__in=rows_of(person))

    def at(self, practice):
        """What was recorded at the practice, or accepted there before entries were kept.

        What another practice recorded of somebody shared is that practice's own.
        """
        works_here = Membership.objects.known().at(practice).values("person")
        accepted_here = Q(entry__isnull=True, accepted_by__in=works_here, person__in=works_here)
        return self.filter(Q(entry__practice=practice) | accepted_here)

    def standing(self):
        """What has not been taken back."""
        return self.filter(withdrawal__isnull=True)


class PriorLearningWithdrawn(Record):
    """Training recorded as done elsewhere was taken back, by somebody other than the learner. The reason is words."""

    prior_learning = models.OneToOneField(
        "compliance.PriorLearning", on_delete=models.PROTECT, related_name="withdrawal"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Whose training it is.")
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()
    withdrawn_on = models.DateField(help_text="The local day.")

    class Meta:
        verbose_name_plural = "prior learning withdrawn"
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("withdrawn_by")), name="prior_learning_withdrawn_by_somebody_else"
            )
        ]

    def __str__(self):
        return f"{self.prior_learning_id} on {self.withdrawn_on}"


class OnWhoseWord:
    """How a row of training done elsewhere says whose word it rests on, and whether it still stands."""

    @property
    def title(self) -> str:
        """What it counts for."""
        return (self.module or self.outside_training).title

    @property
    def accepted_on(self):
        """The local day on which it was accepted."""
        return timezone.localdate(self.recorded_at)

    @property
    def on_whose_word(self) -> str:
        """Who vouches for it: “accepted by Ann Lee”."""
        name = self.accepted_by.name if self.accepted_by else WHOEVER_RUNS_IT
        return f"{'recorded' if self.entry_id else 'accepted'} by {name}"

    @property
    def taken_back(self) -> PriorLearningWithdrawn | None:
        """Its withdrawal, if there is one."""
        return getattr(self, "withdrawal", None)
