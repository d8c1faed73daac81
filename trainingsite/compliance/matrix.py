"""The training matrix: people down, requirements across, the status of each on a day."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone

from trainingsite.compliance.facts import Demand, Member, PracticeFacts, facts_about
from trainingsite.compliance.rules import Basis, Standing, Status, standing_on
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.people.models import Person, Practice

OPEN = {Status.DUE, Status.OVERDUE, Status.EXPIRING}
NOT_COUNTED = (Status.NOT_REQUIRED, Status.ON_LEAVE, Status.EXEMPT)
MET = (Status.COMPLIANT, Status.EXPIRING)
TOLD = {
    Notice.State.SENT: "yes",
    Notice.State.HANDED_OVER: "yes",
    Notice.State.FAILED: "failed",
    Notice.State.BOUNCED: "failed",
}
NEVER_TOLD = (dt.date.max, "no")


class Cell(NamedTuple):
    """How one person stands with one requirement. ``told``: yes, no, failed; None when nothing is asked.

    A named tuple, as a standing is: there are hundreds on a page.
    """

    status: Status
    due_on: dt.date | None
    completed_on: dt.date | None
    valid_until: dt.date | None
    basis: Basis | None
    told: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person's cells, in the order of the matrix's requirements."""

    person: Person
    job_role: str
    staff_group: str
    manager: Person | None
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Totals:
    """How a requirement's cells add up: required = in practice − not required − on leave − exempt."""

    in_practice: int
    not_required: int
    on_leave: int
    exempt: int
    required: int
    compliant: int


@dataclass(frozen=True)
class Matrix:
    """A practice's training on a day, as known by the end of a day."""

    practice: Practice
    on: dt.date
    known_on: dt.date
    demands: list[Demand]
    rows: list[Row]

    def totals(self) -> list[Totals]:
        """The sums of each requirement's column, in their order."""
        return [totals_of([row.cells[place].status for row in self.rows]) for place in range(len(self.demands))]

    def total(self) -> Totals:
        """All cells together."""
        return totals_of([cell.status for row in self.rows for cell in row.cells])


def totals_of(statuses: list[Status]) -> Totals:
    counted = Counter(statuses)
    not_counted = [counted[status] for status in NOT_COUNTED]
    return Totals(len(statuses), *not_counted, len(statuses) - sum(not_counted), sum(counted[status] for status in MET))


def training_matrix(
    practice: Practice, day: dt.date, *, known_on: dt.date | None = None, people: list[Person] | None = None
) -> Matrix:
    """People down, requirements across, the status of each on that day, as known by the end of ``known_on``."""
    known_at = end_of_day(known_on) if known_on else None
    facts = facts_about(practice, day, known_at=known_at, people=people)
    told = told_about([member.person.pk for member in facts.members], [d.line for d in facts.demands], day, known_at)
    rows = [
        Row(
            member.person,
            (stay := member.stay_on(day)).job_role.name,
            stay.job_role.staff_group.name,
            stay.manager,
            [cell(facts, member, demand, day, told) for demand in facts.demands],
        )
        for member in facts.members
    ]
    return Matrix(practice, day, known_on or timezone.localdate(), facts.demands, rows)


def cell(facts: PracticeFacts, member: Member, demand: Demand, day: dt.date, told: dict) -> Cell:
    """One cell of the matrix."""
    standing = standing_on(facts.about(member, demand), day)
    return Cell(*standing, heard_of(standing, told.get((member.person.pk, demand.line))))


def heard_of(standing: Standing, told: tuple[dt.date, str] | None) -> str | None:
    """Whether somebody was told of what is open: yes, no, failed; None when nothing is."""
    if standing.status not in OPEN:
        return None
    for_day, heard = told or NEVER_TOLD
    # One that came before it was last done was about the time before.
    return "no" if standing.completed_on and for_day <= standing.completed_on else heard


def told_about(
    people: Iterable[int], lines: Iterable[uuid.UUID], by_day: dt.date, known_at: dt.datetime | None = None
) -> dict[tuple[int, uuid.UUID], tuple[dt.date, str]]:
    """By person and requirement: the last message by the day that named it and got somewhere, and how far it came.

    One that still waits, or was never sent, tells nobody anything: what was said before it stands.
    """
    named = NoticeItem.objects.filter(notice__person__in=list(people), about__in=list(lines), notice__state__in=TOLD)
    named = named.filter(notice__for_day__lte=by_day)
    if known_at is not None:
        named = named.filter(notice__queued_at__lte=known_at)
    rows = named.order_by("notice__for_day", "pk").values_list(
        "notice__person_id", "about", "notice__for_day", "notice__state"
    )
    return {(person_id, about): (for_day, TOLD[state]) for person_id, about, for_day, state in rows}


def end_of_day(day: dt.date) -> dt.datetime:
    """The last moment of a local day."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min)
    return timezone.make_aware(midnight) - dt.timedelta(microseconds=1)
