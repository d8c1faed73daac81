"""Consultations: a draft put to staff, what they said of it, what was answered, how it ended. The tables."""

import uuid

from django.db import models
from django.db.models import Q

from trainingsite.audit.models import AppendOnly, Record, Snapshot
from trainingsite.people.models import Membership, Person, Practice, Responsibility

LONGEST_NOTE, LONGEST_CLAUSE = 1000, 60


class ConsultationQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def visible_to(self, person, day):
        """Those of the practices where the person works or has a duty that day; whom each asks is asked next."""
        jobs = Membership.objects.known().on(day).by(person).values("practice")
        duties = Responsibility.objects.known().on(day).by(person).filter(practice__isnull=False).values("practice")
        return self.filter(Q(practice__in=jobs) | Q(practice__in=duties))

    def unclosed(self):
        """Those whose outcome nobody has written down yet."""
        return self.filter(closing__isnull=True)

    def open_on(self, day):
        """Those that take comments on the day."""
        return self.unclosed().filter(opened_on__lte=day, last_day__gte=day)

    def closed(self):
        return self.filter(closing__isnull=False)

    def behind_the_next_version(self, page, practice):
        """The last one that was closed, unless a version has come of it already."""
        last = self.at(practice).closed().filter(page=page).order_by("-number").first()
        return None if last is None or last.versions.exists() else last


class Consultation(Record):
    """A draft of a policy, frozen and put to staff until the end of a day."""

    page = models.ForeignKey("policies.PolicyPage", on_delete=models.PROTECT, related_name="consultations")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1, help_text="Counts those of one policy.")
    draft = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    since = models.ForeignKey(
        "policies.PolicyVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="The version in force when the draft was put to staff.",
    )  # fmt: skip
    audience = models.JSONField(default=dict, blank=True, help_text="Whom the draft is for; empty means everyone.")
    asked = models.PositiveIntegerField(help_text="How many people were asked.")
    note = models.CharField(max_length=LONGEST_NOTE, blank=True, help_text="What everybody reads first.")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_on = models.DateField(help_text="The local day.")
    last_day = models.DateField(help_text="Comments are taken until its end.")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="consultation_numbered_once")]

    def __str__(self):
        return f"Consultation {self.number}: {self.title}"


class ScopedQuerySet(models.QuerySet):
    def at(self, practice):
        return self.filter(practice=practice)

    def by(self, person):
        return self.filter(person=person)


class Comment(Record):
    """What somebody said of a draft under their name, or what the staff representative passed on."""

    class Way(models.TextChoices):
        NAMED = "named", "Under my name"
        PASSED_ON = "passed_on", "Passed on by the staff representative"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="comments")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=20, choices=Way)
    clause = models.CharField(max_length=LONGEST_CLAUSE, blank=True, help_text="Empty means the whole draft.")
    commented_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    def __str__(self):
        return f"{self.get_way_display()}: {self.consultation}"


class CommentWithdrawn(Record):
    """Somebody took back what they had said under their name."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="withdrawal")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField()

    def __str__(self):
        return f"Taken back: {self.comment}"


class UnnamedCommentQuerySet(models.QuerySet):
    def of(self, consultation):
        return self.filter(consultation=consultation)


class UnnamedComment(AppendOnly):
    """What somebody said of a draft without saying who they are.

    It is no record of an act: there is nobody, no time and no place in an order in it. The key says nothing, and on
    SQLite the table has no row numbers either. Its words are here, for those of other records carry times.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="unnamed")
    clause = models.CharField(max_length=LONGEST_CLAUSE, blank=True, help_text="Empty means the whole draft.")
    text = models.TextField()

    objects = UnnamedCommentQuerySet.as_manager()

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return f"Unnamed: {self.consultation}"


class CommentAnswer(Record):
    """What became of a comment, and why; a later answer takes the place of an earlier one."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", "Accepted: the draft changes"
        PARTLY = "partly", "Accepted in part"
        DECLINED = "declined", "Declined"
        NOTED = "noted", "Noted: nothing to change"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="answers")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    comment = models.ForeignKey(Comment, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    unnamed = models.ForeignKey(UnnamedComment, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(default=1)
    outcome = models.CharField(max_length=20, choices=Outcome)
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "number"], name="answer_to_a_comment_numbered_once"),
            models.UniqueConstraint(fields=["unnamed", "number"], name="answer_to_an_unnamed_comment_numbered_once"),
            models.CheckConstraint(
                condition=Q(comment__isnull=False, unnamed__isnull=True)
                | Q(comment__isnull=True, unnamed__isnull=False),
                name="answer_is_to_exactly_one_comment",
            ),
        ]

    def __str__(self):
        return f"{self.get_outcome_display()}: {self.consultation}"


class StaffStatement(Record):
    """Whether the staff representative agrees to a draft; or how staff were asked where there is none."""

    class Stance(models.TextChoices):
        AGREES = "agrees", "Agrees"
        DISSENTS = "dissents", "Does not agree"
        INSTEAD = "instead", "There is no representative"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="statements")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    stance = models.CharField(max_length=20, choices=Stance)
    how_chosen = models.CharField(max_length=200, blank=True, help_text="Elected, volunteered, appointed by…")
    acted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="statement_numbered_once")]

    def __str__(self):
        return f"{self.get_stance_display()}: {self.consultation}"


class ConsultationClosed(Record):
    """The end of a consultation: its outcome, frozen, with nobody's name in it."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="closing")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField()

    objects = ScopedQuerySet.as_manager()

    def __str__(self):
        return f"Closed: {self.consultation}"
