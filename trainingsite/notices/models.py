"""Messages to people, and how far each has come."""

from django.db import models
from django.utils import timezone

from trainingsite.formats.dates import long_date
from trainingsite.people.models import Person, Practice

# What these say is written for everybody who may come upon the sheet: the others are listed by their subject alone.
REMINDERS = "reminders"
# The way to the manager's desk, once a month.
MONTHLY_LINK = "monthly_link"
# Nobody reads these signed in: who has not been let in yet gets a code on paper instead.
INVITATION = "invitation"
# To the address somebody had until now: nobody may read it any more, and the new one is told as well.
FORMER_ADDRESS = "former_address"
NEVER_ON_PAPER = (INVITATION, FORMER_ADDRESS)
PRINTED_IN_FULL = (REMINDERS,)


class NoticeQuerySet(models.QuerySet):
    def by(self, person):
        return self.filter(person=person)

    def waiting(self):
        return self.filter(state=Notice.State.WAITING)

    def undelivered(self):
        """What the mail server refused, or the mailbox sent back."""
        failed = self.filter(state__in=[Notice.State.FAILED, Notice.State.BOUNCED])
        return failed.exclude(kind=FORMER_ADDRESS)


class Notice(models.Model):
    """One message to one person, with its delivery state."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting to be sent"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        HANDED_OVER = "handed_over", "Handed over on paper"
        FAILED = "failed", "Could not be sent"
        BOUNCED = "bounced", "Came back undelivered"
        REPLACED = "replaced", "Not sent: a later message says it"
        UNSURE = "unsure", "May have been sent before the data were restored"

    SETTLED = (State.SENDING, State.SENT, State.HANDED_OVER, State.REPLACED)

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=40)
    about = models.UUIDField(null=True, blank=True, db_index=True, help_text="The record or requirement it tells of.")
    practice = models.ForeignKey(
        Practice, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False,
        help_text="Whose own matter it is, where nothing else tells it.",
    )  # fmt: skip
    for_day = models.DateField(help_text="The local day it was planned for.")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    html_body = models.TextField(blank=True)
    working_hours_only = models.BooleanField(
        default=False, help_text="Goes out on its own day, in working hours, or not at all."
    )
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    queued_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    handed_over_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_to = models.EmailField(blank=True, help_text="The address it went to, in small letters.")
    sent_as = models.UUIDField(null=True, blank=True, help_text="What reports about it call it.")
    erased_at = models.DateTimeField(null=True, blank=True, help_text="When its words were erased, being old.")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about", "for_day"], name="notice_once_a_day_about_each_thing"
            )
        ]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="waiting"), name="notice_waiting"),
            models.Index(fields=["sent_as"], condition=models.Q(sent_as__isnull=False), name="notice_sent_as"),
            models.Index(fields=["sent_to"], condition=~models.Q(sent_to=""), name="notice_sent_to"),
            models.Index(fields=["queued_at"], condition=models.Q(erased_at__isnull=True), name="notice_with_words"),
        ]

    def __str__(self):
        return f"{self.subject} to {self.person}"

    @property
    def how_far(self) -> str:
        """How far it came, in words: of one that was handed over on paper also by whom, and when."""
        if self.handed_over_by_id and self.settled_at:
            day = long_date(timezone.localdate(self.settled_at))
            return f"handed over on paper by {self.handed_over_by.name} on {day}"
        return self.get_state_display().lower() + (f": {self.problem}" if self.problem else "")


class NoticeItem(models.Model):
    """One of the things that a message tells of: a reminder names everything that waits for somebody."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="items")
    about = models.UUIDField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "about"], name="notice_tells_of_each_thing_once")]

    def __str__(self):
        return f"{self.about} in {self.notice}"
