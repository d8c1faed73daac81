"""What a practice follows and what each programme asks there: of how many, how soon, how often, since when, and what
is to change. And the same of a network's own programmes, for its lead."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.compliance.asked_in_words import Names, how_often, within
from trainingsite.compliance.dates import days_later
from trainingsite.compliance.facts import PracticeFacts, applies_to, facts_within, members_within
from trainingsite.compliance.models import Adoption, Programme, Requirement
from trainingsite.compliance.rules import Span, is_required
from trainingsite.compliance.wordings import Asked, Known, asked_under, asking_rows, demands_among, known_rows
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Network, Practice

KINDS = {
    "module": "Module",
    "scenario": "Scenario",
    "policy": "Policy to sign",
    "outside_training": "Training elsewhere",
}


@dataclass(frozen=True)
class Line:
    """One requirement as the page shows it; without a wording for today, it begins later or is asked no more."""

    pattern: Requirement
    now: Asked | None
    later: tuple[Asked, ...]
    audience: str
    falls_on: tuple[str, ...] | None
    is_own: bool
    is_reworded: bool

    @property
    def line(self) -> uuid.UUID:
        return self.pattern.line

    @property
    def title(self) -> str:
        return self.pattern.title

    @property
    def kind(self) -> str:
        return KINDS[self.pattern.kind]

    @property
    def shown(self) -> Asked | None:
        return self.now or next(iter(self.later), None)

    @property
    def how(self) -> str:
        """How soon and how often, in words."""
        wording = self.shown.wording
        return f"{within(wording)[:1].upper()}{within(wording)[1:]}, {how_often(wording)}"

    @property
    def since(self) -> dt.date:
        return self.shown.terms.span.first

    @property
    def next_change(self) -> str:
        """What is to come, with its day; nothing if nothing is."""
        coming = self.later[0] if self.now and self.later else None
        if coming:
            wording = coming.wording
            return f"From {long_date(coming.terms.span.first)}: {within(wording)}, {how_often(wording)}"
        last = self.shown.terms.span.last if self.shown else None
        return f"Asked no more from {long_date(days_later(last, 1))}" if last else ""


@dataclass(frozen=True)
class Followed:
    """A programme as its page shows it: from when, until when, and what it asks."""

    programme: Programme
    started_on: dt.date | None
    ended_on: dt.date | None
    lines: tuple[Line, ...]
    left_out: tuple[Line, ...]

    @property
    def owner(self) -> str:
        """Whose it is, in words."""
        if self.programme.practice_id:
            return "Your own"
        return f"From {self.programme.network.name}" if self.programme.network_id else "There from the start"


def followed_by(practice: Practice, today: dt.date) -> list[Followed]:
    """The programmes the practice follows, now or soon, in a fixed number of queries."""
    adopted, wanted = asking_rows(practice)
    standing = [each for each in adopted if each.row.ended_on is None or each.row.ended_on >= today]
    facts = facts_within(practice, Span(today, today), demands=demands_among(adopted, wanted, Span(today, today)))
    names, programmes = Names.read(), _programmes(standing)
    found = []
    for programme in programmes:
        adoptions = [each for each in adopted if each.row.programme_id == programme.pk]
        lines = [line_of(rows, adoptions, today, names, facts) for rows in _by_line(wanted, programme)]
        spans = [each.row for each in adoptions if each in standing]
        found.append(_followed(programme, lines, spans[0].started_on, spans[-1].ended_on))
    return found


def looked_after_by(network: Network, today: dt.date) -> list[Followed]:
    """The network's own programmes, whoever follows them."""
    names, found = Names.read(), []
    wanted = known_rows(
        Requirement.objects.filter(programme__network=network, practice__isnull=True).select_related(
            "programme", "module", "scenario", "policy", "outside_training"
        )
    )
    for programme in Programme.objects.filter(network=network).select_related("network"):
        always = [Known(Adoption(programme=programme, started_on=dt.date.min), dt.date.min)]
        lines = [line_of(rows, always, today, names, None) for rows in _by_line(wanted, programme)]
        found.append(_followed(programme, lines, None, None))
    return found


def line_of(rows: list[Known], adoptions: list[Known], today: dt.date, names: Names, facts) -> Line:
    """One requirement, from its wordings and the days on which its programme is followed."""
    asked = asked_under(rows, adoptions)
    now = next((each for each in asked if each.terms.span.covers(today)), None)
    later = tuple(each for each in asked if each.terms.span.first > today)
    shown = now or next(iter(later), None)
    pattern = shown.wording if shown else rows[-1].row
    own = [each.row for each in rows if each.row.practice_id]
    return Line(
        pattern, now, later, names.audience(pattern),
        falls_on=_falls_on(facts, pattern.line, today) if facts and now else None,
        is_own=len(own) == len(rows), is_reworded=bool(shown and own and len(own) < len(rows) and pattern.practice_id),
    )  # fmt: skip


def people_named(practice: Practice, wording: Requirement, day: dt.date) -> tuple[list[str], int]:
    """Whom a wording would fall on that day, by name, and how many people work there."""
    members = members_within(practice, Span(day, day), None, None)
    named = [m.person.name for m in members if any(each.span.covers(day) for each in applies_to(m, wording))]
    return named, len(members)


def _falls_on(facts: PracticeFacts, line: uuid.UUID, today: dt.date) -> tuple[str, ...]:
    demand = next((each for each in facts.demands if each.line == line), None)
    if demand is None:  # a policy that nobody can sign yet, or that is archived
        return ()
    return tuple(m.person.name for m in facts.members if is_required(facts.about(m, demand), today))


def _programmes(standing: Iterable[Known]) -> list[Programme]:
    keys = {each.row.programme_id for each in standing}
    return list(Programme.objects.filter(pk__in=keys).select_related("network"))


def _by_line(wanted: Iterable[Known], programme: Programme) -> list[list[Known]]:
    lines = defaultdict(list)
    for each in wanted:
        if each.row.programme_id == programme.pk:
            lines[each.row.line].append(each)
    return sorted(lines.values(), key=lambda rows: (rows[-1].row.position, rows[-1].row.key))


def _followed(programme: Programme, lines: list[Line], started_on, ended_on) -> Followed:
    asked = tuple(line for line in lines if line.shown)
    left_out = tuple(line for line in lines if not line.shown and not line.is_own)
    return Followed(programme, started_on, ended_on, asked, left_out)
