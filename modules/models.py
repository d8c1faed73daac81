"""What staff learn: the pages authors edit, the frozen modules, who began and who completed."""

from django.db import models
from django.shortcuts import redirect
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from modules.blocks import GuidanceBlock, LearningOutcomeBlock, LessonBlocks, QuestionBlock, RecapBlock
from modules.drafts import draft_lesson, draft_module
from modules.topic_counts import TopicsCounted  # noqa: F401 -- a table
from scenarios.changes import ForgetsTheLastChange, SaysWhatChanged
from scenarios.keys import KeepsItsKey
from scenarios.models import AttemptOutcome, VersionQuerySet
from scenarios.previews import preview
from trainingsite.audit.models import Record, Version
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Person


class ModulePage(KeepsItsKey, SaysWhatChanged, Page):
    """A unit of training as its authors edit it: lessons below it, and a knowledge check."""

    key = models.SlugField(unique=True, help_text="Part of the address; stays the same for ever.")
    summary = models.TextField()
    check_minutes = models.PositiveSmallIntegerField(default=3)
    pass_mark = models.PositiveSmallIntegerField(default=80, help_text="Percent.")
    grants_certificate = models.BooleanField(
        default=False,
        help_text="Whoever passes gets a certificate for this module alone. Leave it for what is part of a programme"
        " that gives one.",
    )
    outcomes = StreamField([("outcome", LearningOutcomeBlock())], blank=True)
    guidance = StreamField([("source", GuidanceBlock())], blank=True)
    questions = StreamField([("question", QuestionBlock())], blank=True)
    recap = StreamField(
        [("recap", RecapBlock())], blank=True, max_num=1, help_text="For the card to print. Leave empty for no card."
    )
    reviewed_on = models.DateField(
        null=True, blank=True, help_text="When somebody last read it through. Not part of a version: change it any day."
    )
    review_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How often somebody should: every 6 months where apps change."
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("key"),
        FieldPanel("summary"),
        FieldPanel("check_minutes"),
        FieldPanel("pass_mark"),
        FieldPanel("grants_certificate"),
        FieldPanel("outcomes"),
        FieldPanel("guidance"),
        FieldPanel("questions"),
        FieldPanel("recap"),
        FieldPanel("reviewed_on"),
        FieldPanel("review_months"),
    ]
    base_form_class = ForgetsTheLastChange
    parent_page_types = ["people.LibraryPage", "people.PracticePage"]
    subpage_types = ["modules.LessonPage"]

    def get_url_parts(self, *args, **kwargs):
        """The address of the frozen version, wherever the page hangs in the tree."""
        parts = super().get_url_parts(*args, **kwargs)
        return parts and (parts[0], parts[1], f"/modules/{self.key}/")

    def live_lessons(self):
        """The published lessons, in their order."""
        return LessonPage.objects.child_of(self).live().order_by("path")

    def serve(self, request, *args, **kwargs):
        """Lead to the frozen version, wherever somebody found the page in the tree."""
        return redirect("modules:module", self.key)

    def serve_preview(self, request, mode_name):
        """The draft with its published lessons; its questions with the right answers marked."""
        return preview(request, "modules/preview.html", draft_module(self, self.live_lessons()))


class LessonPage(Page):
    """One lesson of a module."""

    minutes = models.PositiveSmallIntegerField(default=3)
    topics = models.JSONField(default=list, blank=True)
    you_will = models.JSONField(default=list, blank=True)
    remember = models.CharField(max_length=300, blank=True)
    body = StreamField(LessonBlocks(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("minutes"),
        FieldPanel("topics"),
        FieldPanel("you_will"),
        FieldPanel("remember"),
        FieldPanel("body"),
    ]
    parent_page_types = ["modules.ModulePage"]
    subpage_types = []

    def get_url_parts(self, *args, **kwargs):
        """The lesson's address in its module's frozen version."""
        parts = super().get_url_parts(*args, **kwargs)
        return parts and (parts[0], parts[1], f"/modules/{self.get_parent().specific.key}/{self.slug}/")

    def serve(self, request, *args, **kwargs):
        """Lead to the lesson in its module's frozen version."""
        return redirect("modules:lesson", self.get_parent().specific.key, self.slug)

    def serve_preview(self, request, mode_name):
        """The draft as it will stand among the module's published lessons."""
        module = self.get_parent().specific
        return preview(request, "modules/lesson.html", draft_lesson(self, module, module.live_lessons()))


class ModuleVersion(Version):
    """A module as it was published: its lessons and its knowledge check."""

    page = models.ForeignKey(ModulePage, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    approved_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    minutes = models.PositiveSmallIntegerField()
    # Null and never False, so that it is left out of the digests of the versions there were before it.
    grants_certificate = models.BooleanField(null=True, blank=True, help_text="True, or nothing.")

    objects = VersionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="module_version_numbered_once")]

    def __str__(self):
        return f"{self.title}, version {self.number}"


class EnrolmentQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)


class Enrolment(models.Model):
    """A person has begun a version of a module, and how far they have come."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="enrolments")
    begun_at = models.DateTimeField()
    lessons_read = models.PositiveSmallIntegerField(default=0)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "version"], name="enrolled_once_in_each_version")]

    def __str__(self):
        return f"{self.person} in {self.version}"


class CompletionQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def by_human(self, person):
        """Theirs, also under a row that was joined to theirs."""
        return self.filter(person__in=rows_of(person))

    def of_page(self, page_id):
        return self.filter(version__page_id=page_id)


class Completion(Record):
    """A person completed and passed one version of a module on one day."""

    class Basis(models.TextChoices):
        OWN = "own", "Own work"
        TEST_OUT = "test_out", "Took the check first"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="completions")
    version = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="completions")
    outcome = models.OneToOneField(AttemptOutcome, on_delete=models.PROTECT, related_name="completion")
    completed_on = models.DateField(help_text="The local day.")
    completed_at = models.DateTimeField()
    basis = models.CharField(max_length=20, choices=Basis, default=Basis.OWN)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "version"])]

    def __str__(self):
        return f"{self.version} by {self.person_id}"


class CheckUpQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def by_human(self, person):
        """Theirs, also under a row that was joined to theirs."""
        return self.filter(person__in=rows_of(person))

    def of_page(self, page_id):
        return self.filter(version__page_id=page_id)


class CheckUp(Record):
    """Somebody looked through their own privacy settings on that day: that, and nothing of what they found."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="check_ups")
    version = models.ForeignKey(ModuleVersion, on_delete=models.PROTECT, related_name="check_ups")
    done_on = models.DateField(help_text="The local day.")

    objects = CheckUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "version", "done_on"], name="check_up_recorded_once_a_day")
        ]

    def __str__(self):
        return f"{self.version} by {self.person_id} on {self.done_on}"
