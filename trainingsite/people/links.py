"""Where a person works on a day, and which chains an act by or about them belongs to."""

import datetime as dt
import uuid
from typing import NamedTuple

from trainingsite.audit.actions import SITE_CHAIN
from trainingsite.people.models import Membership, Person, chain_of


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
    keys = Membership.objects.known().on(day).by(person).values_list("practice__key", flat=True)
    return sorted(map(chain_of, set(keys))) or [SITE_CHAIN]
