"""Slips that a manager asks for: all that is open of these people here, whether or not a message about it waits."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from trainingsite.desk.telling.slips import Slip
from trainingsite.notices.actions import hand_over, queue
from trainingsite.notices.models import REMINDERS, Notice, NoticeItem
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.models import Reminder
from trainingsite.reminders.nudging import Candidate, who_may_be_nudged
from trainingsite.reminders.rules import LeftOut
from trainingsite.reminders.wording import items_of, message_for

# Of whoever else has no turn, because they asked, declined or are exempt, nothing is open.
NO_SLIP = (LeftOut.ONESELF, LeftOut.SIGN_IN_CLOSED, LeftOut.ON_LEAVE)


def may_be_told(candidate: Candidate) -> bool:
    """Whether a slip would tell them something."""
    return bool(candidate.reminders) and candidate.why_not not in NO_SLIP


def with_what_is_open(slips: list[Slip], candidates: list[Candidate], day: dt.date) -> list[Slip]:
    """A slip for each of these people, in their order: what waits for them, and whatever else is open.

    A message of the day has all that is open in it: whoever was given theirs today is not listed again.
    """
    waiting = {slip.person.pk: slip for slip in slips}
    found = []
    for candidate in candidates:
        slip = waiting.get(candidate.person.pk, Slip(candidate.person, [], [], []))
        if may_be_told(candidate) and candidate.why_not is not LeftOut.HEARD:
            lines = [str(reminder.requirement_line) for reminder in candidate.reminders]
            slip = replace(slip, items=items_of(candidate.reminders, day), lines=lines)
        if slip.items or slip.others:
            found.append(slip)
    return found


def lines_besides(notices: list[Notice], lines: set[str]) -> set[str]:
    """Those of the requirements that these messages say nothing of: what they tell was told with them."""
    told = NoticeItem.objects.filter(notice__in=notices).values_list("about", flat=True)
    return lines - {str(line) for line in told}


@transaction.atomic
def give_what_is_open(
    *, practice: Practice, person: Person, lines: set[str], day: dt.date, by: Person, at: dt.datetime
) -> bool:
    """Keep that somebody was told of these things on paper; answers whether nobody had noted it before that day."""
    candidates = who_may_be_nudged(practice, day, [person], by=by)
    open_now = [reminder for each in candidates if may_be_told(each) for reminder in each.reminders]
    told = [reminder for reminder in open_now if str(reminder.requirement_line) in lines]
    if not told:
        return False
    notice = _notice_of(practice, person, told, day, by, at)
    known = set(NoticeItem.objects.filter(notice=notice).values_list("about", flat=True))
    news = [reminder for reminder in told if reminder.requirement_line not in known]
    _keep(news, notice)
    hand_over(notice=notice, by=by, at=at)
    return bool(news)


def _keep(news: list[Reminder], notice: Notice) -> None:
    """Keep what the paper tells of, in place of what was planned for the day."""
    lines = [reminder.requirement_line for reminder in news]
    NoticeItem.objects.bulk_create([NoticeItem(notice=notice, about=line) for line in lines], ignore_conflicts=True)
    planned = Reminder.objects.untold().filter(person=notice.person_id, for_day=notice.for_day)
    planned.filter(requirement_line__in=lines).delete()
    for reminder in news:
        reminder.notice = notice
    Reminder.objects.bulk_create(news, ignore_conflicts=True)


def _notice_of(
    practice: Practice, person: Person, told: list[Reminder], day: dt.date, by: Person, at: dt.datetime
) -> Notice:
    """The paper of the day, as a message: about the practice, so that it is another than the site's own."""
    message = message_for(person, told, [], [], day, sender=by.name)
    return queue(
        person=person, kind=REMINDERS, about=practice.key, subject=message.subject, body=message.text, at=at
    )  # fmt: skip
