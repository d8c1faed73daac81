"""Leavers: with the last day of somebody's last job their sign-in ends. What they did stays."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from trainingsite.people.leaving import end_sign_in
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility
from trainingsite.people.shelves import name_of_owners


def leavers_on(day: dt.date) -> QuerySet[Person]:
    """People whose sign-in is open though their last job anywhere ended before the day, and no duty is left.

    Whoever looks after the site, and whoever never had a job here, is no leaver. A job or a duty that begins later
    keeps the sign-in too.
    """
    jobs = Membership.objects.known().filter(person=OuterRef("pk"))
    duties = Responsibility.objects.known().filter(person=OuterRef("pk")).exclude(ended_on__lt=day)
    return Person.objects.filter(
        Exists(jobs), ~Exists(jobs.exclude(ended_on__lt=day)), ~Exists(duties),
        is_active=True, is_staff=False, is_superuser=False,
    )  # fmt: skip


def may_sign_in(person: Person, day: dt.date) -> bool:
    """Whether the person has a password and the door is not shut to them."""
    return person.is_active and person.has_usable_password() and not leavers_on(day).filter(pk=person.pk).exists()


def end_sign_ins_of_leavers(at: dt.datetime) -> int:
    """End the sign-ins of those whose last day is over, each on record. Answers how many; run again, none."""
    return sum(_end(person, at) for person in leavers_on(timezone.localdate(at)).order_by("pk"))


def end_rights_that_are_over(at: dt.datetime) -> int:
    """Take people out of the groups that edit a practice's policies, where that is over. Answers how many.

    It is over for whoever no longer works at the practice, and for whoever was policy owner there and is no more:
    Wagtail knows groups, and no days.
    """
    day = timezone.localdate(at)
    places = {name_of_owners(practice): practice.pk for practice in Practice.objects.filter(page__isnull=False)}
    owners = Person.groups.through.objects.filter(group__name__in=places)
    rows = list(owners.values_list("pk", "person", "group__name"))
    people = {person for _, person, _ in rows}
    jobs, duties = (
        facts.objects.known().filter(person__in=people, practice__in=set(places.values()))
        for facts in (Membership, Responsibility)
    )
    over = _over(jobs, day) - _lasting(duties, day) | _over(duties.of_kind(Duty.POLICY_OWNER), day)
    gone = [pk for pk, person, name in rows if (person, places[name]) in over]
    Person.groups.through.objects.filter(pk__in=gone).delete()
    return len(gone)


def _over(facts, day: dt.date) -> set[tuple[int, int]]:
    """Person and practice of facts of which there were some, and are none any more."""
    return set(facts.values_list("person", "practice")) - _lasting(facts, day)


def _lasting(facts, day: dt.date) -> set[tuple[int, int]]:
    return set(facts.exclude(ended_on__lt=day).values_list("person", "practice"))


@transaction.atomic
def _end(person: Person, at: dt.datetime) -> bool:
    """End one sign-in, unless somebody else did, or took the person on again, in this very moment."""
    person = Person.objects.select_for_update().filter(pk__in=leavers_on(timezone.localdate(at)), pk=person.pk).first()
    if person is None:
        return False
    jobs = list(Membership.objects.known().by(person).select_related("practice").order_by("-ended_on", "pk"))
    last = dict.fromkeys(job.practice for job in jobs if job.ended_on == jobs[0].ended_on)
    practice, *also = last
    end_sign_in(person=person, practice=practice, by=None, at=at, also=also)
    return True
