"""What a practice asks over time: the wordings of each requirement, on the days on which the practice has them."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils import timezone

from trainingsite.compliance.archives import terms_outside
from trainingsite.compliance.dates import joined
from trainingsite.compliance.models import Adoption, Requirement
from trainingsite.compliance.rules import Anchor, Span, Terms
from trainingsite.people.facts import DatedFact, DatedQuerySet
from trainingsite.people.models import Practice


class Known(NamedTuple):
    """A dated fact that stands, and the local day on which it was first recorded: correcting it makes it no newer."""

    row: DatedFact
    since: dt.date


class Asked(NamedTuple):
    """One wording of a requirement, and the terms it sets at the practice."""

    wording: Requirement
    terms: Terms


@dataclass(frozen=True)
class Demand:
    """One requirement as a practice has it: its wordings up to a day, newest last, and its terms over all time.

    ``audiences`` says who was asked when, and only where that has changed.
    """

    wordings: tuple[Requirement, ...]
    terms: tuple[Terms, ...]
    audiences: tuple[Asked, ...] = field(default=(), repr=False)
    begun_on: tuple[dt.date, ...] = field(default=(), repr=False)

    @property
    def newest(self) -> Requirement:
        return self.wordings[-1]

    @property
    def begun(self) -> Iterator[tuple[dt.date, Requirement]]:
        """Each wording with the day on which it begins."""
        return zip(self.begun_on, self.wordings, strict=True)

    @property
    def line(self) -> uuid.UUID:
        return self.newest.line

    @property
    def target(self) -> tuple[str, int]:
        """The kind of thing it asks for, and which."""
        return self.newest.kind, getattr(self.newest, f"{self.newest.kind}_id")


def known_rows(rows: DatedQuerySet, known_at=None) -> list[Known]:
    """The rows that stood at a moment (now, unless told), in one query."""
    rows = rows.order_by("started_on", "pk")
    rows = list(rows if known_at is None else rows.filter(recorded_at__lte=known_at))
    by_pk = {row.pk: row for row in rows}
    corrected = {row.supersedes_id for row in rows}
    return [Known(row, first_recorded(row, by_pk)) for row in rows if row.pk not in corrected and not row.withdrawn]


def first_recorded(row: DatedFact, by_pk: dict[int, DatedFact]) -> dt.date:
    """The local day on which the first of the rows that led to this one was recorded."""
    while row.supersedes_id in by_pk:
        row = by_pk[row.supersedes_id]
    return timezone.localdate(row.recorded_at)


def asking_rows(practice: Practice, known_at=None) -> tuple[list[Known], list[Known]]:
    """Which programmes the practice follows, and every wording of what they ask, in two queries."""
    wanted = Requirement.objects.at(practice).select_related(
        "programme", "module", "scenario", "policy", "outside_training"
    )
    return known_rows(Adoption.objects.at(practice), known_at), known_rows(wanted, known_at)


def demands_among(adopted: Iterable[Known], wanted: Iterable[Known], period: Span) -> list[Demand]:
    """The requirements that hold on some day of a period, each with its earlier and later wordings."""
    by_programme, by_line = defaultdict(list), defaultdict(list)
    for adoption in adopted:
        by_programme[adoption.row.programme_id].append(adoption)
    for wording in wanted:
        by_line[wording.row.line].append(wording)
    found = []
    for line in by_line.values():
        asked = asked_under(line, by_programme[line[0].row.programme_id])
        if any(terms.span.meets(period) for _, terms in asked):
            found.append(demand_of(asked, period.last))
    return sorted(found, key=lambda demand: (demand.newest.position, demand.newest.key))


def asked_under(line: list[Known], adopted: list[Known]) -> list[Asked]:
    """The wordings of one requirement while its programme is followed, in order.

    A practice's own wording takes the place of the shared one on its days; what it leaves out is not asked at all.
    """
    shared = [wording for wording in line if wording.row.practice_id is None]
    own = [wording for wording in line if wording.row.practice_id is not None]
    if shared and own:
        days, taken = joined(map(span_of, shared)), [span_of(wording) for wording in own]
        placed = [(wording, lambda terms: terms_outside([terms], taken)) for wording in shared]
        placed += [(wording, lambda terms: terms_inside(terms, days)) for wording in own]
    else:
        placed = [(wording, lambda terms: [terms]) for wording in line]
    asked = [
        Asked(wording.row, part)
        for wording, parts_of in placed
        for adoption in adopted
        if not wording.row.left_out and (terms := terms_under(wording, adoption))
        for part in parts_of(terms)
    ]
    return sorted(asked, key=lambda each: each.terms.span.first)


def span_of(known: Known) -> Span:
    return Span(known.row.started_on, known.row.ended_on)


def terms_inside(terms: Terms, days: Iterable[Span]) -> list[Terms]:
    """The terms on those of their days that are among some days."""
    return [replace(terms, span=part) for each in days for part in parts_within([terms.span], each)]


def demand_of(asked: list[Asked], day: dt.date | None) -> Demand:
    """The requirement with the wording that holds on the day as its newest: what is to come names nobody yet."""
    begun = [(wording, terms.span.first) for wording, terms in asked if day is None or terms.span.first <= day]
    wordings, begun_on = zip(*begun, strict=True)
    audiences = {audience_of(wording) for wording, _ in asked}
    changed = tuple(asked) if len(audiences) > 1 else ()
    return Demand(wordings, tuple(terms for _, terms in asked), changed, begun_on)


def audience_of(wording: Requirement) -> tuple[frozenset, frozenset, frozenset]:
    return frozenset(wording.staff_groups), frozenset(wording.job_roles), frozenset(wording.duties)


def terms_under(wording: Known, adoption: Known) -> Terms | None:
    """The wording's terms for the days on which the practice follows its programme; None when there are none."""
    asked, followed = wording.row, adoption.row
    first = max(asked.started_on, followed.started_on)
    last = min((end for end in (asked.ended_on, followed.ended_on) if end), default=None)
    if last is not None and last < first:
        return None
    return Terms(
        span=Span(first, last),
        due_within_days=asked.due_within_days,
        refresher_months=asked.refresher_months,
        anchor=Anchor(asked.anchor),
        fixed_month=asked.fixed_month,
        fixed_day=asked.fixed_day,
        window_days=asked.window_days,
        recorded_on=max(wording.since, adoption.since),
    )


def parts_within(spans: Iterable[Span], bounds: Span) -> Iterator[Span]:
    """What of some days lies within others."""
    for span in spans:
        first = max(span.first, bounds.first)
        last = min((end for end in (span.last, bounds.last) if end), default=None)
        if last is None or first <= last:
            yield Span(first, last)
