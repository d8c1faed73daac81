"""A manager's whole team gets another manager on the same day."""

import datetime as dt

from django.db.models import QuerySet

from trainingsite.people.models import Membership, Person, Practice
from trainingsite.people.staff.changing import Refused, changing
from trainingsite.people.staff.jobs import change_job, correct_job


def team_of(manager: Person, practice: Practice, day: dt.date) -> list[Membership]:
    """The jobs here, that day or later, whose manager this is."""
    stays = Membership.objects.known().at(practice).filter(manager=manager).exclude(ended_on__lt=day)
    rows = stays.select_related("person", "practice", "job_role", "manager")
    return list(rows.order_by("person__last_name", "person__first_name", "pk"))


def jobs_led_by(person: Person, day: dt.date) -> QuerySet[Membership]:
    """The jobs of the person's direct team that day, at the practices where they work themselves.

    Somebody who has left a practice may still be named there, and leads nobody.
    """
    at_work = Membership.objects.known().on(day).by(person).values("practice")
    return Membership.objects.known().on(day).filter(manager=person, practice__in=at_work).exclude(person=person)


def hand_over_team(
    *, manager: Person, practice: Practice, to: Person, from_day: dt.date, by: Person, at: dt.datetime
) -> int:
    """From a day on, let somebody else manage whomever this person manages; answers how many jobs. Raises Refused.

    Where the new manager is one of the team, they get the manager of the one before.
    """
    if to.pk == manager.pk:
        raise Refused("manager", f"{manager.name} manages them already. Choose somebody else")
    with changing(practice):
        own = Membership.objects.known().at(practice).by(manager).exclude(ended_on__lt=from_day).first()
        above = own.manager if own else None
        team = sorted(team_of(manager, practice, from_day), key=lambda stay: stay.person_id != to.pk)
        for stay in team:
            said = {
                "job_role": stay.job_role,
                "staff_number": stay.staff_number,
                "manager": above if stay.person_id == to.pk else to,
            }
            if from_day <= stay.started_on:
                correct_job(membership=stay, started_on=stay.started_on, by=by, at=at, **said)
            else:
                change_job(membership=stay, from_day=from_day, by=by, at=at, **said)
    return len(team)
