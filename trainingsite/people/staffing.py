"""Joining a practice and leaving it, duties and leave: dated facts, each with its event."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import Max, QuerySet

from trainingsite.audit.actions import plain, record
from trainingsite.audit.models import AuditEvent
from trainingsite.people.facts import correct
from trainingsite.people.links import chains_of
from trainingsite.people.merging.going_over import refuse_to_begin
from trainingsite.people.models import (
    Absence,
    CredentialIssued,
    JobRole,
    Membership,
    Network,
    Person,
    Practice,
    Responsibility,
)

SIGN_IN_ENDED = "people.sign_in_ended"
USED = (CredentialIssued.Kind.CODE_USED, CredentialIssued.Kind.INVITATION_USED, CredentialIssued.Kind.RESET)


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
    """Take somebody on, from a day on; who comes back may sign in again, once they have set a new password.

    Raises GoneOver.
    """
    refuse_to_begin(practice, started_on)
    open_sign_ins([person.pk])
    membership = Membership.objects.create(
        person=person, practice=practice, job_role=job_role, started_on=started_on, manager=manager,
        staff_number=staff_number, recorded_by=by, recorded_at=at,
    )  # fmt: skip
    record(
        chains=[practice.chain], verb="people.joined", actor=by, subject=person.key, at=at,
        data={"job": str(membership.line), "job_role": job_role.key, "started_on": plain(started_on)},
    )  # fmt: skip
    return membership


def open_sign_ins(people: Collection[int]) -> None:
    """Open the sign-ins of those who came back. They have not signed in since, and are invited as new people are.

    What an administrator shut is not for any manager to open by taking somebody on.
    """
    shut = Person.objects.filter(pk__in=people, is_active=False)
    if opened := _shut_by_leaving(shut):
        shut.filter(pk__in=opened).update(is_active=True, last_login=None)


def _shut_by_leaving(people: QuerySet[Person]) -> list[int]:
    """Those whose sign-in ended when they left, and was not in use after that; or who never had one."""
    people = list(people)
    ended = AuditEvent.objects.filter(verb=SIGN_IN_ENDED, subject__in=[str(person.key) for person in people])
    ended = dict(ended.values_list("subject").annotate(Max("at")))
    used = CredentialIssued.objects.filter(person__in=people, kind__in=USED)
    used = dict(used.values_list("person").annotate(Max("issued_at")))
    return [
        person.pk
        for person in people
        if _was_not_in_use_since(ended.get(str(person.key)), used.get(person.pk), person.last_login)
        or (person.last_login is None and not person.has_usable_password())
    ]


def _was_not_in_use_since(ended_at: dt.datetime | None, *used_at: dt.datetime | None) -> bool:
    return ended_at is not None and all(at is None or at <= ended_at for at in used_at)


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
    """Give a duty at a practice or for a network to one of its people, or name somebody outside who holds it.

    Raises GoneOver.
    """
    if practice:
        refuse_to_begin(practice, started_on)
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
    """Note that somebody is away from a day to a day, and nothing of why. Raises GoneOver."""
    refuse_to_begin(practice, started_on)
    absence = Absence.objects.create(
        person=person, practice=practice, started_on=started_on, ended_on=ended_on, recorded_by=by, recorded_at=at
    )
    record(
        chains=[practice.chain], verb="people.leave_noted", actor=by, subject=person.key, at=at,
        data={"leave": str(absence.line), "started_on": plain(started_on), "ended_on": plain(ended_on)},
    )  # fmt: skip
    return absence
