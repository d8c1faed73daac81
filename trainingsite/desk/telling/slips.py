"""What is handed out on paper at a practice: one slip for each person, with what concerns this practice alone."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from trainingsite.notices.models import NEVER_ON_PAPER, PRINTED_IN_FULL, Notice
from trainingsite.people.models import Absence, Membership, Person, Practice, Responsibility
from trainingsite.reminders.models import Digest, Prompt, Reminder
from trainingsite.reminders.wording import Item, items_of

FAILED_WITHIN = dt.timedelta(days=30)
ELSEWHERE = "A message waits for you on this site"
TEAM = "Your team’s training this week, on the manager’s desk"


@dataclass(frozen=True)
class Slip:
    """Everything one person is to be given: what waits for them, and which other messages they can read signed in.

    ``lines``: the requirements it tells of because a manager asked for it, beside what waits in messages.
    """

    person: Person
    notices: list[Notice]
    items: list[Item]
    others: list[str]
    lines: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether it is here because a message did not arrive."""
        return any(notice.problem for notice in self.notices)


def to_hand_over(practice: Practice, day: dt.date):
    """The messages that no e-mail brings to the people who are at work at the practice that day, not on leave."""
    away = Absence.objects.known().on(day).at(practice).values("person")
    people = Membership.objects.known().on(day).at(practice).exclude(person__in=away).values("person")
    no_mail = Q(person__email="") if settings.EMAIL_URL else Q()
    waiting = Q(state=Notice.State.WAITING) & no_mail
    failed = Q(state__in=[Notice.State.FAILED, Notice.State.BOUNCED], for_day__gt=day - FAILED_WITHIN)
    found = Notice.objects.filter(waiting | failed, person__in=people).exclude(erased_at__isnull=False)
    found = found.exclude(kind__in=NEVER_ON_PAPER)
    found = found.select_related("person")
    return found.order_by("person__last_name", "person__first_name", "person", "queued_at", "pk")


def slips_at(practice: Practice, day: dt.date, person: Person | None = None) -> list[Slip]:
    """The slips of a practice, by name, in a fixed number of queries."""
    by_person = defaultdict(list)
    for notice in to_hand_over(practice, day) if person is None else to_hand_over(practice, day).filter(person=person):
        by_person[notice.person].append(notice)
    shared = shared_people(practice, list(by_person), day)
    everything = [notice for notices in by_person.values() for notice in notices]
    reminders, others = reminders_in(everything, practice), other_matters_in(everything, practice)
    return [
        Slip(
            each,
            notices,
            items_of(reminders[each.pk], day),
            list(dict.fromkeys([*others[each.pk], *others_among(notices, each.pk in shared)])),
        )
        for each, notices in by_person.items()
    ]


def reminders_in(notices: list[Notice], practice: Practice) -> dict[int, list[Reminder]]:
    """What the messages say of this practice, by person."""
    found = defaultdict(list)
    for reminder in Reminder.objects.at(practice).filter(notice__in=notices):
        found[reminder.person_id].append(reminder)
    return found


def other_matters_in(notices: list[Notice], practice: Practice) -> dict[int, list[str]]:
    """What else the messages say, by person: of this practice by its title, of others only that there is something."""
    found = defaultdict(list)
    for prompt in Prompt.objects.filter(notice__in=notices).order_by("planned_on", "pk"):
        found[prompt.person_id].append(prompt.title if prompt.practice_id == practice.pk else ELSEWHERE)
    for digest in Digest.objects.filter(notice__in=notices).select_related("week").order_by("pk"):
        found[digest.person_id].append(TEAM if digest.week.practice_id == practice.pk else ELSEWHERE)
    for reminder in Reminder.objects.filter(notice__in=notices).exclude(practice=practice):
        found[reminder.person_id].append(ELSEWHERE)
    return found


def shared_people(practice: Practice, people: list[Person], day: dt.date) -> set[int]:
    """Those who work at another practice too: what it has to say to them is not for this one to read."""
    jobs = Membership.objects.known().on(day).filter(person__in=people).exclude(practice=practice)
    return set(jobs.values_list("person_id", flat=True))


def others_among(notices: list[Notice], shared: bool) -> list[str]:
    """The subjects of messages whose words are private: they are read signed in, at a shared computer too."""
    private = [notice for notice in notices if notice.kind not in PRINTED_IN_FULL]
    return list(dict.fromkeys(ELSEWHERE if shared else notice.subject for notice in private))


@dataclass(frozen=True)
class HandedOver:
    """Somebody was given a slip: by whom, and on which day."""

    person: Person
    by: Person
    on: dt.date


def handed_over_lately(practice: Practice, day: dt.date) -> list[HandedOver]:
    """Who was given a slip in the last weeks by those who open this practice's desk, the newest first."""
    people = Membership.objects.known().on(day).at(practice).values("person")
    by = Responsibility.objects.at(practice).opening_the_desk().values("person")
    given = Notice.objects.filter(state=Notice.State.HANDED_OVER, person__in=people, handed_over_by__in=by)
    given = given.filter(settled_at__date__gt=day - FAILED_WITHIN).select_related("person", "handed_over_by")
    found = (
        HandedOver(each.person, each.handed_over_by, timezone.localdate(each.settled_at))
        for each in given.order_by("-settled_at", "-pk")
    )
    return list(dict.fromkeys(found))
