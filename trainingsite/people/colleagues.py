"""The people of a practice to choose from, told apart by their jobs."""

import datetime as dt
import uuid
from dataclasses import dataclass

from trainingsite.people.models import Membership, Person, Practice


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at the practice, as a list shows them."""

    person: Person
    job_role: str

    @property
    def key(self) -> uuid.UUID:
        return self.person.key

    @property
    def label(self) -> str:
        return f"{self.person.name}, {self.job_role}"


def people_at(practice: Practice, day: dt.date) -> list[Colleague]:
    """Who works at the practice that day, each once, by name."""
    stays = Membership.objects.known().on(day).at(practice).select_related("person", "job_role")
    found = {}
    for stay in stays.order_by("started_on", "pk"):
        found.setdefault(stay.person_id, Colleague(stay.person, stay.job_role.name))
    return sorted(found.values(), key=lambda one: (one.person.last_name.casefold(), one.person.first_name.casefold()))
