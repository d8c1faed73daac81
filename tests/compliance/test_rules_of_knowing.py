"""What was not known yet, or could not be done yet, makes nobody overdue: requirements recorded late, as tables."""

from dataclasses import replace
from datetime import date

import pytest

from tests.compliance.obligations import ANNUAL, JOINED, LONG_AGO, ONCE, done, make_facts, statuses
from trainingsite.compliance.rules import Span, due_on

KNOWN = date(2026, 3, 2)
CHANGED = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("recorded_on", "due"),
    [
        (None, date(2026, 1, 29)),
        (date(2025, 12, 1), date(2026, 1, 29)),  # known before anybody joined
        (JOINED, date(2026, 1, 29)),
        (KNOWN, date(2026, 3, 30)),
    ],
)
def test_the_time_for_something_runs_from_the_day_the_practice_could_know_of_it(recorded_on, due):
    assert due_on(make_facts(replace(ONCE, recorded_on=recorded_on)), KNOWN) == due


def test_what_has_lapsed_before_the_practice_knew_leaves_the_time_every_joiner_has():
    facts = make_facts(replace(ANNUAL, recorded_on=KNOWN), done=done(date(2025, 1, 10)))

    assert statuses(facts, KNOWN, date(2026, 3, 30), date(2026, 3, 31)) == ["due", "due", "overdue"]


def test_a_shorter_time_that_was_recorded_late_gives_notice_from_the_day_it_was_known():
    before = replace(ANNUAL, span=Span(LONG_AGO, date(2026, 2, 28)))
    after = replace(ANNUAL, span=Span(CHANGED), refresher_months=6, recorded_on=date(2026, 3, 20))

    facts = make_facts(before, after, done=done(date(2025, 8, 1)))

    assert due_on(facts, date(2026, 3, 20)) == date(2026, 4, 17)
