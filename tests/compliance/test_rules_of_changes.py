"""What new versions and withdrawn signatures do to a due date, as tables."""

from datetime import date

import pytest

from tests.compliance.obligations import (
    ANNUAL,
    ONCE,
    done,
    make_facts,
    statuses,
)
from trainingsite.compliance.rules import (
    Done,
    Span,
    Standing,
    Status,
    due_on,
    standing_on,
    timeline,
)

# Versions of a policy


@pytest.mark.parametrize("terms", [ONCE, ANNUAL])
def test_a_material_version_asks_again_within_the_days_for_doing_it(terms):
    facts = make_facts(terms, done=done(date(2026, 1, 10)), renewals=(date(2026, 4, 1),))

    assert statuses(facts, date(2026, 3, 31), date(2026, 4, 29), date(2026, 4, 30)) == ["compliant", "due", "overdue"]
    assert (
        timeline(facts, date(2026, 4, 1), date(2026, 4, 29))
        == timeline(facts, date(2026, 3, 31), date(2026, 4, 29))[1:]
    )
    assert standing_on(facts, date(2026, 4, 1)) == Standing(Status.DUE, date(2026, 4, 29), None, None, None)


def test_a_version_to_come_gives_nobody_more_time_for_this_one():
    facts = make_facts(ONCE, renewals=(date(2026, 4, 1),))

    assert statuses(facts, date(2026, 3, 31), date(2026, 4, 1)) == ["overdue", "due"]


def test_a_question_about_the_old_version_stops_the_clock_of_the_new_one():
    facts = make_facts(ONCE, renewals=(date(2026, 4, 1),), queries=(Span(date(2026, 3, 25), date(2026, 4, 10)),))

    assert due_on(facts, date(2026, 4, 11)) == date(2026, 5, 15)


@pytest.mark.parametrize("terms", [ONCE, ANNUAL])
def test_a_signature_on_the_new_version_counts_before_and_after_it_takes_effect(terms):
    facts = make_facts(terms, done=done(date(2026, 3, 20), generation=1), renewals=(date(2026, 4, 1),))

    assert statuses(facts, date(2026, 3, 20), date(2026, 4, 1)) == ["compliant", "compliant"]


def test_a_year_on_a_version_signed_in_advance_begins_when_it_takes_effect():
    facts = make_facts(done=done(date(2026, 3, 20), generation=1), renewals=(date(2026, 4, 1),))

    assert due_on(facts, date(2026, 4, 1)) == date(2027, 4, 1)


def test_a_withdrawn_signature_stops_counting_that_day_and_there_is_time_to_sign_again():
    facts = make_facts(ONCE, done=(Done(date(2026, 1, 10), ended_on=date(2026, 6, 1)),))

    days = [date(2026, 5, 31), date(2026, 6, 1), date(2026, 6, 29), date(2026, 6, 30)]

    assert statuses(facts, *days) == ["compliant", "due", "due", "overdue"]
    assert [segment.first for segment in timeline(facts, days[0], days[3])] == [days[0], days[1], days[3]]


def test_an_old_signature_that_is_voided_restarts_nothing():
    voided = Done(date(2026, 1, 10), ended_on=date(2026, 4, 20))

    facts = make_facts(ONCE, done=(voided,), renewals=(date(2026, 4, 1),))

    assert due_on(facts, date(2026, 5, 1)) == date(2026, 4, 29)
