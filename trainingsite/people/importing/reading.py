"""What is known of a practice's people, read in a fixed number of queries."""

import datetime as dt
from collections import defaultdict

from django.db.models import Q

from trainingsite.people.belonging import belonging_elsewhere
from trainingsite.people.helping import groups_beyond
from trainingsite.people.importing.known import Colleague, Known, Stay
from trainingsite.people.merging.going_over import going_over
from trainingsite.people.models import JobRole, Membership, Person, Practice, Responsibility


def known_at(practice: Practice, day: dt.date) -> Known:
    """Everybody who works or has worked at the practice, as it is known now."""
    rows = Membership.objects.known().at(practice).select_related("person", "job_role")
    stays, people = defaultdict(list), {}
    for row in rows.order_by("started_on", "pk"):
        people[row.person_id] = row.person
        stays[row.person_id].append(
            Stay(row.pk, row.started_on, row.ended_on, row.job_role.key, row.staff_number, row.manager_id)
        )
    duties, elsewhere = _duties(practice, day), _elsewhere(practice, day)
    belonging = belonging_elsewhere(people.values(), practice, day)
    colleagues = [
        Colleague(
            pk=person.pk, key=str(person.key), first_name=person.first_name, last_name=person.last_name,
            email=person.email, stays=tuple(stays[person.pk]), duties=tuple(duties[person.pk]),
            elsewhere=person.pk in elsewhere or person.is_staff or person.is_superuser,
            belongs_elsewhere=person.pk in belonging,
        )
        for person in people.values()
    ]  # fmt: skip
    colleagues.sort(key=lambda each: (each.last_name, each.first_name, each.pk))
    roles = dict(JobRole.objects.values_list("key", "name"))
    return Known(tuple(colleagues), roles, going_over(practice, day))


def _duties(practice: Practice, day: dt.date) -> dict[int, list[str]]:
    """The names of the duties each person holds at the practice, or will hold."""
    found = defaultdict(list)
    held = Responsibility.objects.known().at(practice).exclude(ended_on__lt=day).filter(person__isnull=False)
    for duty in held.order_by("started_on", "pk"):
        found[duty.person_id].append(duty.get_duty_display().lower())
    return found


def _elsewhere(practice: Practice, day: dt.date) -> set[int]:
    """Who of the practice's people works, holds a duty or may write somewhere else too."""
    here = Person.objects.at(practice).values("pk")
    jobs = Membership.objects.known().filter(person__in=here).exclude(ended_on__lt=day).exclude(practice=practice)
    duties = Responsibility.objects.known().filter(person__in=here).exclude(ended_on__lt=day).exclude(practice=practice)
    found = {*jobs.values_list("person_id", flat=True), *duties.values_list("person_id", flat=True)}
    with_rights = Q(groups__in=groups_beyond(practice)) | Q(user_permissions__isnull=False)
    return found | set(Person.objects.at(practice).filter(with_rights).values_list("pk", flat=True))
