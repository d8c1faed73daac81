"""What a change to what is asked would do, person by person, before anybody confirms it. Nothing is kept."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from trainingsite.compliance.dates import Span
from trainingsite.compliance.facts import Member, PracticeFacts, facts_within
from trainingsite.compliance.models import Adoption, Requirement
from trainingsite.compliance.obligations import NOT_REQUIRED
from trainingsite.compliance.rewording import Rewording
from trainingsite.compliance.rules import Standing, Status, standing_on
from trainingsite.compliance.wordings import Known, asking_rows, demands_among, known_rows
from trainingsite.people.models import Practice


class Effect(StrEnum):
    """What a change does to one person and one requirement."""

    ASKED = "asked"
    MET = "met"
    LATER = "later"
    SOONER = "sooner"
    NO_MORE = "no_more"


@dataclass(frozen=True)
class Group:
    """The people to whom a change does one thing, and their new date; none, where nothing falls due."""

    title: str
    effect: Effect
    due_on: dt.date | None
    names: tuple[str, ...]


@dataclass(frozen=True)
class Foresight:
    """What a change would do at one practice, from its day on."""

    practice: Practice
    on: dt.date
    groups: tuple[Group, ...]
    falls_on: tuple[str, ...]
    people: int
    overdue_at_once: tuple[str, ...]

    def of(self, *effects: Effect) -> list[Group]:
        return [group for group in self.groups if group.effect in effects]

    @property
    def begin(self) -> list[Group]:
        return self.of(Effect.ASKED)

    @property
    def met(self) -> list[Group]:
        return self.of(Effect.MET)

    @property
    def moved(self) -> list[Group]:
        return self.of(Effect.LATER, Effect.SOONER)

    @property
    def no_more(self) -> list[Group]:
        return self.of(Effect.NO_MORE)

    @property
    def first_due_on(self) -> dt.date | None:
        """The earliest date that the change brings to anybody."""
        return min((group.due_on for group in (*self.begin, *self.moved) if group.due_on), default=None)


def foresee(practice: Practice, change: Rewording, today: dt.date) -> Foresight:
    """Compare what is asked on the day of the change without it and with it, in a fixed number of queries."""
    then, now = facts_on_both_sides(practice, change, today)
    groups, falls_on, overdue = defaultdict(list), [], []
    for member in now.members:
        was, will_be = cells_of(then, member, change.on), cells_of(now, member, change.on)
        if any(cell.is_asked for cell in will_be.values()):
            falls_on.append(member.person.name)
        for line in [*was, *(line for line in will_be if line not in was)]:
            before, after = was.get(line, NOT_THERE), will_be.get(line, NOT_THERE)
            if effect := effect_of(before.standing, after.standing):
                groups[after.title or before.title, effect, after.standing.due_on].append(member.person.name)
            if after.standing.status is Status.OVERDUE is not before.standing.status:
                overdue.append(member.person.name)
    found = tuple(Group(*key, tuple(names)) for key, names in groups.items())
    return Foresight(practice, change.on, found, tuple(falls_on), len(now.members), tuple(overdue))


def facts_on_both_sides(practice: Practice, change: Rewording, today: dt.date) -> tuple[PracticeFacts, PracticeFacts]:
    """What is known about the requirements that the change touches, without it and with it."""
    adopted, wanted = rows_around(practice, change)
    adoptions, requirements = _of_kind(change, Adoption), _of_kind(change, Requirement)
    day, lines = Span(change.on, change.on), lines_touched(change, wanted)
    changed = adoptions.seen_in(adopted, today), requirements.seen_in(wanted, today)
    without, with_it = (
        facts_within(practice, day, demands=[demand for demand in demands_among(*rows, day) if demand.line in lines])
        for rows in ((adopted, wanted), changed)
    )
    return without, with_it


class Told(NamedTuple):
    """One requirement as it stands for one person."""

    title: str
    standing: Standing

    @property
    def is_asked(self) -> bool:
        return self.standing.status is not Status.NOT_REQUIRED


NOT_THERE = Told("", NOT_REQUIRED)


def cells_of(facts: PracticeFacts, member: Member, day: dt.date) -> dict[uuid.UUID, Told]:
    """How one person stands with each requirement on the day."""
    return {
        demand.line: Told(demand.newest.title, standing_on(facts.about(member, demand), day))
        for demand in facts.demands
    }


def rows_around(practice: Practice, change: Rewording) -> tuple[list[Known], list[Known]]:
    """What the practice asks, and what the programmes ask that it would follow."""
    adopted, wanted = asking_rows(practice)
    new = {row.programme_id for row in change.begun} - {each.row.programme_id for each in adopted}
    if new:
        there = Requirement.objects.filter(programme__in=new, practice__isnull=True)
        wanted += known_rows(there.select_related("programme", "module", "scenario", "policy", "outside_training"))
    return adopted, wanted


def lines_touched(change: Rewording, wanted: Iterable[Known]) -> set[uuid.UUID]:
    """The requirements to which something may happen: those worded anew, or all of a programme."""
    rows = [*change.begun, *(row for row, _ in change.stopped)]
    programmes = {row.programme_id for row in rows if isinstance(row, Adoption)}
    lines = {row.line for row in rows if isinstance(row, Requirement)}
    return lines | {each.row.line for each in wanted if each.row.programme_id in programmes}


def effect_of(was: Standing, now: Standing) -> Effect | None:
    """What becomes of one person; None when nothing does."""
    if now.status is Status.NOT_REQUIRED:
        return None if was.status is Status.NOT_REQUIRED else Effect.NO_MORE
    if was.status is Status.NOT_REQUIRED:
        return Effect.MET if now.status in (Status.COMPLIANT, Status.EXPIRING) else Effect.ASKED
    if was.due_on == now.due_on:
        return None
    return Effect.LATER if (now.due_on or dt.date.max) > (was.due_on or dt.date.max) else Effect.SOONER


def _of_kind(change: Rewording, kind: type) -> Rewording:
    stopped = tuple((row, last) for row, last in change.stopped if isinstance(row, kind))
    return Rewording(change.on, stopped, tuple(row for row in change.begun if isinstance(row, kind)))
