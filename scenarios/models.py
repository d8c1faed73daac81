"""Branching exercises: the page authors edit, the frozen graph, the goes people have at it."""

from django.db import models
from django.db.models.functions import Substr
from django.shortcuts import redirect
from wagtail.fields import StreamField
from wagtail.models import Page

from scenarios.authoring import PANELS, ScenarioForm
from scenarios.blocks import EndingBlock, StepBlock
from scenarios.changes import SaysWhatChanged
from scenarios.keys import KeepsItsKey
from scenarios.previews import preview
from scenarios.rehearsal import rehearsal_of
from scenarios.story import draft_of
from scenarios.text import MOST_ENDINGS, MOST_STEPS
from trainingsite.audit.models import Record, Snapshot, Version
from trainingsite.people.models import Person, Practice, PracticePage


class ScenarioPage(KeepsItsKey, SaysWhatChanged, Page):
    """A branching exercise as its authors edit it; staff play its frozen versions."""

    key = models.SlugField(unique=True, help_text="Part of the address; stays the same for ever.")
    summary = models.TextField()
    roles = models.JSONField(default=list, blank=True)
    pass_mark = models.PositiveSmallIntegerField(default=70, help_text="Percent.")
    minutes = models.PositiveSmallIntegerField(default=5, help_text="How long it takes to play.")
    series = models.CharField(
        max_length=120, blank=True, help_text="Scenarios of one series stand together. Not part of a version."
    )
    start = models.CharField(max_length=60)
    steps = StreamField([("step", StepBlock())], blank=True, max_num=MOST_STEPS)
    endings = StreamField([("ending", EndingBlock())], blank=True, max_num=MOST_ENDINGS)

    content_panels = [*Page.content_panels, *PANELS]
    base_form_class = ScenarioForm
    preview_modes = [("play", "Play it"), ("all", "Everything on one page")]
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
        """The draft to be played, with nothing recorded, or every step and ending one below the other."""
        if mode_name == "all":
            return preview(request, "scenarios/preview_all.html", {"draft": draft_of(self)})
        return preview(request, "scenarios/preview_play.html", {"draft": rehearsal_of(self)})


SHELF_DEPTHS = range(2, 10)  # how deep in the tree a practice's shelf may hang


class VersionQuerySet(models.QuerySet):
    def published(self, key):
        """The versions of the page with this key, newest first."""
        return self.filter(page__key=key, page__live=True).order_by("-number")

    def visible_to(self, person, day):
        """What is shared, and what is on the shelves of the practices where the person works that day.

        A shelf above is looked up by its path, so that this costs the same however many practices there are.
        """
        return self.filter(~models.Exists(shelves_above().exclude(practice__in=Practice.objects.of(person, day))))

    def usable_at(self, practice):
        """What is shared, and what is on the practice's own shelf."""
        return self.filter(~models.Exists(shelves_above().exclude(practice=practice)))

    def current(self):
        """The newest version of each page that is live."""
        newer = self.model.objects.filter(page=models.OuterRef("page"), number__gt=models.OuterRef("number"))
        return self.filter(~models.Exists(newer), page__live=True)


def shelves_above():
    """The practices' shelves above the page of a version, for a query about versions."""
    above = [Substr(models.OuterRef("page__path"), 1, Page.steplen * depth) for depth in SHELF_DEPTHS]
    return PracticePage.objects.filter(path__in=above)


def since_material(versions: list[Version]) -> list[Version]:
    """Of versions from newest to oldest, those that may still be worked on: down to the last material change."""
    last = next((at for at, version in enumerate(versions) if version.material), len(versions))
    return versions[: last + 1]


class ScenarioVersion(Version):
    """A scenario as it was published, with what exploring its graph found."""

    page = models.ForeignKey(ScenarioPage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

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


class AnswerRetention(Record):
    """How long practice answers are kept, as the administrator set it on a day; the newest holds."""

    days_after_passing = models.PositiveSmallIntegerField()
    months_otherwise = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "answer retention"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days_after_passing__range=(1, 365), months_otherwise__range=(4, 24)),
                name="answers_kept_for_months_and_not_for_years",
            )
        ]

    def __str__(self):
        return f"{self.days_after_passing} days after passing, otherwise {self.months_otherwise} months"
