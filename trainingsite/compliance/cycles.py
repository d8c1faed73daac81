"""How long something that was done is good, and what the next time is counted from."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple, Self

from trainingsite.compliance.dates import add_months, next_yearly
from trainingsite.compliance.obligations import Anchor, Done, Terms
from trainingsite.compliance.pauses import Pauses


class Anniversary(NamedTuple):
    """A date that comes round, and the day of the month it wants to be where the month is long enough."""

    on: date
    wanted_day: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The anniversary that begins on the day itself."""
        return cls(day, day.day)

    def after(self, months: int) -> Self:
        """The same anniversary so many months on."""
        return self._replace(on=add_months(self.on, months, self.wanted_day))


class Cycle(NamedTuple):
    """One round of being good: the anniversary it is counted from, and the day after which leave stops its clock.

    It also keeps what it would be counted from had no clock ever been stopped: leave must not move the window in
    which the next time may be done early, or else leave that is entered afterwards could cost somebody a refresher.
    """

    begins: Anniversary
    unpaused: Anniversary
    runs_from: date


def lapse_of(cycle: Cycle, terms: Terms, pauses: Pauses) -> Anniversary:
    """The last day a cycle is good under one wording."""
    natural = natural_lapse(terms, cycle.begins)
    lapse = pauses.lapse(cycle.runs_from, natural.on)
    return natural if lapse == natural.on else Anniversary.of(lapse)


def natural_lapse(terms: Terms, begins: Anniversary) -> Anniversary:
    """The last day it is good if nothing stops the clock, and the last there is for what is good for ever."""
    if terms.refresher_months is None:
        return Anniversary.of(date.max)
    if terms.anchor is not Anchor.FIXED_DAY:
        return begins.after(terms.refresher_months)
    fixed = Anniversary(next_yearly(begins.on, terms.fixed_month, terms.fixed_day), terms.fixed_day)
    return fixed.after(terms.refresher_months - (0 if is_too_near(terms, begins.on, fixed.on) else 12))


def is_too_near(terms: Terms, done_on: date, expiry: date) -> bool:
    """Whether something just done would be asked for again before it has been good for a fair time."""
    days = (expiry - done_on).days
    return days <= terms.window_days or days < terms.minimum_active_days


def cycles_after(
    done: Iterable[Done], terms: tuple[Terms, ...], renewals: tuple[date, ...], pauses: Pauses
) -> list[Cycle]:
    """The cycles begun by what was done, in this order, each time under the wording then in force."""
    cycles: list[Cycle] = []
    for each in done:
        began_on = each.on
        if 0 < each.generation <= len(renewals):
            began_on = max(began_on, sorted(renewals)[each.generation - 1])
        cycles += begun_by(each.on, Anniversary.of(began_on), wording_for(terms, each.on), cycles, pauses)
    return cycles


def wording_for(terms: tuple[Terms, ...], day: date) -> Terms:
    """The wording under which something done on the day was done; before there was any, the first."""
    in_order = sorted(terms, key=lambda wording: wording.span.first)
    begun = [wording for wording in in_order if wording.span.first <= day]
    return begun[-1] if begun else in_order[0]


def begun_by(done_on: date, own: Anniversary, terms: Terms, cycles: list[Cycle], pauses: Pauses) -> list[Cycle]:
    """The cycles that something done begins: its own, and the one that follows the expiry it came in time for.

    Counted from the previous expiry, what comes late has no beginning of its own: the rhythm stays as it was.
    """
    if not cycles or terms.refresher_months is None or terms.anchor is Anchor.FIXED_DAY:
        return [Cycle(own, own, own.on)]
    expiry = max(lapse_of(cycle, terms, pauses) for cycle in cycles)
    unpaused = max(natural_lapse(terms, cycle.unpaused) for cycle in cycles)
    if terms.anchor is Anchor.EXPIRY:
        own = kept_rhythm(own, unpaused, done_on, terms)
    begun = [Cycle(own, own, max(own.on, done_on))]
    if done_on <= expiry.on and (unpaused.on - done_on).days <= terms.window_days:
        begun.append(Cycle(expiry, unpaused, expiry.on))
    return begun


def kept_rhythm(own: Anniversary, expiry: Anniversary, done_on: date, terms: Terms) -> Anniversary:
    """What something is counted from that is done after an expiry, if the expiry dates go on regardless."""
    if done_on <= expiry.on:
        return own
    following = expiry.after(terms.refresher_months)
    while is_too_near(terms, done_on, following.on) and following.on < date.max:
        expiry, following = following, following.after(terms.refresher_months)
    return expiry


def lapses_on(terms: Terms, cycles: list[Cycle], pauses: Pauses) -> date | None:
    """The last day of the cycle that reaches furthest; None when there is none, or it is good for ever."""
    if not cycles or terms.refresher_months is None:
        return None
    return max(lapse_of(cycle, terms, pauses).on for cycle in cycles)
