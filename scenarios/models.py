"""Branching exercises: the page authors edit, the frozen graph, the goes people have at it."""

from django.db import models
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from scenarios.blocks import EndingBlock, StepBlock
from scenarios.keys import KeepsItsKey
from scenarios.previews import preview
from scenarios.story import draft_of
from trainingsite.audit.models import Record, Snapshot, Version
from trainingsite.people.models import Person, Practice, PracticePage


class ScenarioPage(KeepsItsKey, Page):
    """A branching exercise as its authors edit it; staff play its frozen versions."""

    key = models.SlugField(unique=True, help_text="Part of the address; stays the same for ever.")
    summary = models.TextField()
    roles = models.JSONField(default=list, blank=True)
    pass_mark = models.PositiveSmallIntegerField(default=70, help_text="Percent.")
    minutes = models.PositiveSmallIntegerField(default=5, help_text="How long it takes to play.")
    start = models.CharField(max_length=60, help_text="The id of the first step.")
    steps = StreamField([("step", StepBlock())], blank=True)
    endings = StreamField([("ending", EndingBlock())], blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("key"),
        FieldPanel("summary"),
        FieldPanel("roles"),
        FieldPanel("pass_mark"),
        FieldPanel("minutes"),
        FieldPanel("start"),
        FieldPanel("steps"),
        FieldPanel("endings"),
    ]
    parent_page_types = ["people.LibraryPage", "people.PracticePage"]
    subpage_types = []

    def get_url_parts(self, *args, **kwargs):
        """The address of the frozen version, wherever the page hangs in the tree."""
        parts = super().get_url_parts(*args, **kwargs)
        return parts and (parts[0], parts[1], f"/scenarios/{self.key}/")

    def serve(self, request, *args, **kwargs):
        """Lead to the frozen version, wherever somebody found the page in the tree."""
        return redirect("scenarios:scenario", self.key)

    def serve_preview(self, request, mode_name):
        """Every step and ending of the draft, one below the other."""
        return preview(request, "scenarios/preview.html", {"draft": draft_of(self)})


class VersionQuerySet(models.QuerySet):
    def published(self, key):
        """The versions of the page with this key, newest first."""
        return self.filter(page__key=key, page__live=True).order_by("-number")

    def visible_to(self, person, day):
        """What is shared, and what is on the shelves of the practices where the person works that day."""
        others = PracticePage.objects.exclude(practice__in=Practice.objects.of(person, day))
        path = models.ExpressionWrapper(models.OuterRef("page__path"), output_field=models.CharField())
        above = others.annotate(below=path).filter(below__startswith=models.F("path"))
        return self.filter(~models.Exists(above))

    def current(self):
        """The newest version of each page that is live."""
        newer = self.model.objects.filter(page=models.OuterRef("page"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer), page__live=True)


def since_material(versions: list[Version]) -> list[Version]:
    """Of versions from newest to oldest, those that may still be worked on: down to the last material change."""
    last = next((at for at, version in enumerate(versions) if version.material), len(versions))
    return versions[: last + 1]


class ScenarioVersion(Version):
    """A scenario as it was published, with what exploring its graph found."""

    page = models.ForeignKey(ScenarioPage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="scenario_version_numbered_once")]

    def __str__(self):
        return f"{self.title}, version {self.number}"


class AttemptQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def at_content(self, snapshot_id):
        return self.filter(snapshot_id=snapshot_id)

    def open(self):
        return self.filter(outcome__isnull=True)


class Attempt(Record):
    """One go at a scenario or a knowledge check: open until it has an outcome."""

    class Kind(models.TextChoices):
        SCENARIO = "scenario", "Scenario"
        CHECK = "check", "Knowledge check"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attempts")
    kind = models.CharField(max_length=20, choices=Kind)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    begun_at = models.DateTimeField()

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "snapshot", "number"], name="attempt_numbered_once_for_each_person"
            )
        ]

    def __str__(self):
        return f"{self.kind} attempt {self.number}"


class AttemptOutcomeQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(attempt__person=person)


class AttemptOutcome(Record):
    """How a go ended: passed or not yet. What was answered is kept apart, in words."""

    attempt = models.OneToOneField(Attempt, on_delete=models.PROTECT, related_name="outcome")
    passed = models.BooleanField()
    ended_at = models.DateTimeField()
    ended_on = models.DateField(help_text="The local day.")

    objects = AttemptOutcomeQuerySet.as_manager()

    def __str__(self):
        return "passed" if self.passed else "not yet"
