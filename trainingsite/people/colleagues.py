"""The people of a practice to choose from, told apart by their jobs."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.people.models import Membership, Person, Practice


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at the practice, as a list shows them; of two with one name, also what they sign in with."""

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
        found.setdefault(stay.person_id, (stay.person, stay.job_role.name))
    shared = names_held_twice(person for person, _ in found.values())
    colleagues = [Colleague(person, told_apart(person, job, shared)) for person, job in found.values()]
    return sorted(colleagues, key=lambda one: (one.person.last_name.casefold(), one.person.first_name.casefold()))


def names_held_twice(people: Iterable[Person]) -> set[str]:
    """The names that more than one of these people have."""
    counted = Counter(person.name.casefold() for person in people)
    return {name for name, number in counted.items() if number > 1}


def told_apart(person: Person, job_role: str, shared: set[str]) -> str:
    """What tells somebody from the others: the job; of two with one name, also what they sign in with."""
    if person.name.casefold() in shared:
        return f"{job_role}, signs in as {person.username}"
    return job_role


def names_at(practice: Practice) -> dict[int, str]:
    """The names of everybody who ever worked at the practice, no two alike."""
    people = list(Person.objects.at(practice).only("username", "first_name", "last_name"))
    shared = names_held_twice(people)
    return {
        person.pk: f"{person.name} ({person.username})" if person.name.casefold() in shared else person.name
        for person in people
    }
