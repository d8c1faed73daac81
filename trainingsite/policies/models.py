"""Policies: the living document, its frozen versions, and what people say of them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from scenarios.keys import KeepsItsKey
from scenarios.previews import preview
from trainingsite.audit.models import Record, Version
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Network, NetworkPage, Person, Practice, PracticePage
from trainingsite.policies import key_points, panels
from trainingsite.policies.accounts import AccountHolder, AccountStep, PracticeAccount  # noqa: F401 -- tables
from trainingsite.policies.audiences import names_in
from trainingsite.policies.blocks import ClauseBlock, SourceBlock
from trainingsite.policies.consultations import Consultation
from trainingsite.policies.editing import AUDIENCE_PANEL, FILE_PANELS, PolicyForm, refuse_two_texts
from trainingsite.policies.freezing import draft_content
from trainingsite.policies.links import LinkCheck  # noqa: F401 -- a table
from trainingsite.policies.lives import (  # noqa: F401 -- tables
    ApprovalAsked,
    ApprovalDecision,
    PolicyArchived,
    Trigger,
    VersionReclassified,
)
from trainingsite.policies.network_versions import NetworkVersion  # noqa: F401 -- a table
from trainingsite.policies.reviews import PolicyReview  # noqa: F401 -- a table
from trainingsite.policies.routes import SpeakingUpRoute  # noqa: F401 -- a table


class PolicyPage(KeepsItsKey, Page):
    """A policy as its owner edits it; staff read and sign its frozen versions."""

    key = models.SlugField(unique=True, help_text="Part of the address; stays the same for ever.")
    summary = models.TextField()
    minutes = models.PositiveSmallIntegerField(default=8, help_text="Reading time.")
    declaration = models.TextField(
        blank=True,
        help_text="What people sign. Leave a blank line between paragraphs. A public page has none: nobody signs it.",
    )
    clauses = StreamField([("clause", ClauseBlock())], blank=True)
    document = models.ForeignKey(
        "wagtaildocs.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        verbose_name="the policy as a file", help_text="A PDF, instead of clauses. What staff sign is kept for good.",
    )  # fmt: skip
    text_of_file = models.TextField(
        blank=True, help_text="Only for a file that holds pictures of pages: type its text, so that all can read it."
    )
    staff_groups = models.JSONField(default=list, blank=True)
    job_roles = models.JSONField(default=list, blank=True)
    duties = models.JSONField(default=list, blank=True)
    sources = StreamField([("source", SourceBlock())], blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    review_months = models.PositiveSmallIntegerField("months between reviews", default=12, blank=True)
    annex_review_due_on = models.DateField("hot topics review due on", null=True, blank=True)
    annex_review_months = models.PositiveSmallIntegerField("months between their reviews", default=3, blank=True)
    checked_against = models.CharField(
        max_length=20, choices=key_points.CheckedAgainst, blank=True, help_text="Its key points are listed below."
    )
    every_version_signed = models.BooleanField(default=False)
    owner_of_policy = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="who looks after it",
        help_text="Empty means the practice's policy owner.",
    )  # fmt: skip
    public = models.BooleanField(
        "for patients",
        default=False,
        help_text="Anybody may read it, at a public address for the practice's website to link to. Nobody signs it.",
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("key"),
        FieldPanel("summary"),
        FieldPanel("minutes", heading="Reading time in minutes", help_text="Staff see it before they start."),
        FieldPanel("every_version_signed", help_text="Everybody signs each new version, minor ones too."),
        FieldPanel("owner_of_policy"),
        FieldPanel("public"),
        AUDIENCE_PANEL,
        *panels.PANELS,
        FieldPanel("clauses"),
        *FILE_PANELS,
        FieldPanel("declaration"),
        FieldPanel("sources"),
    ]
    parent_page_types = ["people.PracticePage", "people.NetworkPage"]
    subpage_types = []
    base_form_class = PolicyForm
    has_workflow = False  # a workflow of Wagtail's would publish without asking what the change is

    def get_workflow(self):
        """A policy is approved on the page that shows what it becomes, and in no other way."""
        return

    def get_url_parts(self, *args, **kwargs):
        """The address of the frozen version, wherever the page hangs in the tree."""
        parts = super().get_url_parts(*args, **kwargs)
        return parts and (parts[0], parts[1], f"/policies/{'public/' if self.public else ''}{self.key}/")

    def clean(self):
        """Staff sign a statement; patients sign nothing."""
        super().clean()
        refuse_two_texts(self)
        panels.tidy(self)
        if self.public and self.declaration.strip():
            raise ValidationError({"declaration": "A page for patients has no statement: nobody signs it"})
        if self.pk and self.versions.exclude(page__public=self.public).exists():
            raise ValidationError({"public": "This has been published: who may read it stays. Begin a new page"})
        if not self.public and not self.declaration.strip():
            raise ValidationError({"declaration": "Write the statement that staff sign"})

    def serve_preview(self, request, mode_name):
        """The draft as it would be read; nothing is recorded and nothing can be signed."""
        content = draft_content(self, self.practice or self.network, timezone.localdate())
        reading = {"content": content, "for_whom": names_in(content)}
        return preview(request, "policies/read.html", {"reading": reading})

    @property
    def practice(self) -> Practice | None:
        """The practice whose shelf the policy stands on; nothing for a network's."""
        shelf = PracticePage.objects.ancestor_of(self).select_related("practice").first()
        return shelf.practice if shelf else None

    @property
    def network(self) -> Network | None:
        """The network whose shelf the policy stands on; nothing for a practice's own."""
        shelf = NetworkPage.objects.ancestor_of(self).select_related("network").first()
        return shelf.network if shelf else None


class PolicyVersionQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def public(self):
        """Versions of what anybody may read."""
        return self.filter(page__public=True)

    def in_force_on(self, day):
        """Versions that had taken effect by the day, newest first."""
        return self.filter(effective_on__lte=day).order_by("-major", "-minor")

    def visible_to(self, person):
        """Versions of the practices where the person works or has worked, or has a duty."""
        from_jobs = Practice.objects.filter(memberships__person=person)
        from_duties = person.responsibilities.known().filter(practice__isnull=False).values("practice")
        return self.filter(models.Q(practice__in=from_jobs) | models.Q(practice__in=from_duties))


class PolicyVersion(Version):
    """A policy as it was published for a practice, with the practice's own names in it."""

    page = models.ForeignKey(PolicyPage, on_delete=models.PROTECT, related_name="versions")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="policy_versions")
    major = models.PositiveSmallIntegerField()
    minor = models.PositiveSmallIntegerField(default=0)
    effective_on = models.DateField()
    audience = models.JSONField(null=True, blank=True, help_text="As frozen in its text. Empty: everybody.")
    asks_again = models.BooleanField(null=True, blank=True, help_text="Earlier signatures end. Empty: if material.")
    approved_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    only_approver = models.BooleanField(null=True, blank=True, help_text="Nobody else there could approve it.")
    trigger = models.CharField(max_length=20, choices=Trigger, blank=True, help_text="What led to it; no details.")
    consultation = models.ForeignKey(
        Consultation, null=True, blank=True, on_delete=models.PROTECT, related_name="versions"
    )

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "practice", "major", "minor"], name="policy_version_numbered_once_at_a_practice"
            )
        ]

    def __str__(self):
        return f"{self.title} {self.number}"

    @property
    def number(self):
        return f"{self.major}.{self.minor}"

    @property
    def place(self):
        """Where it stands among the versions of its policy."""
        return self.major, self.minor

    @property
    def asks_everybody(self):
        """Whether it was published as one that everybody signs again."""
        return self.material if self.asks_again is None else self.asks_again

    def comes_before(self, other):
        return self.place < other.place


class AttestationQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def by_human(self, person):
        """What the person said, also under a row that was joined to theirs."""
        return self.filter(person__in=rows_of(person))

    def at(self, practice):
        return self.filter(practice=practice)

    def latest(self):
        """The last word of each person on each version at each practice; to ask something takes no word back."""
        same = {name: models.OuterRef(name) for name in ("person", "practice", "version")}
        later = Attestation.objects.filter(**same, number__gt=models.OuterRef("number"))
        return self.exclude(kind__in=TALK).filter(~models.Exists(later.exclude(kind__in=TALK)))

    def signed(self):
        return self.filter(kind__in=SIGNATURES)

    def published(self, receipt):
        """The signature that anybody may check by its receipt."""
        return self.signed().filter(key=receipt)

    def asked(self):
        """Questions and objections."""
        return self.filter(kind=Attestation.Kind.QUERIED)

    def unanswered(self):
        """Questions and objections that nothing has followed."""
        return self.asked().filter(followed_by__isnull=True)


class Attestation(Record):
    """Something one person said about one version at one practice: signed it, asked, declined, took it back.

    ``number`` counts what was said about the same version, so that a double click collides. Where somebody else
    answers, voids or countersigns, it is still about ``person``, and ``acted_by`` says who did it.
    """

    class Kind(models.TextChoices):
        SIGNED = "signed", "Signed"
        QUERIED = "queried", "Asked a question"
        ANSWERED = "answered", "Question answered"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        VOIDED = "voided", "Voided"
        WITNESSED = "witnessed", "Signed on paper, witnessed"

    class Method(models.TextChoices):
        PASSWORD = "password", "Password entered again"
        TOTP = "totp", "Code from an authenticator app"
        RECOVERY_CODE = "recovery_code", "Recovery code"
        EMAILED_CODE = "emailed_code", "Code sent by e-mail"
        PAPER = "paper", "On paper"
        IMPORTED = "imported", "Imported from an earlier system"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attestations")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="attestations")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="attestations")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(default=1)
    follows = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    attested_at = models.DateTimeField()
    attested_on = models.DateField(help_text="The local day.")
    method = models.CharField(max_length=20, choices=Method, blank=True, help_text="How a signer showed who they are.")
    addressed_to = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who is asked."
    )
    acted_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="If not the person."
    )

    objects = AttestationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "practice", "version", "number"], name="attestation_numbered_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.version}"

    @property
    def is_signature(self):
        return self.kind in SIGNATURES

    @property
    def is_question(self):
        return self.kind == self.Kind.QUERIED

    @property
    def is_answer(self):
        return self.kind == self.Kind.ANSWERED

    @property
    def is_withdrawal(self):
        return self.kind == self.Kind.WITHDRAWN

    @property
    def is_decline(self):
        return self.kind == self.Kind.DECLINED


SIGNATURES = (Attestation.Kind.SIGNED, Attestation.Kind.WITNESSED)
TALK = (Attestation.Kind.QUERIED, Attestation.Kind.ANSWERED)


class SignatureConfirmed(Record):
    """The signer said, once their way into the account was a week old, that a signature is theirs."""

    attestation = models.OneToOneField(Attestation, on_delete=models.PROTECT, related_name="confirmed")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    def __str__(self):
        return f"Confirmed: {self.attestation}"


class ScopedQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def at(self, practice):
        return self.filter(practice=practice)


class VersionHold(Record):
    """Nobody's clock runs for a version while the practice talks an objection through: held, and lifted again."""

    class Kind(models.TextChoices):
        HELD = "held", "Held"
        LIFTED = "lifted", "Lifted"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.PositiveSmallIntegerField(default=1)
    follows = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    reason = models.CharField(max_length=300, blank=True, help_text="What everybody reads.")
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    acted_at = models.DateTimeField()
    acted_on = models.DateField(help_text="The local day.")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="version_hold_numbered_once")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.version}"


class SigningSheetQuerySet(ScopedQuerySet):
    def waiting(self):
        """Sheets that nobody has looked at a second time."""
        return self.filter(decision__isnull=True)


class SigningSheet(Record):
    """A sheet that somebody signed on paper, scanned and uploaded; it counts once a second person countersigns."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signing_sheets")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="signing_sheets")
    signed_on = models.DateField(help_text="The day written on the paper.")
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = SigningSheetQuerySet.as_manager()

    def __str__(self):
        return f"{self.person}: {self.version}, on paper"


class SheetDecision(Record):
    """What the second person said of a sheet: countersigned it, or sent it back."""

    class Kind(models.TextChoices):
        COUNTERSIGNED = "countersigned", "Countersigned"
        SENT_BACK = "sent_back", "Sent back"

    sheet = models.OneToOneField(SigningSheet, on_delete=models.PROTECT, related_name="decision")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    attestation = models.OneToOneField(
        Attestation, null=True, blank=True, on_delete=models.PROTECT, related_name="sheet_decision"
    )

    objects = ScopedQuerySet.as_manager()

    def __str__(self):
        return f"{self.get_kind_display()}: {self.sheet}"
