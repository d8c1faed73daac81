"""Who owes what by when, as tables."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.compliance.obligations import (
    ANNUAL,
    ANNUAL_BY_EXPIRY,
    BY_31_MARCH,
    FIRST_DUE,
    JOINED,
    ONCE,
    ONE_DAY,
    done,
    make_facts,
    status,
    statuses,
)
from trainingsite.compliance.rules import (
    PRECEDENCE,
    Applies,
    Basis,
    Segment,
    Span,
    Standing,
    Status,
    due_on,
    standing_on,
    timeline,
)

# The words


def test_every_status_has_its_place_in_the_order_in_which_they_win():
    assert sorted(PRECEDENCE) == sorted(Status)
    assert [word.label for word in PRECEDENCE] == [
        "Not required",
        "Exempt",
        "On leave",
        "Declined",
        "Queried",
        "Compliant",
        "Expiring",
        "Due",
        "Overdue",
    ]


@pytest.mark.parametrize("number", range(5))
def test_of_several_statuses_the_first_in_the_order_is_shown(number):
    everything = {
        "exemptions": (Span(JOINED),),
        "absences": (Span(JOINED),),
        "declines": (Span(JOINED),),
        "queries": (Span(JOINED),),
    }
    names = list(everything)
    facts = make_facts(**{name: everything[name] for name in names[number:]})

    expected = [Status.EXEMPT, Status.ON_LEAVE, Status.DECLINED, Status.QUERIED, Status.DUE]
    assert status(facts, JOINED) is expected[number]


# The first time


@pytest.mark.parametrize(
    ("joined", "recorded", "go_live", "requirement_begins", "expected"),
    [
        ((2026, 3, 1), (2026, 1, 1), (2026, 1, 1), (2026, 1, 1), (2026, 3, 29)),
        ((2026, 1, 1), (2026, 3, 1), (2026, 1, 1), (2026, 1, 1), (2026, 3, 29)),
        ((2026, 1, 1), (2026, 1, 1), (2026, 3, 1), (2026, 1, 1), (2026, 3, 29)),
        ((2026, 1, 1), (2026, 1, 1), (2026, 1, 1), (2026, 3, 1), (2026, 3, 29)),
    ],
)
def test_the_first_time_is_due_within_days_of_the_latest_beginning(
    joined, recorded, go_live, requirement_begins, expected
):
    terms = replace(ANNUAL, span=Span(date(*requirement_begins)))
    applies = Applies(Span(date(*joined)), recorded_on=date(*recorded))

    facts = make_facts(terms, applies=(applies,), go_live_on=date(*go_live))

    assert due_on(facts, date(2026, 3, 2)) == date(*expected)


def test_a_new_starter_is_due_until_the_end_of_the_due_day():
    days = [JOINED - ONE_DAY, JOINED, FIRST_DUE, FIRST_DUE + ONE_DAY]

    assert statuses(make_facts(), *days) == ["not_required", "due", "due", "overdue"]


@pytest.mark.parametrize(("joined", "due"), [((2025, 3, 3), (2025, 3, 31)), ((2025, 10, 1), (2025, 10, 29))])
def test_days_of_23_and_25_hours_count_as_days(joined, due):
    assert due_on(make_facts(joined=date(*joined)), date(*joined)) == date(*due)


def test_somebody_recorded_long_after_joining_is_not_overdue_before_they_were_known():
    facts = make_facts(applies=(Applies(Span(JOINED), recorded_on=date(2026, 6, 1)),))

    assert statuses(facts, date(2026, 5, 1), date(2026, 6, 29), date(2026, 6, 30)) == ["due", "due", "overdue"]


def test_what_is_done_once_is_good_for_ever():
    facts = make_facts(ONCE, done=done(date(2026, 1, 5), basis=Basis.WITNESSED))

    assert standing_on(facts, date(2099, 1, 1)) == Standing(
        Status.COMPLIANT, None, date(2026, 1, 5), None, Basis.WITNESSED
    )


def test_what_was_done_before_joining_counts_until_it_lapses():
    facts = make_facts(done=done(date(2025, 2, 1), basis=Basis.PRIOR_LEARNING))

    assert standing_on(facts, JOINED) == Standing(
        Status.EXPIRING, date(2026, 2, 1), date(2025, 2, 1), date(2026, 2, 1), Basis.PRIOR_LEARNING
    )


def test_what_lapsed_just_after_joining_leaves_the_time_every_joiner_has():
    facts = make_facts(done=done(date(2025, 1, 5)))

    assert standing_on(facts, date(2026, 1, 6)) == Standing(
        Status.DUE, FIRST_DUE, date(2025, 1, 5), date(2026, 1, 5), Basis.OWN
    )
    assert status(facts, FIRST_DUE + ONE_DAY) is Status.OVERDUE


def test_what_is_done_tomorrow_does_not_count_today():
    facts = make_facts(done=done(date(2026, 1, 20)))

    assert statuses(facts, date(2026, 1, 19), date(2026, 1, 20)) == ["due", "compliant"]


# The next time


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2027, 1, 8), "compliant"),
        (date(2027, 1, 9), "expiring"),  # sixty days before
        (date(2027, 3, 10), "expiring"),  # still good on the day itself
        (date(2027, 3, 11), "overdue"),
    ],
)
def test_completed_last_year(day, expected):
    assert statuses(make_facts(done=done(date(2026, 3, 10))), day) == [expected]


@pytest.mark.parametrize(
    ("again", "from_completion", "from_expiry"),
    [
        ((2026, 6, 1), (2027, 6, 1), (2027, 6, 1)),  # months early: from the day itself
        ((2027, 1, 8), (2028, 1, 8), (2028, 1, 8)),  # a day before the window opens
        ((2027, 1, 9), (2028, 3, 10), (2028, 3, 10)),  # the day it opens
        ((2027, 1, 10), (2028, 3, 10), (2028, 3, 10)),
        ((2027, 3, 10), (2028, 3, 10), (2028, 3, 10)),  # the last day
        ((2027, 3, 11), (2028, 3, 11), (2028, 3, 10)),  # a day late
        ((2027, 6, 1), (2028, 6, 1), (2028, 3, 10)),
        ((2028, 1, 8), (2029, 1, 8), (2029, 3, 10)),  # so late that the next expiry is near
    ],
)
def test_the_next_expiry_after_doing_it_again(again, from_completion, from_expiry):
    done_twice = done(date(2026, 3, 10), date(*again))

    assert due_on(make_facts(ANNUAL, done=done_twice), date(*again)) == date(*from_completion)
    assert due_on(make_facts(ANNUAL_BY_EXPIRY, done=done_twice), date(*again)) == date(*from_expiry)


def test_proofs_count_in_the_order_of_their_days_whichever_was_entered_first():
    facts = make_facts(done=done(date(2027, 1, 20), date(2026, 3, 10)))

    assert due_on(facts, date(2027, 1, 20)) == date(2028, 3, 10)


def test_doing_it_again_at_once_never_brings_the_expiry_forward():
    every_day = done(*(date(2026, 3, 10) + timedelta(days=number) for number in range(5)))

    assert due_on(make_facts(done=every_day), date(2026, 4, 1)) == date(2027, 3, 14)


@pytest.mark.parametrize("terms", [ANNUAL, ANNUAL_BY_EXPIRY])
def test_the_29th_of_february_comes_back_in_leap_years(terms):
    every_year = done(*(date(year, 2, 28) for year in range(2025, 2029)))
    facts = make_facts(terms, joined=date(2024, 1, 1), done=(*done(date(2024, 2, 29)), *every_year))

    expiries = [due_on(facts, date(year, 2, 27)) for year in range(2025, 2030)]

    assert [day.isoformat() for day in expiries] == [
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
        "2029-02-28",
    ]


@pytest.mark.parametrize("terms", [ANNUAL, ANNUAL_BY_EXPIRY])
def test_a_third_time_too_early_counts_from_its_own_day(terms):
    facts = make_facts(terms, done=done(date(2026, 3, 10), date(2027, 1, 20), date(2027, 12, 1)))

    assert [due_on(facts, day) for day in (date(2027, 1, 20), date(2027, 12, 1))] == [
        date(2028, 3, 10),
        date(2028, 12, 1),
    ]


@pytest.mark.parametrize("terms", [ANNUAL, ANNUAL_BY_EXPIRY])
def test_many_proofs_of_the_same_training_count_once_a_year(terms):
    proofs = [date(year, 2, day) for year in range(2026, 2036) for day in range(1, 25)]

    facts = make_facts(terms, done=done(*proofs))

    assert due_on(facts, date(2036, 1, 1)) == date(2036, 2, 24)


@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        ((2025, 4, 1), (2026, 3, 31)),
        ((2025, 12, 31), (2026, 3, 31)),  # ninety days of use left
        ((2026, 1, 1), (2027, 3, 31)),  # eighty-nine
        ((2026, 3, 10), (2027, 3, 31)),  # a joiner three weeks before the fixed day
        ((2026, 3, 31), (2027, 3, 31)),
    ],
)
def test_on_a_fixed_day_it_is_good_until_one_that_is_not_too_near(completed, expected):
    facts = make_facts(BY_31_MARCH, joined=date(2025, 1, 1), done=done(date(*completed)))

    assert due_on(facts, date(*completed)) == date(*expected)


@pytest.mark.parametrize(
    ("window_days", "minimum_active_days", "expected"),
    [(60, 0, (2026, 3, 31)), (90, 0, (2027, 3, 31)), (0, 91, (2027, 3, 31)), (0, 90, (2026, 3, 31))],
)
def test_window_and_minimum_decide_ninety_days_before_the_fixed_day(window_days, minimum_active_days, expected):
    terms = replace(BY_31_MARCH, window_days=window_days, minimum_active_days=minimum_active_days)

    facts = make_facts(terms, joined=date(2025, 1, 1), done=done(date(2025, 12, 31)))

    assert due_on(facts, date(2025, 12, 31)) == date(*expected)


def test_every_second_year_on_a_fixed_day():
    terms = replace(BY_31_MARCH, refresher_months=24, fixed_month=2, fixed_day=29)

    facts = make_facts(terms, done=done(date(2026, 6, 1)))

    assert due_on(facts, date(2026, 6, 1)) == date(2028, 2, 29)


@pytest.mark.parametrize(
    "wrong", [{"refresher_months": 0}, {"fixed_day": None}, {"fixed_month": None}, {"refresher_months": 18}]
)
def test_terms_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match="A refresher"):
        replace(BY_31_MARCH, **wrong)


# The timeline


def test_a_timeline_tells_the_story_of_a_year():
    facts = make_facts(done=done(date(2026, 2, 10)))
    first, last = date(2025, 12, 1), date(2027, 3, 1)
    good = {"completed_on": date(2026, 2, 10), "valid_until": date(2027, 2, 10), "basis": Basis.OWN}
    owed = {"due_on": FIRST_DUE, "completed_on": None, "valid_until": None, "basis": None}

    assert timeline(facts, first, last) == (
        Segment(first, date(2025, 12, 31), Standing(Status.NOT_REQUIRED, None, None, None, None)),
        Segment(JOINED, FIRST_DUE, Standing(Status.DUE, **owed)),
        Segment(date(2026, 1, 30), date(2026, 2, 9), Standing(Status.OVERDUE, **owed)),
        Segment(date(2026, 2, 10), date(2026, 12, 11), Standing(Status.COMPLIANT, date(2027, 2, 10), **good)),
        Segment(date(2026, 12, 12), date(2027, 2, 10), Standing(Status.EXPIRING, date(2027, 2, 10), **good)),
        Segment(date(2027, 2, 11), last, Standing(Status.OVERDUE, date(2027, 2, 10), **good)),
    )


def test_a_timeline_of_no_days_is_empty():
    assert timeline(make_facts(), JOINED, JOINED - ONE_DAY) == ()
