"""Who must do what by when: programmes, requirements, releases, and learning done elsewhere."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from modules.models import ModulePage
from scenarios.models import ScenarioPage
from trainingsite.audit.models import Record
from trainingsite.compliance.rules import Anchor
from trainingsite.people.facts import DatedFact, DatedQuerySet
from trainingsite.people.models import Membership, MembershipQuerySet, Network, Person, Practice
from trainingsite.policies.models import PolicyPage

TARGETS = ("module", "scenario", "policy", "outside_training")


def exactly_one_of(*names: str) -> Q:
    """A condition: exactly one of the columns has a value."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class OutsideTraining(models.Model):
    """A subject people are trained in elsewhere: basic life support, fire safety…"""

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "outside training"

    def __str__(self):
        return self.title


class ProgrammeQuerySet(models.QuerySet):
    def at(self, practice):
        """The programmes the practice follows or has followed."""
        return self.filter(pk__in=Adoption.objects.known().at(practice).values("programme"))


class Programme(models.Model):
    """A named set of requirements: induction, annual refresher, account holders…

    It belongs to the site (no owner), to a network or to a practice.
    """

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    network = models.ForeignKey(Network, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    grants_certificate = models.BooleanField(default=False)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(network__isnull=True) | Q(practice__isnull=True), name="programme_has_one_owner_at_most"
            )
        ]

    def __str__(self):
        return self.title


class AdoptionQuerySet(DatedQuerySet):
    def at(self, practice):
        return self.filter(practice=practice)


class Adoption(DatedFact):
    """A practice follows a programme from a day to a day."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="adoptions")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="adoptions")

    objects = AdoptionQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return f"{self.programme} at {self.practice}"


class RequirementQuerySet(DatedQuerySet):
    def at(self, practice):
        """Requirements of the programmes the practice follows: everybody's, and its own additions."""
        followed = Adoption.objects.known().at(practice).values("programme")
        return self.filter(Q(practice=practice) | Q(practice__isnull=True), programme__in=followed)


class Requirement(DatedFact):
    """Who must do exactly one thing, within how many days, and how often; dated.

    ``line`` is the requirement's identity through changes of its wording. An empty audience means everyone.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="requirements")
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="An addition of its own."
    )
    key = models.SlugField(help_text="What reports call it.")
    module = models.ForeignKey(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scenario = models.ForeignKey(ScenarioPage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    policy = models.ForeignKey(PolicyPage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_training = models.ForeignKey(
        OutsideTraining, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    staff_groups = models.JSONField(default=list, blank=True)
    job_roles = models.JSONField(default=list, blank=True)
    duties = models.JSONField(default=list, blank=True)
    due_within_days = models.PositiveSmallIntegerField(default=28)
    refresher_months = models.PositiveSmallIntegerField(null=True, blank=True)
    anchor = models.CharField(
        max_length=20, choices=[(a.value, a.name.capitalize()) for a in Anchor], default=Anchor.COMPLETION
    )
    fixed_month = models.PositiveSmallIntegerField(null=True, blank=True)
    fixed_day = models.PositiveSmallIntegerField(null=True, blank=True)
    window_days = models.PositiveSmallIntegerField(default=60)
    reason = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = RequirementQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        ordering = ["position", "key"]
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(condition=exactly_one_of(*TARGETS), name="requirement_asks_for_exactly_one_thing"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_for_everyone(self) -> bool:
        """Whether it names no audience of its own."""
        return not (self.staff_groups or self.job_roles or self.duties)

    @property
    def kind(self) -> str:
        """Which of the four things it asks for."""
        return next(name for name in TARGETS if getattr(self, f"{name}_id") is not None)

    @property
    def target(self):
        return getattr(self, self.kind)

    @property
    def title(self) -> str:
        return self.target.title


class Exemption(DatedFact):
    """A person is released from a requirement from a day to a day; no word about health."""

    class Reason(models.TextChoices):
        NOT_IN_ROLE = "not_in_role", "The job does not include it"
        DONE_ELSEWHERE = "done_elsewhere", "Covered by another employer"
        SHORT_STAY = "short_stay", "Here for a short time only"
        OTHER = "other", "Agreed with the manager"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exemptions")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    requirement_line = models.UUIDField()
    reason = models.CharField(max_length=20, choices=Reason)
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        constraints = [
            *DatedFact.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(person=models.F("approved_by")), name="exemption_approved_by_somebody_else"
            ),
        ]

    def __str__(self):
        return f"{self.person} from {self.started_on}"


class PriorLearningQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)


class PriorLearning(Record):
    """Training done elsewhere or before, accepted by somebody other than the learner."""

    class Basis(models.TextChoices):
        PRIOR_LEARNING = "prior_learning", "Done elsewhere"
        IMPORTED = "imported", "Imported from earlier records"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="prior_learning")
    module = models.ForeignKey(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_training = models.ForeignKey(
        OutsideTraining, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    completed_on = models.DateField()
    basis = models.CharField(max_length=20, choices=Basis)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = PriorLearningQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "prior learning"
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_of("module", "outside_training"), name="prior_learning_is_of_exactly_one_thing"
            ),
            models.CheckConstraint(
                condition=~Q(person=models.F("accepted_by")), name="prior_learning_accepted_by_somebody_else"
            ),
        ]

    def __str__(self):
        return f"{self.module or self.outside_training} by {self.person_id}"

    @property
    def accepted_on(self):
        """The local day on which it was accepted."""
        return timezone.localdate(self.recorded_at)


class LearningClaimQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def at(self, practice, day):
        """The claims of those who work at the practice on that day."""
        return self.filter(person__in=Membership.objects.known().on(day).at(practice).values("person"))

    def visible_to(self, person, day):
        """What the person may decide on: the claims of those who work where they open the desk, never their own."""
        managed = Practice.objects.managed_by(person, day)
        people = Membership.objects.known().on(day).filter(practice__in=managed).values("person")
        return self.filter(person__in=people).exclude(person=person)

    def waiting(self):
        return self.filter(decision__isnull=True)


class LearningClaim(Record):
    """A person says that they did a training elsewhere, and when. The proof and what they wrote are words.

    ``words_key`` is the proof's; ``said_key`` that of where and with whom it was done.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="learning_claims")
    module = models.ForeignKey(ModulePage, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_training = models.ForeignKey(
        OutsideTraining, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    completed_on = models.DateField()
    claimed_at = models.DateTimeField()
    said_key = models.UUIDField(editable=False)
    said_commitment = models.CharField(max_length=64, editable=False)

    objects = LearningClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=exactly_one_of("module", "outside_training"), name="learning_claim_is_of_exactly_one_thing"
            )
        ]

    def __str__(self):
        return f"{self.title} by {self.person_id}"

    @property
    def title(self) -> str:
        """What it is to count for."""
        return (self.module or self.outside_training).title


class ClaimDecision(Record):
    """What became of a claim, once and for good: accepted or declined by somebody else, or taken back."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"

    claim = models.OneToOneField(LearningClaim, on_delete=models.PROTECT, related_name="decision")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", help_text="Whose claim it is.")
    kind = models.CharField(max_length=20, choices=Kind)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    prior_learning = models.OneToOneField(
        PriorLearning, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="withdrawn", person=models.F("decided_by"))
                | (~Q(kind="withdrawn") & ~Q(person=models.F("decided_by"))),
                name="claim_decided_by_somebody_else_or_taken_back",
            ),
            models.CheckConstraint(
                condition=Q(kind="accepted", prior_learning__isnull=False)
                | (~Q(kind="accepted") & Q(prior_learning__isnull=True)),
                name="claim_counts_when_it_is_accepted",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.claim_id}"

    @property
    def counts(self) -> bool:
        return self.kind == self.Kind.ACCEPTED

    @property
    def is_taken_back(self) -> bool:
        return self.kind == self.Kind.WITHDRAWN
