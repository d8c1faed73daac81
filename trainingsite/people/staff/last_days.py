"""Somebody's last day at a practice: noted ahead or afterwards, changed, taken back."""

import datetime as dt
from collections.abc import Callable, Iterable

from django.db.models import Q
from django.utils import timezone

from trainingsite.audit.actions import record
from trainingsite.formats.dates import long_date
from trainingsite.people.days import A_DAY, Days
from trainingsite.people.facts import correct
from trainingsite.people.leaving import end_duty
from trainingsite.people.models import Membership, Person, Practice, Responsibility
from trainingsite.people.staff.changing import Refused, changing, refuse_after_a_merger
from trainingsite.people.staff.duties import keep_the_desk_open
from trainingsite.people.staff.jobs import note_last_day, refuse_what_cannot_be
from trainingsite.people.staffing import open_sign_ins

SOMEBODY_ELSE = (
    "You cannot end your own access at once. Choose today or a later day, or ask another manager of the practice"
)


def leave_on(
    *,
    person: Person,
    practice: Practice,
    memberships: Iterable[Membership],
    last_day: dt.date,
    end_access: Callable,
    by: Person,
    at: dt.datetime,
) -> list[Membership]:
    """Note the last day of these jobs. Raises Refused.

    With the last of somebody's jobs here their duties end on the same day; if that day has gone by, their access ends
    at once. What they learned and signed stays. That they still hold an account is for the register of accounts to say:
    somebody has to shut it to them first.
    """
    memberships, today = list(memberships), timezone.localdate(at)
    with changing(practice, *memberships):
        leaves_for_good = not _other_stays(person, practice, memberships).exclude(ended_on__lte=last_day).exists()
        _refuse_what_cannot_be(person, memberships, last_day, by if leaves_for_good and last_day < today else None)
        tied = _duties_tied_to(memberships)
        noted = [note_last_day(stay, last_day, by, at) for stay in memberships]
        if leaves_for_good:
            for duty in {*tied, *_lasting_duties(person, practice, last_day)}:
                end_duty(duty, last_day=last_day, by=str(by.key), at=at)
            keep_the_desk_open(practice, today)
            if last_day < today and person.is_active:
                end_access(person=person, practice=practice, by=by, at=at)
        if last_day >= today:
            open_sign_ins([person.pk])
    return noted


def stay_on(*, memberships: Iterable[Membership], by: Person, at: dt.datetime) -> list[Responsibility]:
    """Take a last day back: the jobs go on, and so do the duties that ended with them. Raises Refused.

    After a last day that has gone by, the sign-in opens again, with a new password; duties are given anew.
    """
    memberships, today = list(memberships), timezone.localdate(at)
    practice, person = memberships[0].practice, memberships[0].person
    with changing(practice, *memberships):
        for stay in memberships:
            _refuse_what_went_on(stay, today)
        tied = [duty for duty in _duties_tied_to(memberships) if duty.ended_on >= today]
        for stay in memberships:
            note_last_day(stay, None, by, at)
        open_sign_ins([person.pk])
        return [_goes_on(duty, by, at) for duty in tied]


def _other_stays(person: Person, practice: Practice, memberships: list[Membership]):
    lines = [stay.line for stay in memberships]
    return Membership.objects.known().at(practice).by(person).exclude(line__in=lines)


def _refuse_what_cannot_be(
    person: Person, memberships: list[Membership], last_day: dt.date, ends_access_by: Person | None
) -> None:
    if ends_access_by and ends_access_by.pk == person.pk:
        raise Refused("last_day", SOMEBODY_ELSE)
    for stay in memberships:
        if last_day < stay.started_on:
            job = f"The job as {stay.job_role.name} begins on {long_date(stay.started_on)}"
            raise Refused("last_day", f"{job}. Give that day or a later one")
        refuse_after_a_merger(stay.practice, Days(stay.started_on, last_day), first="last_day", last="last_day")


def _duties_tied_to(memberships: list[Membership]) -> list[Responsibility]:
    """The duties that ended with these jobs, in the same act."""
    same_act = Q(pk__in=[])
    for stay in memberships:
        if stay.ended_on:
            same_act |= Q(practice=stay.practice, ended_on=stay.ended_on, recorded_at=stay.recorded_at)
    rows = Responsibility.objects.known().by(memberships[0].person).filter(same_act)
    return list(rows.select_related("practice", "person").order_by("pk"))


def _lasting_duties(person: Person, practice: Practice, last_day: dt.date):
    held = Responsibility.objects.known().at(practice).by(person).exclude(ended_on__lte=last_day)
    return held.select_related("practice", "person").order_by("pk")


def _refuse_what_went_on(stay: Membership, today: dt.date) -> None:
    if stay.ended_on is None:
        raise Refused(None, f"The job as {stay.job_role.name} has no last day, so there is nothing to take back")
    next_day = Membership.objects.known().at(stay.practice).by(stay.person).filter(started_on=stay.ended_on + A_DAY)
    if next_day.exists():
        raise Refused(None, "Another job came straight after this one. Take back or correct that one instead")
    goes_on = Membership(
        person=stay.person, practice=stay.practice, job_role=stay.job_role, started_on=stay.started_on,
        manager=stay.manager, staff_number=stay.staff_number,
    )  # fmt: skip
    refuse_what_cannot_be(goes_on, today, instead_of=stay.line)


def _goes_on(duty: Responsibility, by: Person, at: dt.datetime) -> Responsibility:
    going_on = correct(duty, by=str(by.key), at=at, ended_on=None)
    record(
        chains=[duty.practice.chain], verb="people.duty_goes_on", actor=by.key, subject=duty.person.key, at=at,
        data={"duty": duty.duty, "held": str(duty.line)},
    )  # fmt: skip
    return going_on
