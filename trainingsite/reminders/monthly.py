"""Once a month those who may open a desk are sent the way to it: a link, and nothing about anybody.

It goes out on the first working day of the month, or as soon after it as the site is at work and they are not on leave.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.models import MONTHLY_LINK, Notice
from trainingsite.notices.rules import FIRST_HOUR, first_working_day_of_month, is_working_time
from trainingsite.people.models import OPENS_THE_DESK, Duty, Network, Person, Practice, Responsibility
from trainingsite.reminders.listening import absences_of
from trainingsite.reminders.models import MessageChoice, MonthlyLink


@dataclass
class Desks:
    """What somebody may open."""

    practices: dict[int, Practice] = field(default_factory=dict)
    networks: dict[int, Network] = field(default_factory=dict)

    @property
    def links(self) -> list[tuple[str, str]]:
        """The words and the address of each, by name; all networks have one page."""
        found = [
            (practice.name, reverse("desk:practice", args=[practice.ods_code.lower()]))
            for practice in sorted(self.practices.values(), key=lambda each: (each.name, each.pk))
        ]
        if self.networks:
            found.append((" and ".join(sorted(each.name for each in self.networks.values())), reverse("desk:networks")))
        return [(words, settings.SITE_URL + address) for words, address in found]


def send_monthly_links(at: dt.datetime) -> int:
    """Put the month's message to everybody who has not had it in the queue; answers how many. Safe to run twice."""
    local = timezone.localtime(at)
    if not settings.EMAIL_URL or not is_working_time(local, bank_holidays()):
        return 0
    take_back_what_went_stale(local.date())
    return sum(_send(person, desks, at) for person, desks in to_be_sent(local.date()).items())


def to_be_sent(day: dt.date) -> dict[Person, Desks]:
    """Who is still to have this month's message on the day, and what they may open, in a fixed number of queries."""
    first = first_working_day_of_month(day, bank_holidays())
    if day < first:
        return {}
    found = desks_by_person(day, first)
    had = MonthlyLink.objects.filter(person__in=found, month_begins_on=day.replace(day=1))
    switched_off = MessageChoice.objects.filter(person__in=found, monthly_link=False)
    without = {*had.values_list("person_id", flat=True), *switched_off.values_list("person_id", flat=True)}
    return {person: desks for person, desks in found.items() if person.pk not in without}


def may_open_a_desk(person: Person, day: dt.date) -> bool:
    """Whether the choice about the month's message is theirs to make."""
    duties = Responsibility.objects.known().on(day).by(person)
    return duties.of_kind(*OPENS_THE_DESK, Duty.NETWORK_LEAD).exists()


def desks_by_person(day: dt.date, first: dt.date) -> dict[Person, Desks]:
    """Who may open what: a duty that is held today and was on the month's first working day, and no leave from it.

    Whoever is given a duty in the middle of a month was shown the desk then.
    """
    duties = Responsibility.objects.known().on(day).on(first).of_kind(*OPENS_THE_DESK, Duty.NETWORK_LEAD)
    duties = duties.filter(person__is_active=True).exclude(person__email="")
    duties = list(duties.select_related("person", "practice", "network").order_by("person", "pk"))
    away = absences_of({duty.person_id for duty in duties})
    found = defaultdict(Desks)
    for duty in duties:
        if any(_keeps_from(absence, duty, day) for absence in away[duty.person_id]):
            continue
        if duty.network_id and duty.duty == Duty.NETWORK_LEAD:
            found[duty.person].networks[duty.network_id] = duty.network
        if duty.practice_id and duty.duty in OPENS_THE_DESK:
            found[duty.person].practices[duty.practice_id] = duty.practice
    return dict(found)


def _keeps_from(absence, duty: Responsibility, day: dt.date) -> bool:
    """Whether leave keeps somebody from a duty that day: from one for a network any leave does."""
    if duty.practice_id and absence.practice_id != duty.practice_id:
        return False
    return absence.started_on <= day and (absence.ended_on is None or day <= absence.ended_on)


def _send(person: Person, desks: Desks, at: dt.datetime) -> int:
    """Put one person's message in the queue; nothing if another process was first."""
    day = timezone.localdate(at)
    subject, text, html = words_for(person, desks)
    try:
        with transaction.atomic():
            link = MonthlyLink.objects.create(person=person, month_begins_on=day.replace(day=1))
            link.notice = Notice.objects.create(
                person=person, kind=MONTHLY_LINK, about=person.key, for_day=day, subject=subject, body=text,
                html_body=html, working_hours_only=True, queued_at=at,
            )  # fmt: skip
            link.save(update_fields=["notice"])
    except IntegrityError:
        return 0
    return 1


def words_for(person: Person, desks: Desks) -> tuple[str, str, str]:
    """Subject, text and HTML. The links sign nobody in: they lead to pages behind sign-in and a second step."""
    subject = "The month's look at your practice's training" if desks.practices else "The month's look at your network"
    context = {
        "subject": subject,
        "name": person.first_name or person.name,
        "links": desks.links,
        "choice": settings.SITE_URL + reverse("desk:messages"),
    }
    text, html = (render_to_string(f"reminders/monthly.{kind}", context) for kind in ("txt", "html"))
    return subject, text, html


@transaction.atomic
def take_back_what_went_stale(day: dt.date) -> None:
    """Messages of days past that were not sent in working hours are made again, if they still hold."""
    stale = Notice.objects.waiting().filter(kind=MONTHLY_LINK, for_day__lt=day).select_for_update()
    stale = list(stale.values_list("pk", flat=True))
    MonthlyLink.objects.filter(notice__in=stale).delete()
    Notice.objects.filter(pk__in=stale).update(state=Notice.State.REPLACED)


def withhold(sent_until: dt.datetime) -> int:
    """Take this month's message for sent to everybody who may have had it by then."""
    local = timezone.localtime(sent_until)
    if local.date() == first_working_day_of_month(local.date(), bank_holidays()) and local.time() < FIRST_HOUR:
        return 0
    people = to_be_sent(local.date())
    MonthlyLink.objects.bulk_create(
        [MonthlyLink(person=person, month_begins_on=local.date().replace(day=1)) for person in people],
        ignore_conflicts=True,
    )
    return len(people)
