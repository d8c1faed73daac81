"""What a merger would move and end: shown first, and done just so."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from trainingsite.audit.actions import plain
from trainingsite.audit.chain import canonical, digest
from trainingsite.people.days import Days
from trainingsite.people.merging.rules import from_day_on, left_over
from trainingsite.people.models import Absence, Membership, NetworkPractice, Practice, Responsibility
from trainingsite.people.places import BranchSite, Merger


class CannotMerge(Exception):
    """These two practices cannot become one; the sentence says why, and what to do."""


class AlreadyMerged(CannotMerge):
    """The practice has gone over into another before."""

    def __init__(self, merger: Merger):
        super().__init__(
            f"{merger.practice} has gone over into {merger.into} already, from {merger.started_on:%-d %B %Y}. Nothing"
            " was changed."
        )


@dataclass(frozen=True)
class Move:
    """One job at the practice that goes over, and the days it has at the other: none for somebody who is there."""

    job: Membership
    days: tuple[Days, ...]
    starts_later: bool


@dataclass(frozen=True)
class Leave:
    """Leave noted at the practice that goes over, and those of its days that the other does not know of."""

    absence: Absence
    days: tuple[Days, ...]


@dataclass(frozen=True)
class MergerPlan:
    """Everything that happens on the day on which one practice goes over into another."""

    practice: Practice
    into: Practice
    on: dt.date
    with_sites: bool
    moves: list[Move]
    duties: list[Responsibility]
    leave: list[Leave]
    networks: list[NetworkPractice]
    sites: list[BranchSite]

    @cached_property
    def moving(self) -> list[Move]:
        """Those who get a job at the other practice, on the day or later."""
        return [move for move in self.moves if move.days]

    @cached_property
    def there_already(self) -> list[Move]:
        """Those who work at the other practice anyway: they get no second job there."""
        return [move for move in self.moves if not move.days]

    @cached_property
    def people(self) -> int:
        """How many people it is about; somebody with two posts is one."""
        return len({move.job.person_id for move in self.moves})

    @cached_property
    def leaving_anyway(self) -> list[Move]:
        """Those who move with a last day that was noted before."""
        return [move for move in self.moving if move.job.ended_on]

    def fingerprint(self) -> str:
        """What somebody agrees to: another one, as soon as anything would be done differently."""
        moves = [[move.job.pk, *map(_plain, move.days)] for move in self.moves]
        leave = [[each.absence.pk, *map(_plain, each.days)] for each in self.leave]
        rest = [[row.pk for row in rows] for rows in (self.duties, self.networks, self.sites)]
        whole = [self.practice.pk, self.into.pk, plain(self.on), self.with_sites, moves, leave, rest]
        return digest(canonical(whole))


def plan_merger(practice: Practice, into: Practice, on: dt.date, *, with_sites: bool = True) -> MergerPlan:
    """What would happen if the practice went over into the other on that day. Raises CannotMerge."""
    refuse_impossible(practice, into)
    moves = list(moves_of(practice, into, on))
    going = {move.job.person_id for move in moves if move.days}
    duties = Responsibility.objects.known().at(practice).exclude(ended_on__lt=on)
    networks = NetworkPractice.objects.known().filter(practice=practice).exclude(ended_on__lt=on)
    sites = BranchSite.objects.known().at(practice).exclude(ended_on__lt=on)
    return MergerPlan(
        practice=practice,
        into=into,
        on=on,
        with_sites=with_sites,
        moves=moves,
        duties=list(duties.select_related("person", "practice").order_by("duty", "started_on", "pk")),
        leave=list(leave_of(practice, into, on, going)),
        networks=list(networks.select_related("network").order_by("pk")),
        sites=list(sites.order_by("name", "pk")) if with_sites else [],
    )


def refuse_impossible(practice: Practice, into: Practice) -> None:
    if practice.pk == into.pk:
        raise CannotMerge("A practice cannot go over into itself. Choose another practice.")
    mergers = {each.practice_id: each for each in last_mergers([practice, into])}
    if practice.pk in mergers:
        raise AlreadyMerged(mergers[practice.pk])
    if gone := mergers.get(into.pk):
        raise CannotMerge(f"{into} has gone over into {gone.into} itself. Choose {gone.into} instead.")


def last_mergers(practices) -> list[Merger]:
    """Of the practices that have gone over into another, or will: into which, as it was recorded last."""
    known = Merger.objects.known().filter(practice__in=practices, ended_on=None)
    return list(known.select_related("practice", "into").order_by("started_on", "pk"))


def moves_of(practice: Practice, into: Practice, on: dt.date):
    """The jobs that have not ended before the day, by name, with the days that each has at the other practice."""
    jobs = Membership.objects.known().at(practice).exclude(ended_on__lt=on)
    jobs = jobs.select_related("person", "job_role", "manager").order_by(
        "person__last_name", "person__first_name", "pk"
    )
    there = _days_at(Membership.objects.known().at(into))
    for job in jobs:
        rest = from_day_on(Days(job.started_on, job.ended_on), on)
        yield Move(job, tuple(left_over(rest, there[job.person_id])), starts_later=job.started_on >= on)


def leave_of(practice: Practice, into: Practice, on: dt.date, people: set[int]):
    """The leave of those who move that reaches into their time at the other practice.

    It keeps its first day, though that was before: how long somebody is away decides whether the clock stands still.
    """
    absences = Absence.objects.known().at(practice).filter(person__in=people).exclude(ended_on__lt=on)
    there = _days_at(Absence.objects.known().at(into))
    for absence in absences.select_related("person").order_by("pk"):
        days = left_over(Days(absence.started_on, absence.ended_on), there[absence.person_id])
        lasting = tuple(each for each in days if from_day_on(each, on))
        if lasting:
            yield Leave(absence, lasting)


def _days_at(rows) -> dict[int, list[Days]]:
    """By person: the days of these rows."""
    found = defaultdict(list)
    for person_id, first, last in rows.values_list("person", "started_on", "ended_on"):
        found[person_id].append(Days(first, last))
    return found


def _plain(days: Days) -> list:
    return [plain(days.first), plain(days.last)]
