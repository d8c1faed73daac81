"""What the people of the example were told, and how far it came."""

import datetime as dt

from django.db.models import F
from django.utils import timezone

from trainingsite.compliance.models import Requirement
from trainingsite.desk.example.cast import Story
from trainingsite.notices import actions as notices
from trainingsite.notices.models import REMINDERS, Notice, NoticeItem
from trainingsite.people.models import Membership, Person
from trainingsite.reminders.models import Reminder
from trainingsite.reminders.rules import Step

REMINDED = {
    Story.REFRESHER_LAPSED: ("annual-refresher", Notice.State.SENT),
    Story.LIFE_SUPPORT_LAPSED: ("basic-life-support", Notice.State.HANDED_OVER),
    Story.VERSION_NOT_SIGNED: ("social-media", Notice.State.FAILED),
    Story.CHECK_NOT_PASSED: ("boundaries", Notice.State.SENT),
}
MAILBOX_FULL = "The mailbox is full."
DELIVERY = dt.timedelta(minutes=2)


def remind(*, person: Person, requirement: Requirement, state: str, at: dt.datetime) -> None:
    """Tell somebody that something is overdue."""
    notice = notices.queue(
        person=person, kind=REMINDERS, about=person.key, subject=f"Still to do: {requirement.title}",
        body=f"Hello {person.first_name},\n\n“{requirement.title}” is overdue. Your page “Your training” leads you to"
        " it. If something stands in the way, tell your manager, who would like to help.", at=at,
    )  # fmt: skip
    NoticeItem.objects.get_or_create(notice=notice, about=requirement.line)
    day = timezone.localdate(at)
    Reminder.objects.get_or_create(
        person=person, requirement_line=requirement.line, kind=Step.WEEK_AFTER, planned_on=day,
        defaults={
            "practice": Membership.objects.known().on(day).by(person).order_by("pk").first().practice,
            "for_day": day, "title": requirement.title, "notice": notice,
        },
    )  # fmt: skip
    notice.state, notice.settled_at = state, at + DELIVERY
    notice.problem = MAILBOX_FULL if state == Notice.State.FAILED else ""
    notice.save(update_fields=["state", "settled_at", "problem"])


def deliver_receipts(people: list[Person]) -> None:
    """Say of the messages of the past that they were sent, or handed over where there is no address.

    A worker with real mail would otherwise send them today.
    """
    waiting = Notice.objects.waiting().filter(person__in=people)
    waiting.filter(person__email="").update(state=Notice.State.HANDED_OVER, settled_at=F("queued_at"))
    waiting.update(state=Notice.State.SENT, settled_at=F("queued_at"))
