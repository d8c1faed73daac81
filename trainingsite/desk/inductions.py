"""Who joined a practice, and how long their induction took: read from the rule of due dates itself."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from trainingsite.compliance.dates import joined as as_few_as_possible
from trainingsite.compliance.facts import Member, PracticeFacts, facts_within
from trainingsite.compliance.matrix import MET
from trainingsite.compliance.obligations import Segment, Status
from trainingsite.compliance.programmes import NOT_ASKED
from trainingsite.compliance.rules import Span, timeline
from trainingsite.people.facts import standing_rows
from trainingsite.people.models import Membership, Person, Practice

BY_A_DATE = (Status.DUE, Status.OVERDUE)
A_DAY = dt.timedelta(days=1)


class Outcome(StrEnum):
    """What became of an induction by the day."""

    IN_TIME = "finished in time"
    LATE = "finished late"
    OPEN = "still open"
    OVERDUE = "overdue"
    LEFT = "left before finishing"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Joining:
    """Somebody began at the practice; who comes back after a day away or more joins again."""

    person: Person
    job_role: str
    stay: Span
    before: Span | None

    @property
    def joined_on(self) -> dt.date:
        return self.stay.first

    def left_by(self, day: dt.date) -> dt.date | None:
        """Their last day at the practice, if it is over."""
        return None if self.stay.is_open or self.stay.last >= day else self.stay.last


@dataclass(frozen=True)
class Induction:
    """One joining, and how its induction went up to the day."""

    joining: Joining
    left_on: dt.date | None
    asked_from: dt.date | None
    due_on: dt.date | None
    finished_on: dt.date | None
    was_overdue: bool
    still_open: tuple[tuple[str, Status], ...]

    @property
    def outcome(self) -> Outcome:
        if self.finished_on:
            return Outcome.LATE if self.was_overdue else Outcome.IN_TIME
        if not self.still_open:
            return Outcome.NOT_ASKED
        if self.left_on:
            return Outcome.LEFT
        return Outcome.OVERDUE if self.was_overdue else Outcome.OPEN

    @property
    def was_done_before(self) -> bool:
        """Whether nothing was left to do on the first day: of somebody who came back, or brought it along."""
        return self.finished_on is not None and self.finished_on < self.joining.joined_on

    @property
    def days(self) -> int | None:
        """How many days it took from joining, or from the day it was first asked."""
        if self.finished_on is None:
            return None
        return max((self.finished_on - (self.asked_from or self.joining.joined_on)).days, 0)


@dataclass(frozen=True)
class Part:
    """One thing the induction asks of somebody, over the days of their stay."""

    title: str
    segments: tuple[Segment, ...]

    def on(self, day: dt.date) -> Segment:
        return next(segment for segment in self.segments if segment.first <= day <= segment.last)

    def waited(self, until: dt.date) -> list[Segment]:
        """The days up to one of them on which it was to be done by a date."""
        return [each for each in self.segments if each.first <= until and each.standing.status in BY_A_DATE]

    def was_overdue(self, until: dt.date) -> bool:
        """Whether it was late: also when it was done on the very day after it was due."""
        if any(each.standing.status is Status.OVERDUE for each in self.waited(until)):
            return True
        met = {each.first for each in self.segments if each.first <= until and each.standing.status in MET}
        return any(each.last == each.standing.due_on and each.last + A_DAY in met for each in self.waited(until))


def joinings_within(practice: Practice, first: dt.date, last: dt.date, known_at=None) -> list[Joining]:
    """Who began at the practice from a day to a day, in that order; one query."""
    rows = Membership.objects.at(practice).select_related("person", "job_role")
    by_person = defaultdict(list)
    for job in standing_rows(rows, known_at)[0]:
        by_person[job.person].append(job)
    found = [each for person, jobs in by_person.items() for each in _joinings(person, jobs)]
    within = [each for each in found if first <= each.joined_on <= last]
    return sorted(within, key=lambda each: (each.joined_on, each.person.last_name.casefold(), each.person.pk))


def _joinings(person: Person, jobs: list[Membership]) -> Iterator[Joining]:
    """Jobs that follow on each other, or go side by side, are one stay."""
    stays = as_few_as_possible(Span(job.started_on, job.ended_on) for job in jobs)
    for stay, before in zip(stays, (None, *stays), strict=False):
        begun_with = next(job for job in jobs if job.started_on == stay.first)
        yield Joining(person, begun_with.job_role.name, stay, before)


def inductions_within(
    practice: Practice, first: dt.date, last: dt.date, *, day: dt.date, known_at: dt.datetime | None = None
) -> list[Induction]:
    """The induction of everybody who joined from a day to a day, as at a day; a fixed number of queries."""
    joinings = joinings_within(practice, first, min(last, day), known_at)
    if not joinings:
        return []
    people = {each.person.pk: each.person for each in joinings}
    period = Span(joinings[0].joined_on, day)
    facts = facts_within(practice, period, known_at=known_at, people=list(people.values()))
    members = {member.person.pk: member for member in facts.members}
    return [
        induction_of(joining, parts_of(joining, members[joining.person.pk], facts, day), facts.went_live_on, day)
        for joining in joinings
    ]


def parts_of(joining: Joining, member: Member, facts: PracticeFacts, day: dt.date) -> list[Part]:
    """What somebody begins with and finishes once: asked without a refresher, by programmes with a certificate."""
    end = joining.left_by(day) or day
    return [
        Part(demand.newest.title, timeline(facts.about(member, demand), joining.joined_on, end))
        for demand in facts.demands
        if demand.newest.programme.grants_certificate and not demand.newest.refresher_months
    ]


def induction_of(joining: Joining, parts: list[Part], went_live_on: dt.date, day: dt.date) -> Induction:
    """How an induction went, from the standing of each of its parts day by day."""
    left_on = joining.left_by(day)
    end, finished_on = left_on or day, finished(joining, parts)
    until = finished_on or end
    waited = (segment.standing for part in parts for segment in part.waited(until))
    asked = (segment.first for part in parts for segment in part.segments if is_asked(segment))
    asked_from = min(asked, default=None)
    return Induction(
        joining=joining,
        left_on=left_on,
        asked_from=asked_from and max(asked_from, went_live_on),
        due_on=max((standing.due_on for standing in waited if standing.due_on), default=None),
        finished_on=finished_on,
        was_overdue=any(part.was_overdue(until) for part in parts),
        still_open=() if finished_on else tuple(open_on(parts, end)),
    )


def is_asked(segment: Segment) -> bool:
    return segment.standing.status is not Status.NOT_REQUIRED


def finished(joining: Joining, parts: list[Part]) -> dt.date | None:
    """The first day of the stay on which nothing that was asked was left to do, and something had been done."""
    for day in sorted({segment.first for part in parts for segment in part.segments}):
        standings = [part.on(day).standing for part in parts]
        asked = [standing for standing in standings if standing.status not in NOT_ASKED]
        if asked and all(standing.status in MET for standing in asked):
            last_done = max(standing.completed_on for standing in asked)
            return min(day, last_done) if day == joining.joined_on else day
    return None


def open_on(parts: Iterable[Part], day: dt.date) -> Iterator[tuple[str, Status]]:
    """What was asked and not done on a day."""
    for part in parts:
        status = part.on(day).standing.status
        if status not in (*NOT_ASKED, *MET):
            yield part.title, status
