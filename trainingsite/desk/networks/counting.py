"""A network in counts: practices down in order of name, programmes across, and the sums with their denominators."""

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass

from trainingsite.compliance.adding_up import NOTHING, Sums
from trainingsite.compliance.models import Programme
from trainingsite.compliance.sums import all_together, heads, people_of_many, sums_of_many
from trainingsite.desk.networks.members import Member, counted
from trainingsite.desk.overview import share, spelled_out
from trainingsite.people.models import Network, Practice

OTHERS = "Practices’ own programmes"
EVERYTHING = "Everything"
NOBODY = "Nobody works here on that day."
NOTHING_FOLLOWED = "It follows no programme on that day."


@dataclass(frozen=True)
class Count:
    """Done of required, and the share where it says nothing about anybody in particular."""

    sums: Sums
    people: int

    @property
    def words(self) -> str:
        return f"{self.sums.met:,} of {self.sums.required:,}" if self.sums.required else "none asked"

    @property
    def share(self) -> str:
        """Below ten people, or ten things that are asked, a percentage says too much."""
        return share(self.sums.met, self.sums.required, min(self.people, self.sums.required))


@dataclass(frozen=True)
class Line:
    """One practice: how many people work there, and a count for each column; or words in their place."""

    practice: Practice
    people: int | None
    counts: tuple[Count, ...]
    said: str = ""


@dataclass(frozen=True)
class Overview:
    """Some practices of a network on a day."""

    network: Network
    day: dt.date
    programmes: list[str]
    lines: list[Line]
    at_practices: int
    people: int
    foot: tuple[Count, ...]

    @property
    def columns(self) -> list[str]:
        return [*self.programmes, EVERYTHING]

    @property
    def total(self) -> Count:
        return self.foot[-1]


def overview_of(network: Network, members: Sequence[Member], day: dt.date, today: dt.date) -> Overview:
    """These practices side by side, in a fixed number of queries."""
    practices = counted(members)
    at_work = [member.practice for member in members if member.has_people]
    people, sums = people_of_many(at_work, day), sums_of_many(practices, day, today)
    columns = Columns.of(network, {key for each in sums.values() for key in each})
    lines = [_line(member, people.get(member.practice.pk), sums, columns) for member in members]
    shown = [line for line in lines if line.counts]
    together = sum(people.values())
    return Overview(
        network, day, columns.titles, lines, together, heads(at_work, day) if at_work else 0,
        tuple(Count(_added(each), together) for each in zip(*(line.counts for line in shown), strict=True))
        or (Count(NOTHING, together),),
    )  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """What is shared by several practices has a column each; what practices ask for on their own has one together."""

    shared: list[tuple[int, str]]
    has_others: bool

    @classmethod
    def of(cls, network: Network, followed: set[int]) -> "Columns":
        programmes = Programme.objects.filter(pk__in=followed)
        shared = [each for each in programmes if _is_shared(each, network)]
        return cls([(each.pk, each.title) for each in shared], len(shared) < len(followed))

    @property
    def titles(self) -> list[str]:
        return [title for _, title in self.shared] + [OTHERS] * self.has_others

    def counts(self, by_programme: dict[int, Sums], people: int) -> tuple[Count, ...]:
        """The sums of one practice in the order of the columns, and all together at the end."""
        shared = [by_programme.get(key, NOTHING) for key, _ in self.shared]
        keys = {key for key, _ in self.shared}
        others = [all_together({key: sums for key, sums in by_programme.items() if key not in keys})]
        everything = all_together(by_programme)
        return tuple(Count(sums, people) for sums in [*shared, *others * self.has_others, everything])


def _is_shared(programme: Programme, network: Network) -> bool:
    return programme.practice_id is None and programme.network_id in (None, network.pk)


def _line(member: Member, people: int | None, sums: dict[int, dict[int, Sums]], columns: Columns) -> Line:
    if member.said:
        return Line(member.practice, people, (), member.said)
    by_programme = sums[member.practice.pk]
    if not people:
        return Line(member.practice, 0, (), NOBODY)
    if not by_programme:
        return Line(member.practice, people, (), NOTHING_FOLLOWED)
    return Line(member.practice, people, columns.counts(by_programme, people))


def _added(counts: Sequence[Count]) -> Sums:
    return functools.reduce(Sums.plus, (count.sums for count in counts), NOTHING)


def denominator(total: Sums, asked: str = "everything asked, once for each person at each practice") -> str:
    """What required is made of: 12 required = 15 − 2 on leave − 1 exempt."""
    return spelled_out(total, asked)


def headcount(overview: Overview, *, all_shown: bool) -> str:
    """How many people there are, and why that is not the sum of the column."""
    people, posts = overview.people, overview.at_practices
    work = "person works" if people == 1 else "people work"
    said = f"{people:,} {work} at {'these practices' if all_shown else 'the practices shown'}."
    if posts == people:
        return said
    return (
        f"{said} Somebody who works at several is shown at each, which makes {posts:,} in the column “People”, and is"
        f" counted once in the {people:,}."
    )
