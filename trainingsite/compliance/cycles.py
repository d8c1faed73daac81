"""How long something that was done is good, and what the next time is counted from."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from trainingsite.compliance.dates import add_months, next_yearly
from trainingsite.compliance.obligations import Anchor, Done, Terms
from trainingsite.compliance.pauses import Pauses


class Cycle(NamedTuple):
    """One round of being good, to the day it lapses; the anniversary days are those its months are counted by."""

    lapses_on: date
    begins_on: date
    anniversary_day: int
    next_anniversary_day: int


def cycle_from(terms: Terms, begins_on: date, anniversary_day: int, pauses: Pauses) -> Cycle:
    """The cycle that is counted from a day under one wording."""
    natural = natural_lapse(terms, begins_on, anniversary_day)
    lapse = pauses.lapse(begins_on, natural)
    return Cycle(lapse, begins_on, anniversary_day, anniversary_day if lapse == natural else lapse.day)


def natural_lapse(terms: Terms, begins_on: date, anniversary_day: int) -> date:
    """The last day it is good if nothing stops the clock, and the last there is for what is good for ever."""
    if terms.refresher_months is None:
        return date.max
    if terms.anchor is not Anchor.FIXED_DAY:
        return add_months(begins_on, terms.refresher_months, anniversary_day)
    fixed = next_yearly(begins_on, terms.fixed_month, terms.fixed_day)
    if is_too_near(terms, begins_on, fixed):
        fixed = add_months(fixed, 12, terms.fixed_day)
    return add_months(fixed, terms.refresher_months - 12, terms.fixed_day)


def is_too_near(terms: Terms, done_on: date, expiry: date) -> bool:
    """Whether something just done would be asked for again before it has been good for a fair time."""
    days = (expiry - done_on).days
    return days <= terms.window_days or days < terms.minimum_active_days


def cycles_after(
    done: Iterable[Done], terms: tuple[Terms, ...], renewals: tuple[date, ...], pauses: Pauses
) -> list[Cycle]:
    """Every cycle that could be counted, given what was done in this order and the wording in force each time.

    The one that reaches furthest wins, so that no further proof makes anything lapse sooner.
    """
    cycles: list[Cycle] = []
    for each in done:
        began_on = each.on
        if 0 < each.generation <= len(renewals):
            began_on = max(began_on, sorted(renewals)[each.generation - 1])
        wording = wording_for(terms, each.on)
        own = cycle_from(wording, began_on, began_on.day, pauses)
        cycles += [cycle for cycle in begun_by(each.on, own, wording, cycles, pauses) if cycle not in cycles]
    return cycles


def wording_for(terms: tuple[Terms, ...], day: date) -> Terms:
    """The wording under which something done on the day was done; before there was any, the first."""
    if len(terms) == 1:
        return terms[0]
    in_order = sorted(terms, key=lambda wording: wording.span.first)
    begun = [wording for wording in in_order if wording.span.first <= day]
    return begun[-1] if begun else in_order[0]


def begun_by(done_on: date, own: Cycle, terms: Terms, earlier: list[Cycle], pauses: Pauses) -> list[Cycle]:
    """The cycles that something done begins: its own, and those that follow an expiry it came in time for.

    Counted from the previous expiry, what comes late begins none of its own: the rhythm stays as it was.
    """
    if not earlier or terms.anchor is Anchor.FIXED_DAY:
        return [own]
    in_time = [cycle for cycle in earlier if done_on <= cycle.lapses_on]
    if not in_time and terms.anchor is Anchor.EXPIRY:
        return [in_rhythm(terms, max(earlier), done_on, pauses)]
    in_window = [cycle for cycle in in_time if (cycle.lapses_on - done_on).days <= terms.window_days]
    return [own, *(cycle_after(cycle, terms, pauses) for cycle in in_window)]


def cycle_after(cycle: Cycle, terms: Terms, pauses: Pauses) -> Cycle:
    """The cycle that is counted from the day on which this one lapses."""
    return cycle_from(terms, cycle.lapses_on, cycle.next_anniversary_day, pauses)


def in_rhythm(terms: Terms, cycle: Cycle, done_on: date, pauses: Pauses) -> Cycle:
    """The cycle that something done late falls into when the expiry dates go on regardless."""
    while cycle.lapses_on < done_on or is_too_near(terms, done_on, cycle.lapses_on):
        cycle = cycle_after(cycle, terms, pauses)
    return cycle


def lapses_on(terms: Terms, cycles: list[Cycle], pauses: Pauses) -> date | None:
    """The last day of the cycle that reaches furthest; None when there is none, or it is good for ever."""
    if not cycles or terms.refresher_months is None:
        return None
    return max(cycle_from(terms, cycle.begins_on, cycle.anniversary_day, pauses).lapses_on for cycle in cycles)
