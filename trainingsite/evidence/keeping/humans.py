"""Who somebody is, under all their rows: their last day anywhere, and what stands in the way of erasing anything."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from trainingsite.evidence.keeping.counting import Period, Standing, standings
from trainingsite.evidence.keeping.last_days import LastDay, last_days
from trainingsite.evidence.keeping.places import acted_on
from trainingsite.evidence.keeping_tables import KeptClass, PersonDisposed, ProposedPerson, RetentionHold
from trainingsite.formats.dates import months_later
from trainingsite.people.identities import SamePerson
from trainingsite.people.models import Membership, Person, Responsibility
from trainingsite.policies.accounts import AccountHolder
from trainingsite.policies.lives import ApprovalAsked
from trainingsite.policies.models import PolicyPage

HELD_BACK = "Held back by an administrator, until the hold is lifted"


@dataclass(frozen=True)
class Human:
    """One human on a day: all their rows, the day from which their periods count, and why nothing may go yet."""

    person: Person
    rows: tuple[int, ...]
    last_day: LastDay | None
    in_the_way: tuple[str, ...]
    acted_on: Mapping[str, dt.date]
    erased_on: Mapping[str, dt.date]

    @property
    def left_on(self) -> dt.date | None:
        return self.last_day and self.last_day.on

    def standings(self, periods: Mapping[KeptClass, Period], day: dt.date) -> list[Standing]:
        """How each kind of their details stands, leaving out what stands in the way of all."""
        return standings(
            day, periods, KeptClass.IDENTITY,
            left_on=self.left_on, acted_on=self.acted_on, erased_on=self.erased_on,
        )  # fmt: skip

    def due(self, periods: Mapping[KeptClass, Period], day: dt.date) -> list[KeptClass]:
        """The kinds of details that may be erased that day."""
        if self.in_the_way:
            return []
        return [KeptClass(each.of) for each in self.standings(periods, day) if each.is_due]


def leavers(day: dt.date, shortest: int) -> QuerySet[Person]:
    """Who has no job or duty any more, or never had, for at least so many months, and was not erased since.

    Nor do they wait for their turn in a disposal that was approved. One row for each human; the longest gone come
    first. Whether anything of theirs is due, and from which day it counts, is for ``humans`` to say: here a day that
    is too early does no harm.
    """
    jobs, duties = (facts.objects.known().filter(person=OuterRef("pk")) for facts in (Membership, Responsibility))
    going_on = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
    last = [facts.order_by("-ended_on").values("ended_on")[:1] for facts in (jobs, duties)]
    told_since = {"person": OuterRef("person"), "recorded_at__gt": OuterRef("outcome__disposed_at")}
    gone = ProposedPerson.objects.filter(
        ~Exists(Membership.objects.filter(**told_since)), ~Exists(Responsibility.objects.filter(**told_since)),
        person=OuterRef("pk"), outcome__kind=PersonDisposed.Kind.ERASED, outcome__whole=True,
    )  # fmt: skip
    going = ProposedPerson.objects.to_go().filter(person=OuterRef("pk"))
    former = SamePerson.objects.standing().filter(former=OuterRef("pk"))
    people = Person.objects.filter(
        ~Exists(jobs.filter(going_on)), ~Exists(duties.filter(going_on)), ~Exists(former),
        is_superuser=False, is_staff=False,
    )  # fmt: skip
    long_gone = people.annotate(last_day=Coalesce(*last, TruncDate("date_joined")))
    long_gone = long_gone.filter(last_day__lt=months_later(day, -shortest))
    return long_gone.filter(~Exists(gone), ~Exists(going)).order_by("last_day", "pk")


def human(person: Person, day: dt.date) -> Human:
    """One of them: whichever row is given, the human is known by the one that was kept."""
    joined = SamePerson.objects.standing().filter(former=person).select_related("kept").first()
    return humans([joined.kept if joined else person], day)[0]


def humans(people: Collection[Person], day: dt.date) -> list[Human]:
    """The same of many, in a fixed number of queries."""
    rows_of = {person.pk: [person.pk] for person in people}
    for former, kept in SamePerson.objects.standing().filter(kept__in=rows_of).values_list("former", "kept"):
        rows_of[kept].append(former)
    human_of = {row: kept for kept, rows in rows_of.items() for row in rows}
    days = last_days(human_of)
    blocked, acts, erased = _in_the_way(human_of, day), acted_on(human_of), _erased_on(rows_of)
    return [
        Human(
            person=person, rows=tuple(rows_of[person.pk]), last_day=days.get(person.pk),
            in_the_way=tuple(blocked[person.pk]),
            acted_on=_latest(acts.get(row, {}) for row in rows_of[person.pk]), erased_on=erased[person.pk],
        )
        for person in people
    ]  # fmt: skip


def _in_the_way(human_of: Mapping[int, int], day: dt.date) -> dict[int, list[str]]:
    """Why nothing of each may be erased, in sentences without a full stop."""
    found = defaultdict(list)
    minders = Person.objects.filter(Q(is_superuser=True) | Q(is_staff=True), pk__in=human_of)
    look_after = ((row, "They look after this site") for row in minders.values_list("pk", flat=True))
    for row, why in (*look_after, *_may_write(human_of), *_still_there(human_of, day)):
        if why not in found[human_of[row]]:
            found[human_of[row]].append(why)
    return found


def _may_write(rows: Collection[int]) -> Iterator[tuple[int, str]]:
    """Row and reason of those who write for the practices without a job here, as the authors of a network may."""
    writers = Person.groups.through.objects.filter(person__in=rows, person__is_active=True)
    for row, group in writers.order_by("group__name").values_list("person", "group__name"):
        yield row, f"They can still sign in and write as one of “{group}”. Take them out of that group first"


def _still_there(rows: Collection[int], day: dt.date) -> Iterator[tuple[int, str]]:
    """Row and reason: jobs, duties and accounts first, then what waits for them, then holds. Seven queries."""
    jobs = Membership.objects.known().filter(person__in=rows).exclude(ended_on__lt=day)
    for row, place in jobs.values_list("person", "practice__name"):
        yield row, f"They work at {place}"
    duties = Responsibility.objects.known().filter(person__in=rows).exclude(ended_on__lt=day)
    for duty in duties.select_related("practice", "network"):
        place = duty.practice or duty.network
        yield duty.person_id, f"They still hold a duty at {place}: {duty.get_duty_display()}. Hand it over first"
    accounts = AccountHolder.objects.known().filter(person__in=rows).exclude(ended_on__lt=day)
    for row, place in accounts.values_list("person", "practice__name"):
        yield row, f"They may still post from an account of {place}. End that first"
    team = Membership.objects.known().filter(manager__in=rows).exclude(ended_on__lt=day).exclude(person=F("manager"))
    for row, place in team.values_list("manager", "practice__name"):
        yield row, f"They are still named as somebody’s manager at {place}. Name another first"
    for row, title in PolicyPage.objects.filter(owner_of_policy__in=rows).values_list("owner_of_policy", "title"):
        yield row, f"They are still named as the owner of “{title}”. Name another first"
    for row, title in ApprovalAsked.objects.waiting().filter(asked_by__in=rows).values_list("asked_by", "title"):
        yield row, f"Their request to approve “{title}” still waits for an answer"
    for row in RetentionHold.objects.standing().about(rows).values_list("person", flat=True):
        yield row, HELD_BACK


def _erased_on(rows_of: Mapping[int, list[int]]) -> dict[int, dict[str, dt.date]]:
    """By person: the day on which each kind of details was erased last."""
    found: dict[int, dict[str, dt.date]] = {kept: {} for kept in rows_of}
    done = ProposedPerson.objects.about(rows_of).filter(outcome__kind=PersonDisposed.Kind.ERASED)
    told = done.values_list("person", "classes", "outcome__whole", "outcome__disposed_on")
    for person, classes, whole, day in told.order_by("outcome__disposed_on", "pk"):
        found[person].update(dict.fromkeys(KeptClass.values if whole else classes.split(","), day))
    return found


def _latest(days: Iterable[Mapping[str, dt.date]]) -> dict[str, dt.date]:
    """By kind: the latest of these days."""
    found: dict[str, dt.date] = {}
    for each in days:
        for of, day in each.items():
            found[of] = max(day, found.get(of, day))
    return found
