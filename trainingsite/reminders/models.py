"""Who is to be told what on which day, what managers are told of a week, and when people want to hear."""

import uuid

from django.db import models

from trainingsite.audit.models import AppendOnly
from trainingsite.notices.models import Notice
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.rules import WORKING_WEEK, Step


class ReminderQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def at(self, practice):
        return self.filter(practice=practice)

    def untold(self):
        """Planned, and not yet in a message."""
        return self.filter(notice__isnull=True, withheld=False)


class Reminder(models.Model):
    """Somebody is to be told of one thing on a day: once for each step of it.

    The row is there before the message: whoever comes second finds it.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reminders")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    requirement_line = models.UUIDField()
    kind = models.CharField(max_length=20, choices=[(step.value, step.label) for step in Step])
    planned_on = models.DateField(help_text="The day of the step by the calendar alone.")
    for_day = models.DateField(help_text="The day it is to be told: at work, not on leave.")
    title = models.CharField(max_length=255)
    due_on = models.DateField(null=True, blank=True)
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="reminders")
    withheld = models.BooleanField(default=False, help_text="May have been told before the data were restored.")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "requirement_line", "kind", "planned_on"], name="reminder_tells_each_step_once"
            )
        ]
        indexes = [
            models.Index(fields=["for_day"], condition=models.Q(notice__isnull=True), name="reminder_untold"),
        ]

    def __str__(self):
        return f"{self.title}: {self.get_kind_display()}"


class PromptQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def untold(self):
        """Planned, and not yet in a message."""
        return self.filter(notice__isnull=True, withheld=False)


class Prompt(models.Model):
    """Somebody is to be told of a matter beside their training, such as a review that is due: once for each step."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="prompts")
    practice = models.ForeignKey(Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    planned_on = models.DateField(help_text="The day of the step by the calendar alone.")
    for_day = models.DateField(help_text="The day it is to be told: at work, not on leave.")
    title = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="prompts")
    withheld = models.BooleanField(default=False, help_text="May have been told before the data were restored.")

    objects = PromptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about", "planned_on"], name="prompt_tells_each_step_once"
            )
        ]
        indexes = [models.Index(fields=["for_day"], condition=models.Q(notice__isnull=True), name="prompt_untold")]

    def __str__(self):
        return self.title


class NudgeQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def at(self, practice):
        return self.filter(practice=practice)


class Nudge(AppendOnly):
    """A manager had somebody reminded: who, whom, when, and the message that went out. One a person a day."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="nudges")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    nudged_at = models.DateTimeField()
    for_day = models.DateField(help_text="The local day on which it goes out.")
    batch = models.UUIDField(default=uuid.uuid4, help_text="Sent from one page: a double click finds it again.")
    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="nudge")

    objects = NudgeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "for_day"], name="nudge_once_a_day")]

    def __str__(self):
        return f"{self.person}, reminded by {self.sender}"


class TeamWeek(models.Model):
    """The managers of a practice are told how their people stand: once a week, whoever plans it first."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    week_begins_on = models.DateField()
    nobody_for = models.PositiveSmallIntegerField(default=0, help_text="People for whom nobody is there to be told.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["practice", "week_begins_on"], name="team_week_is_planned_once")]

    def __str__(self):
        return f"{self.practice}, week of {self.week_begins_on}"


class DigestQuerySet(models.QuerySet):
    def untold(self):
        return self.filter(notice__isnull=True)


class Digest(models.Model):
    """What one manager is told of the people of one practice in one week."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="digests")
    week = models.ForeignKey(TeamWeek, on_delete=models.PROTECT, related_name="digests")
    content = models.JSONField(default=dict)
    as_at = models.DateField(null=True, blank=True, help_text="The day whose state it tells.")
    notice = models.ForeignKey(Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="digests")

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="digest_once_a_week")]

    def __str__(self):
        return f"{self.week}, for {self.person}"


class MonthlyLink(models.Model):
    """Somebody who may open a desk is sent the way to it: once a month, whoever plans it first."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="monthly_links")
    month_begins_on = models.DateField()
    notice = models.OneToOneField(
        Notice, null=True, blank=True, on_delete=models.PROTECT, related_name="monthly_link",
        help_text="None, if it may have been sent before the data were restored.",
    )  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "month_begins_on"], name="monthly_link_once_a_month")]

    def __str__(self):
        return f"{self.person}, {self.month_begins_on:%B %Y}"


class MessageChoiceQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)


class MessageChoice(models.Model):
    """When somebody wants to hear: one day makes it one message a week; and whether they want the link of the month."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="message_choice")
    weekdays = models.JSONField(default=list, help_text="Monday is 0.")
    monthly_link = models.BooleanField(default=True, help_text="Once a month the way to the manager's desk.")

    objects = MessageChoiceQuerySet.as_manager()

    def __str__(self):
        return f"{self.person}: {', '.join(map(str, sorted(self.weekdays or WORKING_WEEK)))}"


class JobRun(models.Model):
    """One run of a scheduled job: whoever writes its number first does it, and says what came of it."""

    name = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    did = models.TextField(blank=True)
    problem = models.TextField(blank=True)
    silence_told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the administrators last heard that no other run followed this one."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "number"], name="job_run_is_done_by_one")]

    def __str__(self):
        return f"{self.name} {self.number}"
