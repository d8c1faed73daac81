"""What new wordings of a requirement, and posts that follow each other, do to a due date, as tables."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.compliance.obligations import (
    ANNUAL,
    BY_31_MARCH,
    FIRST_DUE,
    JOINED,
    LONG_AGO,
    done,
    make_facts,
    statuses,
)
from trainingsite.compliance.rules import (
    Anchor,
    Applies,
    Basis,
    Span,
    Standing,
    Status,
    due_on,
    standing_on,
)

# Wordings and posts that follow each other

CHANGED = date(2027, 1, 1)


def changed(**new):
    """The annual requirement as worded until the end of 2026, and as worded from then on."""
    return replace(ANNUAL, span=Span(LONG_AGO, CHANGED - timedelta(days=1))), replace(ANNUAL, span=Span(CHANGED), **new)


@pytest.mark.parametrize(
    ("new", "completed", "due"),
    [
        ({"refresher_months": 24}, (2026, 3, 10), (2028, 3, 10)),
        ({"refresher_months": 6}, (2026, 8, 1), (2027, 2, 1)),
        ({"refresher_months": 6}, (2026, 7, 10), (2027, 1, 29)),  # 10 January, but nobody could know
        ({"refresher_months": 6}, (2026, 3, 10), (2027, 1, 29)),
        ({"refresher_months": 6}, (2026, 1, 10), (2027, 1, 10)),  # never sooner than it was due before
        ({"refresher_months": 6}, (2025, 1, 10), (2026, 1, 29)),  # who was overdue stays overdue
        ({"refresher_months": None}, (2025, 1, 10), None),
    ],
)
def test_a_changed_interval_counts_from_its_own_start_and_surprises_nobody(new, completed, due):
    facts = make_facts(*changed(**new), done=done(date(*completed)))

    day_after = date(2027, 4, 1)

    assert due_on(facts, day_after) == (due and date(*due))


@pytest.mark.parametrize(
    ("again", "due"),
    [
        ((2026, 12, 20), (2028, 2, 10)),  # fifty-two days early, when sixty were allowed
        ((2027, 1, 2), (2028, 1, 2)),  # thirty-nine days early, when ten are
    ],
)
def test_doing_it_early_is_judged_by_the_wording_of_that_day(again, due):
    facts = make_facts(*changed(window_days=10), done=done(date(2026, 2, 10), date(*again)))

    assert due_on(facts, date(2027, 1, 3)) == date(*due)


def test_leave_does_not_decide_which_training_a_new_anchor_counts_from():
    fixed = replace(BY_31_MARCH, span=Span(LONG_AGO, CHANGED - timedelta(days=1)))
    by_expiry = replace(ANNUAL, anchor=Anchor.EXPIRY, span=Span(CHANGED))

    facts = make_facts(
        fixed,
        by_expiry,
        done=done(date(2026, 6, 1), date(2026, 9, 1), date(2027, 8, 1)),
        absences=(Span(date(2026, 7, 1), date(2026, 7, 31)),),
    )

    assert due_on(facts, date(2027, 8, 1)) == date(2028, 9, 1)


def test_days_before_a_change_keep_the_old_rule():
    facts = make_facts(*changed(refresher_months=6), done=done(date(2026, 3, 10)))

    assert due_on(facts, date(2026, 12, 31)) == date(2027, 3, 10)
    assert statuses(facts, date(2026, 12, 31), CHANGED) == ["compliant", "due"]


def test_a_requirement_that_begins_to_lapse_gives_time_to_those_who_did_it_long_ago():
    once, annual = changed()

    facts = make_facts(replace(once, refresher_months=None), annual, done=done(date(2020, 5, 1)))

    assert statuses(facts, date(2026, 12, 31), date(2027, 1, 29), date(2027, 1, 30)) == ["compliant", "due", "overdue"]


def test_a_requirement_ended_and_begun_again_is_a_new_one():
    ended = replace(ANNUAL, span=Span(LONG_AGO, date(2026, 6, 30)))
    begun_again = replace(ANNUAL, span=Span(date(2026, 9, 1)))

    facts = make_facts(ended, begun_again)

    assert statuses(facts, date(2026, 6, 30), date(2026, 7, 1), date(2026, 9, 29), date(2026, 9, 30)) == [
        "overdue",
        "not_required",
        "due",
        "overdue",
    ]


def test_of_two_posts_the_earlier_due_date_wins():
    first, second = date(2026, 1, 1), date(2026, 1, 15)

    facts = make_facts(applies=(Applies(Span(second), second), Applies(Span(first), first)))

    assert due_on(facts, date(2026, 1, 20)) == FIRST_DUE


def test_a_post_that_follows_another_at_once_does_not_start_the_clock_again():
    receptionist = Applies(Span(JOINED, date(2026, 1, 19)), JOINED)
    secretary = Applies(Span(date(2026, 1, 20)), date(2026, 1, 20))

    assert due_on(make_facts(applies=(receptionist, secretary)), date(2026, 1, 25)) == FIRST_DUE


def test_a_short_post_inside_a_longer_one_does_not_start_the_clock_again():
    posts = [(JOINED, date(2026, 12, 31)), (date(2026, 1, 15), date(2026, 1, 31)), (date(2026, 3, 1), None)]

    facts = make_facts(applies=tuple(Applies(Span(first, last), first) for first, last in posts))

    assert due_on(facts, date(2026, 3, 5)) == FIRST_DUE


def test_who_loses_a_requirement_and_regains_it_has_the_time_of_a_joiner_and_keeps_what_was_done():
    before = Applies(Span(JOINED, date(2026, 5, 31)), JOINED)
    again = Applies(Span(date(2027, 8, 1)), date(2027, 8, 1))

    facts = make_facts(applies=(before, again), done=done(date(2026, 1, 10)))

    assert statuses(facts, date(2026, 5, 31), date(2026, 6, 1)) == ["compliant", "not_required"]
    assert standing_on(facts, date(2027, 8, 1)) == Standing(
        Status.DUE, date(2027, 8, 29), date(2026, 1, 10), date(2027, 1, 10), Basis.OWN
    )


def test_who_leaves_on_the_due_day_is_never_overdue():
    facts = make_facts(applies=(Applies(Span(JOINED, FIRST_DUE), JOINED),), queries=(Span(date(2026, 1, 29)),))

    assert statuses(facts, date(2026, 1, 28), FIRST_DUE, FIRST_DUE + timedelta(days=1)) == [
        "due",
        "queried",
        "not_required",
    ]
