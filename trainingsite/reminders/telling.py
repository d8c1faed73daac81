"""Telling people what was planned: each hears once a day, in one message with everything in it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from trainingsite.notices import actions as notices
from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.models import REMINDERS, Notice, NoticeItem
from trainingsite.notices.rules import is_working_time, week_of
from trainingsite.people.models import Person, Practice
from trainingsite.reminders.digests import digests_to_tell, managers_to_tell, plan_digests
from trainingsite.reminders.models import Digest, Prompt, Reminder, TeamWeek
from trainingsite.reminders.planning import forget_what_was_not_told, plan, still_owed
from trainingsite.reminders.prompting import plan_prompts, prompts_again
from trainingsite.reminders.rules import was_standing_still
from trainingsite.reminders.wording import message_for


@dataclass
class Outcome:
    """What one run did."""

    told: int = 0
    after_pause: bool = False
    nobody_for: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        words = f"{self.told} people told"
        if self.after_pause:
            words += ", after a pause: the latest step alone, marked as perhaps late or a repetition"
        if self.nobody_for:
            words += f"; nobody to tell about {', '.join(self.nobody_for)}"
        return words


def remind(at: dt.datetime, *, last_at: dt.datetime | None = None) -> Outcome | None:
    """Tell everybody what has come, practice by practice; None outside the working hours of a working day.

    When the last run was long ago, the messages say that they may be late, or come a second time: nobody can tell a
    process that stood still from a database that was put back to yesterday.
    """
    local = timezone.localtime(at)
    if not is_working_time(local, bank_holidays()):
        return None
    last_at = last_at and timezone.localtime(last_at)
    day, outcome = local.date(), Outcome(after_pause=was_standing_still(last_at, local, bank_holidays()))
    take_back_what_went_stale(day)
    forget_what_was_not_told(day)
    for practice in list(Practice.objects.order_by("pk")):
        outcome.nobody_for += plan_digests(practice, day)
        plan(practice, day)
    plan_prompts(day)
    for person_id in people_to_tell(day):
        outcome.told += tell(person_id, at, after_pause=outcome.after_pause)
    return outcome


@transaction.atomic
def take_back_what_went_stale(day: dt.date) -> int:
    """Messages of days past that could have been sent and were not: what they said is planned again as of today."""
    if not settings.EMAIL_URL:
        return 0
    stale = Notice.objects.waiting().filter(kind=REMINDERS, for_day__lt=day).exclude(person__email="")
    replaced = replace(stale)
    Reminder.objects.filter(notice__in=replaced).delete()
    Prompt.objects.filter(notice__in=replaced).delete()
    return len(replaced)


def replace(waiting) -> list[int]:
    """Say of waiting messages that a later one says it. Managers' weeks in them are told again."""
    replaced = list(waiting.select_for_update().values_list("pk", flat=True))
    Notice.objects.filter(pk__in=replaced).update(state=Notice.State.REPLACED)
    Digest.objects.filter(notice__in=replaced).update(notice=None)
    return replaced


def people_to_tell(day: dt.date) -> list[int]:
    """Everybody for whom something is planned, but for managers who are away or chose another day."""
    planned = {
        *Reminder.objects.untold().filter(for_day=day).values_list("person_id", flat=True),
        *Prompt.objects.untold().filter(for_day=day).values_list("person_id", flat=True),
    }
    return sorted(planned | managers_to_tell(day))


@transaction.atomic
def tell(person_id: int, at: dt.datetime, *, after_pause: bool = False) -> int:
    """Put everything planned for one person into one message; nothing if another process is at it, or was."""
    day = timezone.localdate(at)
    person = _alone_with(person_id)
    if person is None or has_heard(person, day):
        return 0
    digests = digests_to_tell(person, day)
    if not (digests or _planned(Reminder, person, day).exists() or _planned(Prompt, person, day).exists()):
        return 0
    replaced = replace(Notice.objects.waiting().by(person).filter(kind=REMINDERS, for_day__lt=day))
    earlier = say_again(replaced, person, day)
    reminders = list(_planned(Reminder, person, day).select_related("practice"))
    prompts = list(_planned(Prompt, person, day).order_by("planned_on", "pk"))
    digests = digests_to_tell(person, day) if replaced else digests
    message = message_for(person, reminders, prompts, digests, day, after_pause=after_pause)
    notice = notices.put(
        person=person, kind=REMINDERS, about=person.key, subject=message.subject, body=message.text,
        html_body=message.html, working_hours_only=True, at=at,
    )  # fmt: skip
    earlier.update(notice=notice)
    told_of = {reminder.requirement_line for reminder in reminders} | {prompt.about for prompt in prompts}
    NoticeItem.objects.bulk_create(NoticeItem(notice=notice, about=about) for about in told_of)
    for kind, rows in ((Reminder, reminders), (Prompt, prompts), (Digest, digests)):
        kind.objects.filter(pk__in=[row.pk for row in rows]).update(notice=notice)
    return 1


def _planned(kind: type[Reminder | Prompt], person: Person, day: dt.date):
    return kind.objects.untold().by(person).filter(for_day=day)


def say_again(replaced: list[int], person: Person, day: dt.date):
    """Plan again, as of today, what only the replaced messages said; answers what the new message says anyway.

    It says all that is open at the practices that have something new. What the others had said would be lost, or
    would take its place tomorrow, and so on every day.
    """
    earlier = Reminder.objects.filter(notice__in=replaced)
    elsewhere = earlier.exclude(practice__in=_planned(Reminder, person, day).values("practice"))
    practices = list(Practice.objects.filter(pk__in=elsewhere.values("practice")))
    elsewhere.delete()
    for practice in practices:
        Reminder.objects.bulk_create(still_owed(person, practice, day), ignore_conflicts=True)
    if Prompt.objects.filter(notice__in=replaced).delete()[0]:
        Prompt.objects.bulk_create(prompts_again(person, day), ignore_conflicts=True)
    return Reminder.objects.filter(notice__in=replaced)


def _alone_with(person_id: int) -> Person | None:
    """The person, held until the message is put: None while another process is at them."""
    skip = connection.features.has_select_for_update_skip_locked
    return Person.objects.select_for_update(skip_locked=skip).filter(pk=person_id).first()


def has_heard(person: Person, day: dt.date) -> bool:
    return bool(heard_among([person.pk], day))


def heard_among(people: Iterable[int], day: dt.date) -> set[int]:
    """Those to whom a message of that day is on its way, or whom an earlier one reached only then."""
    begins = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    today = Q(for_day=day) | Q(settled_at__gte=begins, state__in=[Notice.State.SENT, Notice.State.SENDING])
    found = Notice.objects.filter(today, kind=REMINDERS, person__in=list(people))
    return set(found.values_list("person_id", flat=True))


def unaddressed(day: dt.date) -> list[TeamWeek]:
    """Practices in which, this week, nobody is there to be told about somebody."""
    weeks = TeamWeek.objects.filter(week_begins_on=week_of(day), nobody_for__gt=0)
    return list(weeks.select_related("practice").order_by("practice__name"))
