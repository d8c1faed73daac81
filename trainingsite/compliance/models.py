"""Who must do what by when: programmes, requirements, releases, and learning done elsewhere."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from modules.models import ModulePage
from scenarios.models import ScenarioPage
from trainingsite.audit.models import Record
from trainingsite.compliance.inspections import InspectionNotice  # noqa: F401 -- a table
from trainingsite.compliance.moves import GoLiveMoved  # noqa: F401 -- a table
from trainingsite.compliance.plans import Plan  # noqa: F401 -- a table
from trainingsite.compliance.practice_targets import TargetChanged  # noqa: F401 -- a table
from trainingsite.compliance.recorded import (  # noqa: F401 -- tables
    ElsewhereEntry,
    OnWhoseWord,
    PriorLearningQuerySet,
    PriorLearningWithdrawn,
)
from trainingsite.compliance.rules import Anchor
from trainingsite.compliance.timelines import Timelines  # noqa: F401 -- a table
from trainingsite.people.facts import DatedFact, DatedQuerySet
from trainingsite.people.identities import formers_of, rows_of
from trainingsite.people.models import (
    Membership,
    MembershipQuerySet,
    Network,
    NetworkPractice,
    Person,
    Practice,
)
from trainingsite.policies.models import PolicyPage

TARGETS = ("module", "scenario", "policy", "outside_training")


def exactly_one_of(*names: str) -> Q:
    """A condition: exactly one of the columns has a value."""
    condition = Q()
    for chosen in names:
        condition |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return condition


class OutsideTrainingQuerySet(models.QuerySet):
    def at(self, practice):
        """The subjects everybody may choose, the practice's own, and those of what it follows of its networks."""
        followed = Adoption.objects.at(practice).values("programme__network")
        return self.filter(
            Q(practice__isnull=True, network__isnull=True) | Q(practice=practice) | Q(network__in=followed)
        )

    def open_to(self, person, day):
        """The subjects that count where the person works that day."""
        jobs = Membership.objects.known().on(day).by(person).values("practice")
        followed = Adoption.objects.filter(practice__in=jobs).values("programme__network")
        return self.shared() | self.filter(Q(practice__in=jobs) | Q(network__in=followed))

    def shared(self):
        """The subjects that are there for everybody."""
        return self.filter(practice__isnull=True, network__isnull=True)


class OutsideTraining(models.Model):
    """A subject people are trained in elsewhere: basic life support, fire safety…

    It is there for everybody, unless a practice or a network added it for its own people.
    """

    key = models.SlugField(unique=True)
    title = models.CharField(max_length=200)
    network = models.ForeignKey(Network, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = OutsideTrainingQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name_plural = "outside training"

    def __str__(self):
        return self.title


class ProgrammeQuerySet(models.QuerySet):
    def at(self, practice):
        """The programmes the practice follows or has followed."""
        return self.filter(pk__in=Adoption.objects.known().at(practice).values("programme"))

    def on_offer_to(self, practice, day):
        """What the practice may follow: the site's, its own, and those of its networks on the day."""
        networks = NetworkPractice.objects.known().on(day).filter(practice=practice).values("network")
        return self.filter(
            Q(practice__isnull=True, network__isnull=True) | Q(practice=practice) | Q(network__in=networks)
        )


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
    reason = models.CharField(max_length=300, blank=True, help_text="Why it is followed no more.")

    objects = AdoptionQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return f"{self.programme} at {self.practice}"


class RequirementQuerySet(DatedQuerySet):
    def at(self, practice):
        """Requirements of the programmes the practice follows or has followed: everybody's, and its own wordings."""
        followed = Adoption.objects.at(practice).values("programme")
        return self.filter(Q(practice=practice) | Q(practice__isnull=True), programme__in=followed)


class Requirement(DatedFact):
    """Who must do exactly one thing, within how many days, and how often; dated.

    ``line`` is the requirement's identity through changes of its wording. An empty audience means everyone.
    A practice's own row on a line that is not its own takes the place of the shared wording there, on its days.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="requirements")
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose own addition, or own wording of what is shared, it is.",
    )  # fmt: skip
    left_out = models.BooleanField(default=False, help_text="The practice asks it of nobody on these days.")
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


class PriorLearning(OnWhoseWord, Record):
    """Training done elsewhere or before, accepted by somebody other than the learner. Where it was done is words.

    Nobody is named for a file that was put in by a command of whoever runs the site.
    """

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
    accepted_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey(
        ElsewhereEntry, null=True, blank=True, on_delete=models.PROTECT, related_name="learning",
        help_text="How it came in, if a manager recorded it.",
    )  # fmt: skip

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
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=False) | Q(entry__isnull=False), name="prior_learning_rests_on_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.module or self.outside_training} by {self.person_id}"


def _sent_while_known_at(practices) -> Q:
    """Sent to no practice by name: for those that had the person on their list then, and not for later ones."""
    jobs = Membership.objects.filter(practice__in=practices, person=OuterRef("person"))
    return Q(practice__isnull=True) & Exists(jobs.filter(recorded_at__lte=OuterRef("claimed_at")))


class LearningClaimQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def by_human(self, person):
        """Theirs, also under a row that was joined to theirs."""
        return self.filter(person__in=rows_of(person))

    def at(self, practice, day):
        """The claims of those who work at the practice on that day, but for what they sent to another one."""
        people = Membership.objects.known().on(day).at(practice).values("person")
        theirs = self.filter(Q(person__in=people) | Q(person__in=formers_of(people)))
        return theirs.filter(Q(practice=practice) | _sent_while_known_at([practice]))

    def visible_to(self, person, day):
        """What the person may decide on: the claims of those who work where they open the desk, never their own."""
        managed = Practice.objects.managed_by(person, day)
        people = Membership.objects.known().on(day).filter(practice__in=managed).values("person")
        theirs = self.filter(Q(person__in=people) | Q(person__in=formers_of(people)))
        sent_here = theirs.filter(Q(practice__in=managed) | _sent_while_known_at(managed))
        return sent_here.exclude(person__in=rows_of(person))

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
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="To which it was sent. Empty: to every one where the person works.",
    )  # fmt: skip
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
