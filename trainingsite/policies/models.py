"""Policies: the living document, its frozen versions, and what people say of them."""

from django.db import models
from django.utils import timezone
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from scenarios.keys import KeepsItsKey
from scenarios.previews import preview
from trainingsite.audit.models import Record, Version
from trainingsite.people.models import Person, Practice, PracticePage
from trainingsite.policies.freezing import draft_content


class ClauseBlock(blocks.StructBlock):
    """One clause, with an id that stays the same for ever."""

    id = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=200)
    text = blocks.RichTextBlock(features=["bold", "italic", "ul", "ol", "h3"])


class SourceBlock(blocks.StructBlock):
    """A source the policy is built on, and the day it was last checked."""

    body = blocks.CharBlock(max_length=60)
    title = blocks.CharBlock(max_length=300)
    checked_on = blocks.DateBlock()


class PolicyPage(KeepsItsKey, Page):
    """A policy as its owner edits it; staff read and sign its frozen versions."""

    key = models.SlugField(unique=True, help_text="Part of the address; stays the same for ever.")
    summary = models.TextField()
    minutes = models.PositiveSmallIntegerField(default=8, help_text="Reading time.")
    declaration = models.TextField(help_text="What people sign. Leave a blank line between paragraphs.")
    clauses = StreamField([("clause", ClauseBlock())], blank=True)
    sources = StreamField([("source", SourceBlock())], blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    every_version_signed = models.BooleanField(default=False)

    content_panels = [
        *Page.content_panels,
        FieldPanel("key"),
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("review_due_on"),
        FieldPanel("every_version_signed"),
        FieldPanel("clauses"),
        FieldPanel("declaration"),
        FieldPanel("sources"),
    ]
    parent_page_types = ["people.PracticePage"]
    subpage_types = []

    def get_url_parts(self, *args, **kwargs):
        """The address of the frozen version, wherever the page hangs in the tree."""
        parts = super().get_url_parts(*args, **kwargs)
        return parts and (parts[0], parts[1], f"/policies/{self.key}/")

    def serve_preview(self, request, mode_name):
        """The draft as it would be read; nothing is recorded and nothing can be signed."""
        content = draft_content(self, self.practice, timezone.localdate())
        return preview(request, "policies/read.html", {"reading": {"content": content}})

    @property
    def practice(self) -> Practice:
        """The practice whose shelf the policy stands on."""
        return PracticePage.objects.ancestor_of(self).select_related("practice").get().practice


class PolicyVersionQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

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

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "major", "minor"], name="policy_version_numbered_once")]

    def __str__(self):
        return f"{self.title} {self.number}"

    @property
    def number(self):
        return f"{self.major}.{self.minor}"

    def comes_before(self, other):
        return (self.major, self.minor) < (other.major, other.minor)


class AttestationQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def at(self, practice):
        return self.filter(practice=practice)

    def latest(self):
        """The last word of each person on each version at each practice."""
        return self.filter(followed_by__isnull=True)

    def signed(self):
        return self.filter(kind__in=[Attestation.Kind.SIGNED, Attestation.Kind.WITNESSED])


class Attestation(Record):
    """Something one person said about one version at one practice: signed it, asked, declined, took it back.

    ``number`` counts what was said about the same version, so that a double click collides.
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
    method = models.CharField(max_length=20, choices=Method)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "practice", "version", "number"], name="attestation_numbered_once"
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.version}"
