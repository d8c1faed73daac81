"""Plans as they are read: with their words, and the title of what they are about."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.compliance.models import TARGETS, Requirement
from trainingsite.compliance.plans import OPEN, Plan
from trainingsite.people.models import Practice

GONE = "(no longer kept)"
PARTS = ("person", "carried_by", "acted_by")


@dataclass(frozen=True)
class Planned:
    """One row of a plan with its words, and the title of what it is about."""

    row: Plan
    about: str
    action: str
    who: str
    reason: str

    @property
    def address_key(self) -> uuid.UUID:
        return self.row.line

    @property
    def whose(self) -> str:
        """Whose gap it is: by name, everybody's, or nobody's in particular."""
        if self.row.person:
            return self.row.person.name
        return "Everybody" if self.row.requirement_line else ""

    def is_late(self, day: dt.date) -> bool:
        return self.row.is_open and self.row.due_on < day


def plans_at(practice: Practice, day: dt.date, titles: dict[uuid.UUID, str] | None = None) -> list[Planned]:
    """The last word on each of the practice's plans by that day: open ones first, the most pressing at the head.

    ``titles`` of requirements that are known already need not be read again.
    """
    rows = Plan.objects.at(practice).newest_by(day).select_related(*PARTS)
    found = told(rows, titles)
    return sorted(found, key=lambda plan: (not plan.row.is_open, plan.row.due_on, plan.row.pk))


def open_plans_at(practice: Practice, day: dt.date, titles: dict[uuid.UUID, str] | None = None) -> list[Planned]:
    """Those of them that were open."""
    rows = Plan.objects.at(practice).newest_by(day).filter(kind__in=OPEN)
    rows = rows.select_related(*PARTS)
    return told(rows.order_by("due_on", "pk"), titles)


def history_of(practice: Practice, line: uuid.UUID) -> list[Planned]:
    """Every row of one plan, the newest first; nothing where the practice has no such plan."""
    rows = Plan.objects.at(practice).filter(line=line).select_related(*PARTS)
    return told(rows.order_by("-number"))


def told(rows: Iterable[Plan], titles: dict[uuid.UUID, str] | None = None) -> list[Planned]:
    """Rows with their words and titles, in two queries at the most; erased words are said to be gone."""
    rows = list(rows)
    kept = Words.objects.in_bulk([row.words_key for row in rows]) if rows else {}
    said = {key: read_words(words) for key, words in kept.items()}
    known = dict(titles or {})
    if missing := {row.requirement_line for row in rows} - {None, *known}:
        known |= titles_of(missing)
    return [_told(row, said.get(row.words_key), known) for row in rows]


def _told(row: Plan, words: dict | None, titles: dict[uuid.UUID, str]) -> Planned:
    said = {"gap": GONE, "action": GONE} if words is None else words
    about = titles.get(row.requirement_line, "Something asked before") if row.requirement_line else said.get("gap", "")
    who = row.carried_by.name if row.carried_by else said.get("who", GONE)
    return Planned(row, about, said.get("action", ""), who, said.get("reason", ""))


def titles_of(lines: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """By requirement: its title, as the newest wording has it."""
    wordings = Requirement.objects.known().filter(line__in=lines).select_related(*TARGETS)
    return {each.line: each.title for each in wordings.order_by("started_on", "pk")}


class PlansOf:
    """The open plans of a practice, found by the gap they are about."""

    def __init__(self, plans: Iterable[Planned]):
        self._by_gap: dict[tuple[int | None, uuid.UUID], Planned] = {}
        for plan in plans:
            if plan.row.requirement_line:
                self._by_gap.setdefault((plan.row.person_id, plan.row.requirement_line), plan)

    def about(self, person_id: int, line: uuid.UUID) -> Planned | None:
        """What is planned for this person's gap: their own plan, or else the one for everybody."""
        return self._by_gap.get((person_id, line)) or self._by_gap.get((None, line))
