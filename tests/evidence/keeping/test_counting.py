"""When a period is over: the day after its last, the later of two counts, and the name last."""

import datetime as dt

import pytest

from trainingsite.evidence.keeping.counting import Period, State, first_day, in_years, standings

LEFT = dt.date(2020, 2, 29)
DAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("period", "acted_on", "expected"),
    [
        (Period(72), None, dt.date(2026, 3, 1)),  # kept until the end of 28 February, six years on
        (Period(72), dt.date(2020, 2, 1), dt.date(2026, 3, 1)),  # nothing counts from the act
        (Period(72, 120), dt.date(2019, 5, 6), dt.date(2029, 5, 7)),
        (Period(72, 120), dt.date(2010, 5, 6), dt.date(2026, 3, 1)),  # leaving is later
        (Period(72, 120), None, dt.date(2026, 3, 1)),
        (Period(0), None, dt.date(2020, 3, 1)),
    ],
)
def test_details_may_go_the_day_after_the_period_is_over(period, acted_on, expected):
    assert first_day(period, LEFT, acted_on) == expected


def stand(day=DAY, **facts):
    periods = {"notes": Period(24), "signatures": Period(72, 120), "identity": Period(72)}
    known = {"left_on": LEFT, "acted_on": {}, "erased_on": {}, **facts}
    return {each.of: (each.state, each.first_on) for each in standings(day, periods, "identity", **known)}


def test_each_kind_of_details_has_its_own_day():
    assert stand(dt.date(2023, 1, 1)) == {
        "notes": (State.DUE, dt.date(2022, 3, 1)),
        "signatures": (State.KEPT, DAY),
        "identity": (State.KEPT, DAY),
    }


def test_the_name_waits_for_the_last_of_the_others():
    assert stand(acted_on={"signatures": dt.date(2019, 5, 6)})["identity"] == (State.KEPT, dt.date(2029, 5, 7))


def test_what_was_erased_is_not_erased_again():
    assert stand(erased_on={"notes": dt.date(2023, 1, 1)})["notes"] == (State.ERASED, None)


def test_what_was_erased_before_somebody_came_back_counts_for_nothing():
    assert stand(erased_on={"notes": dt.date(2018, 1, 1)})["notes"] == (State.DUE, dt.date(2022, 3, 1))


def test_of_somebody_who_is_still_here_everything_is_kept():
    assert set(stand(left_on=None).values()) == {(State.KEPT, None)}


@pytest.mark.parametrize(
    ("months", "expected"), [(1, "1 month"), (18, "18 months"), (12, "1 year"), (72, "6 years"), (0, "0 months")]
)
def test_whole_years_are_told_in_years(months, expected):
    assert in_years(months) == expected
