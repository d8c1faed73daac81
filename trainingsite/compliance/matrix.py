"""The training matrix: people down, requirements across, the status of each on a day."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone

from trainingsite.compliance.facts import Demand, Member, PracticeFacts, facts_about
from trainingsite.compliance.rules import Basis, Status, standing_on
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


@dataclass(frozen=True, slots=True)
class Cell:
    """How one person stands with one requirement. ``told``: yes, no, failed; None when nothing is asked."""

    status: Status
    due_on: dt.date | None
    completed_on: dt.date | None
    valid_until: dt.date | None
    basis: Basis | None
    told: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One person's cells, in the order of the matrix's requirements."""

    member: Member
    job_role: str
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
    told = told_about(facts, known_at)
    rows = [
        Row(
            member,
            member.stay_on(day).job_role.name,
            [cell(facts, member, demand, day, told) for demand in facts.demands],
        )
        for member in facts.members
    ]
    return Matrix(practice, day, known_on or timezone.localdate(), facts.demands, rows)


def cell(facts: PracticeFacts, member: Member, demand: Demand, day: dt.date, told: dict) -> Cell:
    """One cell of the matrix."""
    standing = standing_on(facts.about(member, demand), day)
    heard = None
    if standing.status in OPEN:
        for_day, heard = told.get((member.person.pk, demand.line), (dt.date.max, "no"))
        if standing.completed_on and for_day <= standing.completed_on:
            heard = "no"  # that reminder was about the time before
    return Cell(standing.status, standing.due_on, standing.completed_on, standing.valid_until, standing.basis, heard)


def told_about(facts: PracticeFacts, known_at: dt.datetime | None) -> dict:
    """By person and requirement: the day of the last message that named it and got somewhere, and how far it came.

    One that still waits, or was never sent, tells nobody anything: what was said before it stands.
    """
    named = NoticeItem.objects.filter(
        notice__person__in=[member.person.pk for member in facts.members],
        about__in=[demand.line for demand in facts.demands],
        notice__state__in=TOLD,
    )
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
