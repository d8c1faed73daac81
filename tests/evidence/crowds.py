"""Practices with more people than a test could make one by one."""

import datetime as dt
from dataclasses import replace
from itertools import cycle
from uuid import uuid4

from tests.evidence.scenes import FROM, ON
from tests.factories import (
    GO_LIVE,
    make_job_role,
    make_outside_training,
    make_programme,
    make_requirement,
    on_the_morning_of,
)
from trainingsite.compliance.matrix import Cell, Row
from trainingsite.compliance.rules import Status
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.people.models import Membership, Person, Practice

FIRST_NAMES = ("Ann", "Tom", "Bea", "Cat", "Dee", "Vic", "Una", "Zoë", "Íñigo", "Łucja")
LAST_NAMES = ("Lee", "Ellis", "Óg", "Roe", "Moss", "Hart", "Gray", "Okafor", "Wójcik", "Fernández-Álvarez de Toledo")
TOPICS = ("Fire safety", "Basic life support", "Infection control", "Safeguarding adults", "Safeguarding children")
OPEN = (Status.OVERDUE, Status.DUE)


def name_of(number: int) -> tuple[str, str]:
    """A first and a last name; no two of some thousands are the same."""
    return f"{FIRST_NAMES[number % 10]} {number}", LAST_NAMES[number // 10 % 10]


def a_crowd_at(practice: Practice, count: int) -> list[Person]:
    """So many people with a job at the practice, put in all at once."""
    role = make_job_role()
    people = Person.objects.bulk_create(
        Person(username=f"member-{uuid4()}", first_name=first, last_name=last, password="!")
        for number in range(count)
        for first, last in [name_of(number)]
    )
    with on_the_morning_of(GO_LIVE):
        Membership.objects.bulk_create(
            Membership(person=person, practice=practice, job_role=role, started_on=GO_LIVE) for person in people
        )
    return people


def asks_for(practice: Practice, *titles: str) -> None:
    """The practice asks everybody for outside training with these titles."""
    programme = make_programme(f"What {practice.name} asks", practice)
    for title in titles:
        make_requirement(programme, outside_training=make_outside_training(title))


def facts_of(practice: Practice) -> tuple[Asked, PackFacts]:
    asked = Asked(practice, ON, FROM)
    return asked, PackFacts.of(asked)


def crowded(facts: PackFacts, count: int, statuses: tuple[Status, ...] = (Status.COMPLIANT, *OPEN)) -> PackFacts:
    """The same facts with so many invented people, whose cells have these statuses in turn."""
    turn = cycle(statuses)
    rows = [
        Row(
            Person(pk=-number, username=f"{number}", first_name=first, last_name=last),
            "Receptionist", "Non-clinical", None, [cell_with(next(turn)) for _ in facts.matrix.demands],
        )
        for number in range(1, count + 1)
        for first, last in [name_of(number)]
    ]  # fmt: skip
    return replace(facts, matrix=replace(facts.matrix, rows=rows))


def cell_with(status: Status) -> Cell:
    """A cell with this status, and the days that go with it."""
    done_on, day = dt.date(2026, 3, 3), dt.date(2026, 3, 20)
    if status in (Status.COMPLIANT, Status.EXPIRING):
        return Cell(status, None, done_on, dt.date(2027, 3, 2), None, None)
    return Cell(status, day, None, None, None, "yes" if status in OPEN else None)
