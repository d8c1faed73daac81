"""What is handed out on paper at a practice: one slip for each person, with what concerns this practice alone."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from trainingsite.notices.models import PRINTED_IN_FULL, Notice
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.reminders.models import Reminder
from trainingsite.reminders.wording import Item, items_of

FAILED_WITHIN = dt.timedelta(days=30)
ELSEWHERE = "A message waits for you on this site"


@dataclass(frozen=True)
class Slip:
    """Everything one person is to be given: what waits for them, and which other messages they can read signed in."""

    person: Person
    notices: list[Notice]
    items: list[Item]
    others: list[str]

    @property
    def failed(self) -> bool:
        """Whether it is here because a message did not arrive."""
        return any(notice.problem for notice in self.notices)


def to_hand_over(practice: Practice, day: dt.date):
    """The messages that no e-mail brings to the people who work at the practice that day."""
    people = Membership.objects.known().on(day).at(practice).values("person")
    no_mail = Q(person__email="") if settings.EMAIL_URL else Q()
    waiting = Q(state=Notice.State.WAITING) & no_mail
    failed = Q(state__in=[Notice.State.FAILED, Notice.State.BOUNCED], for_day__gt=day - FAILED_WITHIN)
    found = Notice.objects.filter(waiting | failed, person__in=people).select_related("person")
    return found.order_by("person__last_name", "person__first_name", "person", "queued_at", "pk")


def slips_at(practice: Practice, day: dt.date, person: Person | None = None) -> list[Slip]:
    """The slips of a practice, by name, in a fixed number of queries."""
    by_person = defaultdict(list)
    for notice in to_hand_over(practice, day) if person is None else to_hand_over(practice, day).filter(person=person):
        by_person[notice.person].append(notice)
    shared = shared_people(practice, list(by_person), day)
    reminders = reminders_in([notice for each in by_person.values() for notice in each], practice)
    return [
        Slip(each, notices, items_of(reminders[each.pk], day), others_among(notices, each.pk in shared))
        for each, notices in by_person.items()
    ]


def reminders_in(notices: list[Notice], practice: Practice) -> dict[int, list[Reminder]]:
    """What the messages say of this practice, by person."""
    found = defaultdict(list)
    for reminder in Reminder.objects.at(practice).filter(notice__in=notices):
        found[reminder.person_id].append(reminder)
    return found


def shared_people(practice: Practice, people: list[Person], day: dt.date) -> set[int]:
    """Those who work at another practice too: what it has to say to them is not for this one to read."""
    jobs = Membership.objects.known().on(day).filter(person__in=people).exclude(practice=practice)
    return set(jobs.values_list("person_id", flat=True))


def others_among(notices: list[Notice], shared: bool) -> list[str]:
    """The subjects of messages whose words are private: they are read signed in, at a shared computer too."""
    private = [notice for notice in notices if notice.kind not in PRINTED_IN_FULL]
    return list(dict.fromkeys(ELSEWHERE if shared else notice.subject for notice in private))
