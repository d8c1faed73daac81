"""Who hears of whose delay at a practice, and where nobody does: for a page, so that a manager who left is noticed."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.people.models import Membership, Person, Practice
from trainingsite.reminders.digests import Desk, desk_of


@dataclass(frozen=True)
class Hearing:
    """One person of the practice: who is told when something of theirs is overdue, and why it is they."""

    person: Person
    told: list[Person]
    why: str

    @property
    def is_left_to_nobody(self) -> bool:
        return not self.told


@dataclass(frozen=True)
class Hearings:
    """Everybody of a practice, those about whom nobody is told first."""

    rows: list[Hearing]
    has_practice_manager: bool

    @property
    def left_to_nobody(self) -> list[Hearing]:
        return [row for row in self.rows if row.is_left_to_nobody]


def hearings_at(practice: Practice, day: dt.date) -> Hearings:
    """Who is told of whom that day, in a fixed number of queries."""
    jobs = Membership.objects.known().on(day).at(practice).select_related("person", "manager")
    by_person: dict[int, Membership] = {}
    for job in jobs.order_by("person__last_name", "person__first_name", "person", "started_on", "pk"):
        by_person.setdefault(job.person_id, job)
    rows = list(by_person.values())
    desk = desk_of(practice, rows, day)
    found = [hearing_of(job, desk, day) for job in rows]
    return Hearings(sorted(found, key=lambda row: not row.is_left_to_nobody), bool(desk.practice_managers))


def hearing_of(job: Membership, desk: Desk, day: dt.date) -> Hearing:
    """Who is told of one person, and why."""
    told = desk.for_(job, day)
    return Hearing(job.person, told, why_they(job, told, desk))


def why_they(job: Membership, told: list[Person], desk: Desk) -> str:
    """Why it is these who are told, in a sentence."""
    if not told:
        return "There is nobody to tell. Give somebody else the duty of practice manager."
    if job.manager in told:
        return "Their manager." if job.manager not in desk.away else "Their manager, who is on leave and reads it then."
    return f"{why_not_their_manager(job, desk)} {instead(told, desk)}"


def why_not_their_manager(job: Membership, desk: Desk) -> str:
    if job.manager is None:
        return "Nobody is named as their manager."
    if job.manager.pk not in desk.still_here:
        return f"Their manager, {job.manager.name}, does not work here any more."
    return f"Their manager, {job.manager.name}, is on leave."


def instead(told: list[Person], desk: Desk) -> str:
    """Who hears of it in place of the manager."""
    if told[0] in desk.practice_managers:
        return "So the practice manager is told."
    word = "There is no other practice manager" if desk.practice_managers else "No practice manager is there"
    return f"{word}, so whoever else opens the desk is told."
