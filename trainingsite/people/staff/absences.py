"""Leave at a practice: from a day to a day, and nothing of why."""

import datetime as dt
import uuid

from trainingsite.audit.actions import plain, record
from trainingsite.formats.dates import long_date
from trainingsite.people.days import Days
from trainingsite.people.facts import correct
from trainingsite.people.models import Absence, Membership, Person, Practice
from trainingsite.people.staff.changing import Refused, changing, refuse_after_a_merger
from trainingsite.people.staffing import note_leave


def begin_leave(
    *, person: Person, practice: Practice, started_on: dt.date, ended_on: dt.date | None, by: Person, at: dt.datetime
) -> Absence:
    """Note leave: past, to come, or without a last day yet. Raises Refused."""
    with changing(practice):
        _refuse_what_cannot_be(person, practice, Days(started_on, ended_on))
        return note_leave(
            person=person, practice=practice, started_on=started_on, ended_on=ended_on, by=str(by.key), at=at
        )


def correct_leave(
    *, absence: Absence, started_on: dt.date, ended_on: dt.date | None, by: Person, at: dt.datetime
) -> Absence:
    """Put other days down, or the last one once it is known; the same days again change nothing. Raises Refused."""
    with changing(absence.practice, absence):
        if (started_on, ended_on) == (absence.started_on, absence.ended_on):
            return absence
        _refuse_what_cannot_be(absence.person, absence.practice, Days(started_on, ended_on), absence.line)
        now = correct(absence, by=str(by.key), at=at, started_on=started_on, ended_on=ended_on)
        _tell("people.leave_corrected", now, by, at)
    return now


def withdraw_leave(*, absence: Absence, by: Person, at: dt.datetime) -> Absence:
    """Take leave back that never was. Raises Refused."""
    with changing(absence.practice, absence):
        withdrawn = correct(absence, by=str(by.key), at=at, withdrawn=True)
        _tell("people.leave_withdrawn", withdrawn, by, at)
    return withdrawn


def in_words(days: Days) -> str:
    until = f" to {long_date(days.last)}" if days.last else " with no last day yet"
    return f"from {long_date(days.first)}{until}"


def _refuse_what_cannot_be(person: Person, practice: Practice, days: Days, line: uuid.UUID | None = None) -> None:
    if days.last and days.last < days.first:
        raise Refused("ended_on", "The last day is before the first. Check both, and the years")
    refuse_after_a_merger(practice, days, first="started_on", last="ended_on")
    stays = Membership.objects.known().at(practice).by(person)
    if not any(Days(stay.started_on, stay.ended_on).meets(days) for stay in stays):
        raise Refused("started_on", f"{person.name} does not work here on any of those days. Check both days")
    for other in Absence.objects.known().at(practice).by(person).exclude(line=line).order_by("started_on", "pk"):
        theirs = Days(other.started_on, other.ended_on)
        if theirs.meets(days):
            raise Refused(
                "started_on",
                f"There is leave {in_words(theirs)} already, and some of these days are the same. Correct that one, or"
                " choose other days",
            )


def _tell(verb: str, absence: Absence, by: Person, at: dt.datetime) -> None:
    record(
        chains=[absence.practice.chain], verb=verb, actor=by.key, subject=absence.person.key, at=at,
        data={
            "leave": str(absence.line),
            "started_on": plain(absence.started_on),
            "ended_on": plain(absence.ended_on),
        },
    )  # fmt: skip
