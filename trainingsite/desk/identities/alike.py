"""Who among a manager's own people has the same name or address: shown to look at, never taken for the same person."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from trainingsite.people.helping import practices_to_help_at
from trainingsite.people.models import Membership, Person, Practice

MOST = 10


@dataclass(frozen=True)
class Alike:
    """Somebody with the same name or address, and where they work or worked."""

    person: Person
    jobs: list[str]


def own_practices(by: Person, day: dt.date):
    """The practices whose people somebody may ask about."""
    return practices_to_help_at(by, day)


def person_called(username: str, by: Person, day: dt.date) -> Person | None:
    """Whoever signs in with this name, if they work or worked at a practice of the manager's own."""
    jobs = Membership.objects.known().filter(practice__in=own_practices(by, day)).values("person")
    return Person.objects.filter(username__iexact=username.strip(), pk__in=jobs).first()


def people_alike(person: Person, practice: Practice, by: Person, day: dt.date) -> list[Alike]:
    """The same name or e-mail among the manager's own people; for an administrator, those of this practice."""
    places = [practice] if by.is_superuser else own_practices(by, day)
    same = Q(first_name__iexact=person.first_name, last_name__iexact=person.last_name)
    if person.email:
        same |= Q(email__iexact=person.email)
    jobs = Membership.objects.known().filter(practice__in=places)
    found = Person.objects.filter(same, pk__in=jobs.values("person"), is_superuser=False).exclude(pk=person.pk)
    people = list(found.order_by("username")[:MOST])
    worked = {each.pk: [] for each in people}
    for job in jobs.filter(person__in=people).select_related("job_role", "practice").order_by("started_on", "pk"):
        worked[job.person_id].append(f"{job.job_role.name}, {job.practice.name}")
    return [Alike(each, list(dict.fromkeys(worked[each.pk]))) for each in people]
