"""The life of a policy: who was asked to approve what, what was decided, archived or said differently. The tables.

Nothing here holds personal words: the note of somebody who sends a request back is kept apart.
"""

from django.db import models
from django.db.models import F, Q

from trainingsite.audit.models import Record, Snapshot
from trainingsite.people.models import OPENS_THE_DESK, Duty, Person, Practice, Responsibility

LOOKS_AFTER = (*OPENS_THE_DESK, Duty.POLICY_OWNER)


class LifeQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)


class Trigger(models.TextChoices):
    """What led to a version, without details."""

    INCIDENT = "incident", "An incident led to this"


class ApprovalQuerySet(LifeQuerySet):
    def visible_to(self, person, day):
        """Requests of the person, and those of the practices whose policies they look after that day."""
        duties = Responsibility.objects.known().on(day).by(person).of_kind(*LOOKS_AFTER)
        theirs = duties.filter(practice__isnull=False).values("practice")
        return self.filter(Q(practice__in=theirs) | Q(asked_by=person))

    def newest(self):
        """The last request about each policy: a newer one takes the place of those before it."""
        newer = self.model.objects.filter(page=models.OuterRef("page"), pk__gt=models.OuterRef("pk"))
        return self.filter(~models.Exists(newer))

    def waiting(self):
        """Requests that nobody has decided, and that no newer one has replaced."""
        return self.newest().filter(decision__isnull=True)


class ApprovalAsked(Record):
    """Somebody asks a colleague to approve this text, frozen as it would be published."""

    page = models.ForeignKey("policies.PolicyPage", on_delete=models.PROTECT, related_name="approvals")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    base = models.ForeignKey(
        "policies.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The newest version when it was asked.",
    )  # fmt: skip
    restores = models.ForeignKey(
        "policies.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The earlier version whose text it is.",
    )  # fmt: skip
    revision = models.PositiveIntegerField(null=True, blank=True, help_text="The draft in Wagtail, while it is kept.")
    material = models.BooleanField()
    every_version = models.BooleanField(default=False, help_text="The policy was set to: every version is signed.")
    reason = models.CharField(max_length=500)
    effective_on = models.DateField()
    trigger = models.CharField(max_length=20, choices=Trigger, blank=True)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    def __str__(self):
        return f"Approval asked: {self.title}"


class ApprovalDecision(Record):
    """What somebody else said of the request."""

    class Kind(models.TextChoices):
        APPROVED = "approved", "Approved"
        SENT_BACK = "sent_back", "Sent back"

    request = models.OneToOneField(ApprovalAsked, on_delete=models.PROTECT, related_name="decision")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    version = models.OneToOneField(
        "policies.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="approval"
    )

    objects = LifeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="approval_is_somebody_elses"),
            models.CheckConstraint(
                condition=Q(kind="approved", version__isnull=False) | Q(kind="sent_back", version__isnull=True),
                name="approval_makes_a_version",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.request.title}"


class VersionReclassified(Record):
    """A version that was published as minor counts as material from a day: whoever signed before it signs again."""

    version = models.OneToOneField("policies.PolicyVersion", on_delete=models.PROTECT, related_name="reclassified")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    reason = models.CharField(max_length=500)
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()

    objects = LifeQuerySet.as_manager()

    def __str__(self):
        return f"Material from {self.from_on:%Y-%m-%d}: {self.version}"


class PolicyArchived(Record):
    """A policy is asked of nobody from a day, and is asked again once it is brought back."""

    class Kind(models.TextChoices):
        ARCHIVED = "archived", "Archived"
        BROUGHT_BACK = "brought_back", "Brought back"

    page = models.ForeignKey("policies.PolicyPage", on_delete=models.PROTECT, related_name="archivings")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(default=1)
    follows = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    reason = models.CharField(max_length=500)
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    acted_on = models.DateField(help_text="The local day.")

    objects = LifeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "practice", "number"], name="policy_archiving_numbered_once")
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.page_id}"
