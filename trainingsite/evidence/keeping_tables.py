"""How long details are kept, what is held back, what disposals were proposed, and what became of each person."""

from django.db import models
from django.db.models import F, Q

from trainingsite.audit.models import AppendOnly, Disposal, Record
from trainingsite.people.models import Person


class KeptClass(models.TextChoices):
    """A kind of personal detail with a period of its own."""

    SIGN_IN = "sign_in", "Signing in"
    NOTES = "notes", "Questions, comments and notes"
    PROOFS = "proofs", "Proofs of training elsewhere"
    TRAINING = "training", "Certificates"
    SIGNATURES = "signatures", "Signatures on policies"
    IDENTITY = "identity", "Name, staff number and former names"


class Certainty(models.TextChoices):
    """How sure somebody is that the source says so."""

    CHECKED = "checked", "Checked against the source"
    SECOND_HAND = "second_hand", "Known from others who quote the source"
    UNVERIFIED = "unverified", "No source found"


class RetentionPeriod(Record):
    """How long details of one kind are kept, as an administrator set it on a day, and where that stands."""

    of = models.CharField(max_length=20, choices=KeptClass)
    months_after_leaving = models.PositiveSmallIntegerField()
    months_after_act = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Counted beside the other.")
    source = models.CharField(max_length=500)
    address = models.URLField(max_length=300, blank=True)
    certainty = models.CharField(max_length=20, choices=Certainty)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    def __str__(self):
        return f"{self.get_of_display()}: {self.months_after_leaving} months"


class PersonQuerySet(models.QuerySet):
    def about(self, rows):
        """Of the people with these rows."""
        return self.filter(person__in=rows)


class ProposedPersonQuerySet(PersonQuerySet):
    def to_go(self):
        """Of approved disposals, and not yet erased or passed over."""
        return self.filter(outcome__isnull=True, disposal__decision__kind=DisposalDecided.Kind.APPROVED)


class HoldQuerySet(PersonQuerySet):
    def standing(self):
        """Not lifted."""
        return self.filter(lifted__isnull=True)


class RetentionHold(Record):
    """Nothing of this person is erased for now, because of what the words say: a complaint, a claim, an inquiry."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()

    objects = HoldQuerySet.as_manager()

    def __str__(self):
        return f"Hold on {self.person_id}"


class HoldLifted(Record):
    """A hold is over."""

    hold = models.OneToOneField(RetentionHold, on_delete=models.PROTECT, related_name="lifted")
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField()

    def __str__(self):
        return f"Lifted: {self.hold}"


class DisposalQuerySet(models.QuerySet):
    def about(self, key):
        """The one with this key."""
        return self.filter(key=key)

    def waiting(self):
        """Proposed, and not decided on."""
        return self.filter(decision__isnull=True)


class DisposalProposed(Record):
    """Somebody proposes to erase details of the people listed: nothing happens before a second person approves."""

    class Why(models.TextChoices):
        PERIOD = "period", "Their periods are over"
        ASKED = "asked", "The person asked for it"

    why = models.CharField(max_length=20, choices=Why, default=Why.PERIOD)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()

    objects = DisposalQuerySet.as_manager()

    def __str__(self):
        return f"Disposal proposed {self.proposed_at:%Y-%m-%d %H:%M}"


class ProposedPerson(AppendOnly):
    """One person of a proposed disposal, and which kinds of details are to go."""

    disposal = models.ForeignKey(DisposalProposed, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    classes = models.CharField(max_length=200, help_text="Their keys, by commas.")
    left_on = models.DateField(help_text="Their last day anywhere, as it was known then.")

    objects = ProposedPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["disposal", "person"], name="person_once_in_each_proposed_disposal")
        ]

    def __str__(self):
        return f"{self.person_id}: {self.classes}"

    @property
    def kinds(self) -> list[KeptClass]:
        return [KeptClass(key) for key in self.classes.split(",")]

    @property
    def what(self) -> str:
        """What goes, in words: with the name, everything does."""
        kinds = self.kinds
        return "Everything" if KeptClass.IDENTITY in kinds else "; ".join(of.label for of in kinds)


class DisposalDecided(Record):
    """What became of a proposal: approved by somebody else, or declined."""

    class Kind(models.TextChoices):
        APPROVED = "approved", "Approved"
        DECLINED = "declined", "Declined"

    proposal = models.OneToOneField(DisposalProposed, on_delete=models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=20, choices=Kind)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    only_one_administrator = models.BooleanField(default=False, help_text="There was nobody else to approve it.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="declined") | ~Q(proposed_by=F("decided_by")) | Q(only_one_administrator=True),
                name="proposed_disposal_approved_by_a_second_person",
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.proposal}"


class PersonDisposed(Record):
    """What became of one person of an approved disposal: their details were erased, or why they were not."""

    class Kind(models.TextChoices):
        ERASED = "erased", "Erased"
        PASSED_OVER = "passed_over", "Not erased"

    proposed = models.OneToOneField(ProposedPerson, on_delete=models.PROTECT, related_name="outcome")
    kind = models.CharField(max_length=20, choices=Kind)
    why = models.CharField(max_length=300, blank=True, help_text="Why nothing was erased.")
    whole = models.BooleanField(default=False, help_text="With the name, and so everything.")
    words_let_go = models.PositiveIntegerField(default=0)
    disposal = models.ForeignKey(Disposal, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    disposed_at = models.DateTimeField()
    disposed_on = models.DateField(help_text="The local day.")

    class Meta:
        indexes = [models.Index(fields=["disposed_on"], name="person_disposed_on")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.proposed}"


class ErasureAsked(Record):
    """Somebody asked for their details to be erased, and what they were answered: dates and kinds, no names."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    answer = models.TextField()
    proposal = models.ForeignKey(
        DisposalProposed, null=True, blank=True, on_delete=models.PROTECT, related_name="asked"
    )

    objects = PersonQuerySet.as_manager()

    def __str__(self):
        return f"Asked on {self.asked_on}: {self.person_id}"
