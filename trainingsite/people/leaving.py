"""Leaving at once: what ends with a job, what somebody keeps because of another, and the end of a sign-in."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import plain, record
from trainingsite.people.facts import correct
from trainingsite.people.models import Membership, Person, Practice, Responsibility
from trainingsite.people.shelves import name_of_owners
from trainingsite.people.sign_in_codes import write_off_codes
from trainingsite.people.staffing import SIGN_IN_ENDED, leave

A_DAY = dt.timedelta(days=1)


class OwnAccess(Exception):
    """Somebody would end their own access."""


@dataclass(frozen=True)
class Ending:
    """What ends at a practice when somebody leaves it now, and what keeps their sign-in open."""

    stays: list[Membership]
    duties: list[Responsibility]
    elsewhere: list[str]
    may_sign_in: bool

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to end."""
        return not self.stays and not self.duties and not (self.may_sign_in and self.ends_sign_in)

    @property
    def ends_sign_in(self) -> bool:
        return not self.elsewhere


def what_ends(person: Person, practice: Practice, day: dt.date) -> Ending:
    """What leaving the practice on that day would end."""
    stays = Membership.objects.known().by(person).at(practice).exclude(ended_on__lte=day)
    duties = Responsibility.objects.known().by(person).at(practice).exclude(ended_on__lt=day)
    return Ending(
        stays=list(stays.select_related("job_role", "practice", "person").order_by("started_on", "pk")),
        duties=list(duties.select_related("practice", "person").order_by("started_on", "pk")),
        elsewhere=what_stays(person, practice, day),
        may_sign_in=person.is_active,
    )


def what_stays(person: Person, practice: Practice, day: dt.date) -> list[str]:
    """What else the sign-in is for: another practice, a duty for another, the site itself."""
    jobs = Membership.objects.known().by(person).exclude(ended_on__lt=day).exclude(practice=practice)
    duties = Responsibility.objects.known().by(person).exclude(ended_on__lt=day).exclude(practice=practice)
    places = set(jobs.values_list("practice__name", flat=True))
    for duty in duties.select_related("practice", "network"):
        places.add((duty.practice or duty.network).name)
    site = ["looking after this site"] if person.is_staff or person.is_superuser else []
    return sorted(places) + site


@transaction.atomic
def leave_now(*, person: Person, practice: Practice, by: Person, at: dt.datetime) -> Ending:
    """End somebody's job, duties and rights at the practice; and their sign-in, if nothing else needs it.

    Raises OwnAccess: somebody else has to, so that there is always one left who can open the desk.
    """
    if by.pk == person.pk:
        raise OwnAccess
    day = timezone.localdate(at)
    ending = what_ends(person, practice, day)
    for duty in ending.duties:
        # A duty opens doors until the end of its last day: yesterday shuts them now.
        end_duty(duty, last_day=day - A_DAY, by=str(by.key), at=at)
    for stay in ending.stays:
        _end_stay(stay, day, by, at)
    person.groups.remove(*Group.objects.filter(name=name_of_owners(practice)))
    if ending.ends_sign_in:
        end_sign_in(person=person, practice=practice, by=by, at=at)
    return ending


def end_duty(duty: Responsibility, *, last_day: dt.date, by: str, at: dt.datetime) -> Responsibility:
    """Note the last day of a duty; one that began later never was."""
    never = last_day < duty.started_on
    changes = {"withdrawn": True} if never else {"ended_on": last_day}
    ended = correct(duty, by=by, at=at, **changes)
    record(
        chains=[duty.practice.chain], verb="people.duty_ended", actor=by, at=at,
        subject=duty.person.key if duty.person else "",
        data={"duty": duty.duty, "held": str(duty.line), "ended_on": plain(None if never else last_day)},
    )  # fmt: skip
    return ended


@transaction.atomic
def end_sign_in(
    *, person: Person, practice: Practice, by: Person | None, at: dt.datetime, also: Sequence[Practice] = ()
) -> None:
    """Close somebody's sign-in: every page they have open is shut out at its next request.

    The password becomes one that nobody knows, and no code or invitation is left, which ends it for good: were the
    sign-in opened again, none of them would come back.
    """
    person.is_active = False
    person.set_password(secrets.token_urlsafe(32))
    person.save(update_fields=["is_active", "password"])
    write_off_codes(person, at)
    record(
        chains=[each.chain for each in (practice, *also)], verb=SIGN_IN_ENDED, actor=by.key if by else "",
        subject=person.key, at=at,
    )  # fmt: skip


def _end_stay(stay: Membership, day: dt.date, by: Person, at: dt.datetime) -> None:
    if stay.started_on <= day:
        leave(membership=stay, last_day=day, by=str(by.key), at=at)
        return
    correct(stay, by=str(by.key), at=at, withdrawn=True)
    record(
        chains=[stay.practice.chain], verb="people.left", actor=by.key, subject=stay.person.key, at=at,
        data={"job": str(stay.line), "ended_on": None},
    )  # fmt: skip
