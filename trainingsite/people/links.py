"""Where a person works on a day, and which chains an act by or about them belongs to."""

import datetime as dt
import uuid
from typing import NamedTuple

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.people.models import Duty, Membership, Network, Person, Responsibility, SamePerson, chain_of


class Job(NamedTuple):
    """A person's job at one practice, and whether their sign-in is open, as the database has it now."""

    practice_id: int
    practice_key: uuid.UUID
    role: str
    may_sign_in: bool

    @property
    def chain(self) -> str:
        return chain_of(self.practice_key)


def jobs_of(person: Person, day: dt.date) -> list[Job]:
    """The person's jobs on the day, the one recorded first at the head."""
    rows = Membership.objects.known().on(day).by(person).order_by("pk")
    return [Job(*row) for row in rows.values_list("practice", "practice__key", "job_role__name", "person__is_active")]


def chains_of(person: Person, day: dt.date) -> list[str]:
    """The chain of each practice where the person works that day; the site's when there is none."""
    return _chains_where_works(person, day) or _chains_of_kept(person, day) or [SITE_CHAIN]


def _chains_where_works(person: Person | int, day: dt.date) -> list[str]:
    keys = Membership.objects.known().on(day).by(person).values_list("practice__key", flat=True)
    return sorted(map(chain_of, set(keys)))


def _chains_of_kept(person: Person, day: dt.date) -> list[str]:
    """Where a former row counts for somebody who works there: what becomes of its records concerns those practices."""
    kept = SamePerson.objects.standing().filter(former=person).values_list("kept", flat=True).first()
    return _chains_where_works(kept, day) if kept else []


def networks_led(person: Person, day: dt.date):
    """The networks that the person leads on the day."""
    duties = Responsibility.objects.known().on(day).by(person).of_kind(Duty.NETWORK_LEAD)
    return Network.objects.filter(pk__in=duties.values("network"))
