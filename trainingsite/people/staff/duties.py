"""Duties at a practice: given, ended, handed over; somebody who can open the desk is always left."""

import datetime as dt

from django.contrib.auth.models import Group
from django.utils import timezone

from trainingsite.formats.dates import long_date
from trainingsite.people.days import A_DAY, Days
from trainingsite.people.leaving import end_duty
from trainingsite.people.merging.going_over import going_over, refuse_to_begin
from trainingsite.people.models import (
    HELD_BY_ONE,
    OPENS_THE_DESK,
    Duty,
    Membership,
    Person,
    Practice,
    Responsibility,
)
from trainingsite.people.shelves import name_of_owners
from trainingsite.people.staff.changing import Refused, changing
from trainingsite.people.staff.rules import first_day_without
from trainingsite.people.staffing import give_duty

# A network's lead is named for the network; the register of accounts says who holds them.
GIVEN_HERE = tuple(duty for duty in Duty if duty not in (Duty.NETWORK_LEAD, Duty.ACCOUNT_HOLDER))
# These open doors of this site, so that only somebody with a sign-in of their own can hold them.
FOR_STAFF_ONLY = (*OPENS_THE_DESK, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, *HELD_BY_ONE)


def begin_duty(
    *,
    duty: str,
    practice: Practice,
    person: Person | None = None,
    holder_name: str = "",
    contact: str = "",
    started_on: dt.date,
    by: Person,
    at: dt.datetime,
) -> Responsibility:
    """Give a duty to one of the practice's people, or to somebody outside by name. Raises Refused."""
    with changing(practice):
        return _give(duty, practice, person, holder_name, contact, started_on, by, at)


def finish_duty(*, held: Responsibility, last_day: dt.date, by: Person, at: dt.datetime) -> Responsibility:
    """Note the last day of a duty. Raises Refused."""
    with changing(held.practice, held):
        if last_day < held.started_on:
            raise Refused("last_day", f"It began on {long_date(held.started_on)}. Give that day or a later one")
        ended = _end(held, last_day, by, at)
        keep_the_desk_open(held.practice, timezone.localdate(at))
    return ended


def hand_over_duty(
    *,
    held: Responsibility,
    person: Person | None = None,
    holder_name: str = "",
    contact: str = "",
    from_day: dt.date,
    by: Person,
    at: dt.datetime,
) -> Responsibility:
    """End a duty on the day before, and give it to somebody else from that day on. Raises Refused."""
    with changing(held.practice, held):
        if from_day <= held.started_on:
            raise Refused("started_on", f"{held.held_by} has it from {long_date(held.started_on)}. Give a later day")
        if held.ended_on is None or held.ended_on >= from_day:
            _end(held, from_day - A_DAY, by, at)
        given = _give(held.duty, held.practice, person, holder_name, contact, from_day, by, at)
        keep_the_desk_open(held.practice, timezone.localdate(at))
    return given


def keep_the_desk_open(practice: Practice, today: dt.date) -> None:
    """Raise Refused if from some day on nobody could open the practice's desk.

    Where the practice goes over into another, that one's managers open it from the day on.
    """
    going = going_over(practice, today)
    duties = Responsibility.objects.known().at(practice).opening_the_desk().filter(person__is_active=True)
    empty_from = first_day_without([Days(duty.started_on, duty.ended_on) for duty in duties], today)
    if empty_from and not (going and empty_from >= going.on):
        names = ", ".join(duty.label for duty in OPENS_THE_DESK)
        raise Refused(
            None,
            f"Nobody would be left who can open this desk from {long_date(empty_from)}. Give somebody else one of these"
            f" duties first: {names}",
        )


def _give(duty, practice, person, holder_name, contact, started_on, by, at) -> Responsibility:
    refuse_to_begin(practice, started_on)
    _refuse_a_second_holder(duty, practice, person, started_on)
    if person:
        _refuse_a_stranger(person, practice, started_on)
        _refuse_the_same_duty_twice(duty, practice, person, started_on)
        if duty == Duty.POLICY_OWNER:
            # Wagtail knows groups, and no days: what is over is ended by the job of the leavers.
            person.groups.add(*Group.objects.filter(name=name_of_owners(practice)))
    elif duty in FOR_STAFF_ONLY:
        raise Refused("holder", "This duty needs a sign-in here, so somebody who works here has to hold it")
    given = give_duty(
        duty=duty, practice=practice, person=person, holder_name=holder_name, contact=contact, started_on=started_on,
        by=str(by.key), at=at,
    )  # fmt: skip
    going = going_over(practice, started_on)
    return end_duty(given, last_day=going.eve, by=str(by.key), at=at) if going else given


def _end(held: Responsibility, last_day: dt.date, by: Person, at: dt.datetime) -> Responsibility:
    ended = end_duty(held, last_day=last_day, by=str(by.key), at=at)
    # With a last day that is not over yet, the rights end the day after (``leavers.end_rights_that_are_over``).
    if held.duty == Duty.POLICY_OWNER and held.person and last_day < timezone.localdate(at):
        held.person.groups.remove(*Group.objects.filter(name=name_of_owners(held.practice)))
    return ended


def _refuse_a_stranger(person: Person, practice: Practice, day: dt.date) -> None:
    stays = Membership.objects.known().at(practice).by(person)
    if not any(Days(stay.started_on, stay.ended_on).covers(day) for stay in stays):
        raise Refused("started_on", f"{person.name} does not work here on that day. Choose another day")


def _refuse_a_second_holder(duty: str, practice: Practice, person: Person | None, started_on: dt.date) -> None:
    """Some duties are one person's at a time: what they open is for as few eyes as can be."""
    others = Responsibility.objects.known().at(practice).of_kind(duty).exclude(ended_on__lt=started_on)
    other = others.exclude(person=person).select_related("person").first() if duty in HELD_BY_ONE else None
    if other:
        raise Refused(
            "holder",
            f"{other.held_by} has this duty, and only one person at a time has it. End theirs first, or hand it over",
        )


def _refuse_the_same_duty_twice(duty: str, practice: Practice, person: Person, started_on: dt.date) -> None:
    same = Responsibility.objects.known().at(practice).by(person).of_kind(duty).exclude(ended_on__lt=started_on)
    if other := same.order_by("started_on").first():
        raise Refused(
            "holder", f"{person.name} has this duty already, from {long_date(other.started_on)}. Choose somebody else"
        )
