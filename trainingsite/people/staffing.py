"""Joining a practice and leaving it, duties and leave: dated facts, each with its event."""

import datetime as dt

from django.db import transaction

from trainingsite.audit.actions import plain, record
from trainingsite.people.facts import correct
from trainingsite.people.links import chains_of
from trainingsite.people.models import Absence, JobRole, Membership, Network, Person, Practice, Responsibility


@transaction.atomic
def join(
    *,
    person: Person,
    practice: Practice,
    job_role: JobRole,
    started_on: dt.date,
    manager: Person | None = None,
    staff_number: str = "",
    by: str = "",
    at: dt.datetime,
) -> Membership:
    """Take somebody on, from a day on; who comes back may sign in again, with a new password."""
    Person.objects.filter(pk=person.pk, is_active=False).update(is_active=True)
    membership = Membership.objects.create(
        person=person, practice=practice, job_role=job_role, started_on=started_on, manager=manager,
        staff_number=staff_number, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    record(
        chains=[practice.chain], verb="people.joined", actor=by, subject=person.key, at=at,
        data={"job": str(membership.line), "job_role": job_role.key, "started_on": plain(started_on)},
    )  # fmt: skip
    return membership


@transaction.atomic
def leave(*, membership: Membership, last_day: dt.date, by: str = "", at: dt.datetime) -> Membership:
    """Note the last day of somebody's job; what they did stays."""
    ended = correct(membership, by=by, at=at, ended_on=last_day)
    record(
        chains=[ended.practice.chain], verb="people.left", actor=by, subject=ended.person.key, at=at,
        data={"job": str(ended.line), "ended_on": plain(last_day)},
    )  # fmt: skip
    return ended


@transaction.atomic
def give_duty(
    *,
    duty: str,
    practice: Practice | None = None,
    network: Network | None = None,
    person: Person | None = None,
    holder_name: str = "",
    contact: str = "",
    started_on: dt.date,
    by: str = "",
    at: dt.datetime,
) -> Responsibility:
    """Give a duty at a practice or for a network to one of its people, or name somebody outside who holds it."""
    held = Responsibility.objects.create(
        duty=duty, practice=practice, network=network, person=person, holder_name=holder_name, contact=contact,
        started_on=started_on, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    record(
        chains=[practice.chain] if practice else chains_of(person, started_on), verb="people.duty_given", actor=by,
        subject=person.key if person else "", at=at,
        data={"duty": str(duty), "held": str(held.line), "started_on": plain(started_on)},
    )  # fmt: skip
    return held


@transaction.atomic
def note_leave(
    *, person: Person, practice: Practice, started_on: dt.date, ended_on: dt.date | None, by: str = "", at: dt.datetime
) -> Absence:
    """Note that somebody is away from a day to a day, and nothing of why."""
    absence = Absence.objects.create(
        person=person, practice=practice, started_on=started_on, ended_on=ended_on, recorded_by=by, recorded_at=at
    )
    record(
        chains=[practice.chain], verb="people.leave_noted", actor=by, subject=person.key, at=at,
        data={"leave": str(absence.line), "started_on": plain(started_on), "ended_on": plain(ended_on)},
    )  # fmt: skip
    return absence
