"""Whom somebody may turn to."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.people.models import Membership, Person


@dataclass(frozen=True)
class Colleague:
    """Somebody who works at one of the person's practices that day."""

    person: Person
    label: str


def colleagues_of(person: Person, day: dt.date) -> list[Colleague]:
    """One's own manager first, then everybody else by name."""
    posts = Membership.objects.known().on(day)
    own = list(posts.by(person).values_list("practice_id", "manager_id"))
    managers = {manager_id for _, manager_id in own}
    others = posts.filter(practice__in=[practice_id for practice_id, _ in own], person__is_active=True)
    jobs: dict[Person, list[str]] = {}
    for post in others.exclude(person=person).select_related("person", "job_role").order_by("job_role__name"):
        jobs.setdefault(post.person, []).append(post.job_role.name)
    found = sorted(jobs, key=lambda one: (one.pk not in managers, one.last_name, one.first_name, one.pk))
    return [Colleague(one, _label(one, jobs[one], one.pk in managers)) for one in found]


def _label(person: Person, jobs: list[str], manages: bool) -> str:
    job = " and ".join(dict.fromkeys(jobs))
    return f"{person.name}, {job}{' (your manager)' if manages else ''}"
