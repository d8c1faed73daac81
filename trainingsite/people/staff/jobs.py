"""Somebody's jobs at a practice: begun, changed from a day on, put right."""

import datetime as dt
import uuid

from django.utils import timezone

from trainingsite.audit.actions import plain, record
from trainingsite.formats.dates import long_date
from trainingsite.people.days import A_DAY, Days
from trainingsite.people.facts import correct
from trainingsite.people.models import JobRole, Membership, Person, Practice
from trainingsite.people.staff.changing import Refused, changing, managers_above, refuse_after_a_merger
from trainingsite.people.staff.rules import would_manage_themselves
from trainingsite.people.staffing import join

SAME_AGAIN = "Nothing here is different from what is known. Change something, or go back."


def begin_job(
    *,
    person: Person,
    practice: Practice,
    job_role: JobRole,
    started_on: dt.date,
    ended_on: dt.date | None = None,
    manager: Person | None = None,
    staff_number: str = "",
    by: Person,
    at: dt.datetime,
) -> Membership:
    """Take somebody on, or give them one more job. Raises Refused."""
    today = timezone.localdate(at)
    if ended_on and ended_on < started_on:
        raise Refused("ended_on", "The last day is before the first. Check both, and the years")
    with changing(practice):
        wanted = Membership(
            person=person, practice=practice, job_role=job_role, started_on=started_on, ended_on=ended_on,
            manager=manager, staff_number=staff_number,
        )  # fmt: skip
        refuse_what_cannot_be(wanted, today)
        begun = join(
            person=person, practice=practice, job_role=job_role, started_on=started_on, manager=manager,
            staff_number=staff_number, by=str(by.key), at=at,
        )  # fmt: skip
        if ended_on is None:
            return begun
        if ended_on < today and not person.is_active:
            # A job that is over already opens no sign-in.
            Person.objects.filter(pk=person.pk).update(is_active=False)
        return note_last_day(begun, ended_on, by, at)


def change_job(
    *,
    membership: Membership,
    from_day: dt.date,
    job_role: JobRole,
    manager: Person | None,
    staff_number: str,
    by: Person,
    at: dt.datetime,
) -> Membership:
    """From a day on, another job role, manager or staff number; what was before stays as it was. Raises Refused."""
    with changing(membership.practice, membership):
        said = {"job_role": job_role, "manager": manager, "staff_number": staff_number}
        _refuse_no_change(membership, said)
        if from_day <= membership.started_on:
            began = long_date(membership.started_on)
            raise Refused("from_day", f"This job began on {began}. Give a later day, or correct the job instead")
        if membership.ended_on and from_day > membership.ended_on:
            raise Refused("from_day", f"This job ends on {long_date(membership.ended_on)}. Give a day before that")
        after = Membership(
            person=membership.person, practice=membership.practice, started_on=from_day,
            ended_on=membership.ended_on, recorded_by=str(by.key), recorded_at=at, **said,
        )  # fmt: skip
        refuse_what_cannot_be(after, timezone.localdate(at), instead_of=membership.line)
        correct(membership, by=str(by.key), at=at, ended_on=from_day - A_DAY)
        after.save(force_insert=True)
        _tell("people.job_changed", after, by, at, before=str(membership.line))
    return after


def correct_job(
    *,
    membership: Membership,
    started_on: dt.date,
    job_role: JobRole,
    manager: Person | None,
    staff_number: str,
    by: Person,
    at: dt.datetime,
) -> Membership:
    """Put right what was written down wrongly, from the first day on. Raises Refused.

    Where the job came straight after another, that one's last day moves with it, so that no gap opens.
    """
    with changing(membership.practice, membership):
        said = {"job_role": job_role, "manager": manager, "staff_number": staff_number, "started_on": started_on}
        _refuse_no_change(membership, said)
        if membership.ended_on and started_on > membership.ended_on:
            raise Refused("started_on", f"This job ends on {long_date(membership.ended_on)}. Give a day before that")
        before = _came_after(membership)
        if before and started_on <= before.started_on:
            began = long_date(before.started_on)
            raise Refused("started_on", f"The job before this one began on {began}. Give a later day")
        kept = {"person": membership.person, "practice": membership.practice, "ended_on": membership.ended_on}
        lines = {"instead_of": membership.line, "beside": before and before.line}
        refuse_what_cannot_be(Membership(**kept, **said), timezone.localdate(at), **lines)
        if before and started_on != membership.started_on:
            ended = correct(before, by=str(by.key), at=at, ended_on=started_on - A_DAY)
            _tell("people.job_corrected", ended, by, at)
        ids = {"job_role_id": job_role.pk, "manager_id": manager and manager.pk}
        now = correct(membership, by=str(by.key), at=at, started_on=started_on, staff_number=staff_number, **ids)
        _tell("people.job_corrected", now, by, at)
    return now


def withdraw_job(*, membership: Membership, by: Person, at: dt.datetime) -> Membership:
    """Take back a job that never was; where it came straight after another, that one goes on. Raises Refused."""
    with changing(membership.practice, membership):
        others = Membership.objects.known().at(membership.practice).by(membership.person).exclude(pk=membership.pk)
        if not others.exists():
            raise Refused(None, f"This is the only job of {membership.person.name} here. Give it a last day instead")
        before = _came_after(membership)
        withdrawn = correct(membership, by=str(by.key), at=at, withdrawn=True)
        _tell("people.job_withdrawn", withdrawn, by, at)
        if before:
            _tell("people.job_corrected", correct(before, by=str(by.key), at=at, ended_on=membership.ended_on), by, at)
    return withdrawn


def note_last_day(membership: Membership, last_day: dt.date | None, by: Person, at: dt.datetime) -> Membership:
    """Put down a job's last day, or another one; without a day, the job goes on."""
    noted = correct(membership, by=str(by.key), at=at, ended_on=last_day)
    verb = "people.left" if last_day else "people.leaving_taken_back"
    record(
        chains=[noted.practice.chain], verb=verb, actor=by.key, subject=noted.person.key, at=at,
        data={"job": str(noted.line), "ended_on": plain(last_day)},
    )  # fmt: skip
    return noted


def refuse_what_cannot_be(
    wanted: Membership, today: dt.date, *, instead_of: uuid.UUID | None = None, beside: uuid.UUID | None = None
) -> None:
    """Raise Refused for a job that contradicts what is known here: the others, or that the practice is another's."""
    days = Days(wanted.started_on, wanted.ended_on)
    refuse_after_a_merger(wanted.practice, days, first="started_on", last="ended_on")
    stays = Membership.objects.known().at(wanted.practice).exclude(line__in=[instead_of, beside])
    _refuse_the_same_job_twice(wanted, stays)
    _refuse_anothers_number(wanted, stays)
    if wanted.manager_id:
        _refuse_a_circle(wanted, stays.exclude(ended_on__lt=max(today, wanted.started_on)))


def _refuse_no_change(membership: Membership, said: dict) -> None:
    if all(getattr(membership, name) == value for name, value in said.items()):
        raise Refused(None, SAME_AGAIN)


def _refuse_the_same_job_twice(wanted: Membership, stays) -> None:
    days = Days(wanted.started_on, wanted.ended_on)
    for stay in stays.by(wanted.person).filter(job_role=wanted.job_role):
        if Days(stay.started_on, stay.ended_on).meets(days):
            until = f" to {long_date(stay.ended_on)}" if stay.ended_on else ""
            raise Refused(
                "job_role",
                f"{wanted.person.name} has a job as {wanted.job_role.name} here already, from"
                f" {long_date(stay.started_on)}{until}. Choose another job role or other days",
            )


def _refuse_anothers_number(wanted: Membership, stays) -> None:
    if not wanted.staff_number:
        return
    others = stays.filter(staff_number__iexact=wanted.staff_number).exclude(person=wanted.person)
    if other := others.select_related("person").first():
        raise Refused(
            "staff_number",
            f"{wanted.staff_number} is or was the number of {other.person.name} here. Give another one, or none",
        )


def _refuse_a_circle(wanted: Membership, stays) -> None:
    person, manager = wanted.person, wanted.manager
    if person.pk == manager.pk:
        raise Refused("manager", "Nobody manages themselves. Choose somebody else, or nobody")
    if would_manage_themselves(person.pk, manager.pk, managers_above(stays)):
        raise Refused(
            "manager",
            f"{person.name} would be managed by {manager.name}, and {manager.name} by {person.name}, themselves or"
            " through somebody between them. Choose somebody else",
        )


def _came_after(membership: Membership) -> Membership | None:
    """The job that this one followed without a day between; none, where it is not clear which."""
    stays = Membership.objects.known().at(membership.practice).by(membership.person)
    before = list(stays.filter(ended_on=membership.started_on - A_DAY)[:2])
    return before[0] if len(before) == 1 else None


def _tell(verb: str, stay: Membership, by: Person, at: dt.datetime, **more) -> None:
    record(
        chains=[stay.practice.chain], verb=verb, actor=by.key, subject=stay.person.key, at=at,
        data={"job": str(stay.line), **more, "job_role": stay.job_role.key, "started_on": plain(stay.started_on)},
    )  # fmt: skip
