"""The first hour after something was posted: whom to tell, by name for staff and by role for everybody else."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.people.models import Duty, Person, Practice, Responsibility

WHOM_TO_TELL = (Duty.PRACTICE_MANAGER, Duty.IG_LEAD, Duty.DATA_PROTECTION_OFFICER, Duty.CALDICOTT_GUARDIAN)
OUTSIDE_THE_LINE = (Duty.SPEAK_UP_GUARDIAN, Duty.STAFF_REPRESENTATIVE)


@dataclass(frozen=True)
class Contact:
    """Who is to be told: the role, and for the practice's own staff who holds it and how to reach them."""

    role: str
    names: str


@dataclass(frozen=True)
class FirstHour:
    """What the page says of one practice; without a practice, what holds everywhere."""

    practice: Practice | None = None
    tell: tuple[Contact, ...] = ()
    outside_the_line: tuple[Contact, ...] = ()
    names_shown: bool = False


def first_hour_of(practice: Practice, day: dt.date, *, reader: Person | None) -> FirstHour:
    """The page for whoever reads it: a role that nobody holds is left out, and names are for the practice's staff."""
    shown = reader is not None and belongs_to(reader, practice, day)
    names = names_by_duty(practice, day)
    return FirstHour(practice, contacts(WHOM_TO_TELL, names, shown), contacts(OUTSIDE_THE_LINE, names, shown), shown)


def contacts(duties: tuple[Duty, ...], names: dict[str, list[str]], shown: bool) -> tuple[Contact, ...]:
    return tuple(Contact(duty.label, ", ".join(names[duty]) if shown else "") for duty in duties if duty in names)


def names_by_duty(practice: Practice, day: dt.date) -> dict[str, list[str]]:
    """By duty: everybody who holds it, with what was recorded of how to reach them."""
    found: dict[str, list[str]] = {}
    held = Responsibility.objects.known().on(day).at(practice).select_related("person").order_by("started_on", "pk")
    for duty in held:
        found.setdefault(duty.duty, []).append(f"{duty.held_by}, {duty.contact}" if duty.contact else duty.held_by)
    return found


def belongs_to(person: Person, practice: Practice, day: dt.date) -> bool:
    """Whether the person works at the practice that day or holds a duty there."""
    if Practice.objects.of(person, day).filter(pk=practice.pk).exists():
        return True
    return Responsibility.objects.known().on(day).at(practice).by(person).exists()
