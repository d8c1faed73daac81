"""Somebody who joined on the first of January, in the words of the rule."""

from dataclasses import replace
from datetime import date, timedelta

from trainingsite.compliance.rules import Anchor, Applies, Done, Facts, Span, Terms, standing_on

LONG_AGO = date(2020, 1, 1)
JOINED = date(2026, 1, 1)
FIRST_DUE = date(2026, 1, 29)
ONE_DAY = timedelta(days=1)

ONCE = Terms(Span(LONG_AGO), due_within_days=28)
ANNUAL = replace(ONCE, refresher_months=12)
ANNUAL_BY_EXPIRY = replace(ANNUAL, anchor=Anchor.EXPIRY)
BY_31_MARCH = replace(ANNUAL, anchor=Anchor.FIXED_DAY, fixed_month=3, fixed_day=31)


def make_facts(*terms, joined=JOINED, go_live_on=LONG_AGO, applies=None, **others):
    """Somebody who joined on the first of January, and of whom nothing else is known."""
    return Facts(terms or (ANNUAL,), applies or (Applies(Span(joined), joined),), go_live_on, **others)


def done(*days, **others):
    return tuple(Done(day, **others) for day in days)


def status(facts, day):
    return standing_on(facts, day).status


def statuses(facts, *days):
    return [standing_on(facts, day).status.value for day in days]
