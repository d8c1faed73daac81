"""How long something that was done is good, and what the next time is counted from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from trainingsite.compliance.dates import Span, add_months, next_yearly
from trainingsite.compliance.pauses import Pauses


class Anchor(StrEnum):
    """What the next due date is counted from."""

    COMPLETION = "completion"
    EXPIRY = "expiry"
    FIXED_DAY = "fixed_day"


class Basis(StrEnum):
    """How it is known that something was done."""

    OWN = "own"
    TEST_OUT = "test_out"
    PRIOR_LEARNING = "prior_learning"
    IMPORTED = "imported"
    WITNESSED = "witnessed"


@dataclass(frozen=True, slots=True)
class Terms:
    """One dated wording of a requirement: how soon, how often, and counted from what.

    What is done inside the window before an expiry extends from that expiry. On a fixed day of the year it is good
    for at least the minimum of active days, so that a joiner is not asked twice within weeks.
    """

    span: Span
    due_within_days: int
    refresher_months: int | None = None
    anchor: Anchor = Anchor.COMPLETION
    fixed_month: int | None = None
    fixed_day: int | None = None
    window_days: int = 60
    minimum_active_days: int = 90

    def __post_init__(self):
        if self.refresher_months is not None and self.refresher_months < 1:
            raise ValueError("A refresher comes round after a month or more.")
        if self.anchor is Anchor.FIXED_DAY and self.refresher_months is not None:
            if self.fixed_month is None or self.fixed_day is None:
                raise ValueError("A refresher on a fixed day needs its month and day.")
            if self.refresher_months % 12:
                raise ValueError("A refresher on a fixed day of the year comes round in whole years.")


@dataclass(frozen=True, slots=True)
class Done:
    """Something that meets the requirement, until it is withdrawn or voided."""

    on: date
    basis: Basis = Basis.OWN
    generation: int = 0
    ended_on: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether it was done by then and still stood."""
        return self.on <= day and (self.ended_on is None or day < self.ended_on)


class Cycle(NamedTuple):
    """One round of being good: the day it is counted from, and the day of the month its anniversaries want."""

    begins_on: date
    anniversary_day: int


def cycles_after(
    done: Iterable[Done], terms: tuple[Terms, ...], renewals: tuple[date, ...], pauses: Pauses
) -> list[Cycle]:
    """Every day that validity may be counted from, given what was done in this order.

    The cycle that reaches furthest wins, so that no further proof makes anything lapse sooner.
    """
    cycles: list[Cycle] = []
    for each in done:
        began_on = each.on
        if 0 < each.generation <= len(renewals):
            began_on = max(began_on, sorted(renewals)[each.generation - 1])
        own = Cycle(began_on, began_on.day)
        begun = begun_by(each.on, own, wording_for(terms, each.on), cycles, pauses) if cycles else [own]
        cycles += [cycle for cycle in begun if cycle not in cycles]
    return cycles


def wording_for(terms: tuple[Terms, ...], day: date) -> Terms:
    """The wording under which something done on the day was done; before there was any, the first."""
    if len(terms) == 1:
        return terms[0]
    in_order = sorted(terms, key=lambda wording: wording.span.first)
    begun = [wording for wording in in_order if wording.span.first <= day]
    return begun[-1] if begun else in_order[0]


def begun_by(done_on: date, own: Cycle, terms: Terms, cycles: list[Cycle], pauses: Pauses) -> list[Cycle]:
    """The cycles that something done begins: its own, and those that follow an expiry it came in time for."""
    if terms.refresher_months is None or terms.anchor is Anchor.FIXED_DAY:
        return [own]
    following = [next_cycle(terms, cycle, pauses) for cycle in cycles]
    in_time = [cycle for cycle in following if done_on <= cycle.begins_on]
    if terms.anchor is Anchor.EXPIRY and not in_time:
        return [in_rhythm(terms, max(following), done_on, pauses)]
    return [own, *(cycle for cycle in in_time if (cycle.begins_on - done_on).days <= terms.window_days)]


def next_cycle(terms: Terms, cycle: Cycle, pauses: Pauses) -> Cycle:
    """The cycle that is counted from the day on which this one lapses."""
    natural = natural_lapse(terms, cycle)
    lapse = pauses.lapse(cycle.begins_on, natural)
    return Cycle(lapse, cycle.anniversary_day if lapse == natural else lapse.day)


def in_rhythm(terms: Terms, cycle: Cycle, done_on: date, pauses: Pauses) -> Cycle:
    """The cycle in which something counted from the previous expiry is good, however late it was done."""
    following = next_cycle(terms, cycle, pauses)
    while following.begins_on < done_on or is_too_near(terms, done_on, following.begins_on):
        cycle, following = following, next_cycle(terms, following, pauses)
    return cycle


def is_too_near(terms: Terms, done_on: date, expiry: date) -> bool:
    """Whether something just done would be asked again before it has been good for a fair time."""
    return (expiry - done_on).days <= terms.window_days or (expiry - done_on).days < terms.minimum_active_days


def natural_lapse(terms: Terms, cycle: Cycle) -> date:
    """The last day a cycle is good if nothing stops the clock."""
    if terms.anchor is not Anchor.FIXED_DAY:
        return add_months(cycle.begins_on, terms.refresher_months, cycle.anniversary_day)
    fixed = next_yearly(cycle.begins_on, terms.fixed_month, terms.fixed_day)
    if is_too_near(terms, cycle.begins_on, fixed):
        fixed = add_months(fixed, 12, terms.fixed_day)
    return add_months(fixed, terms.refresher_months - 12, terms.fixed_day)


def lapses_on(terms: Terms, cycles: list[Cycle], pauses: Pauses) -> date | None:
    """The last day of the cycle that reaches furthest; None when there is none, or it is good for ever."""
    if not cycles or terms.refresher_months is None:
        return None
    return max([pauses.lapse(cycle.begins_on, natural_lapse(terms, cycle)) for cycle in cycles])
