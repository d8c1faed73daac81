"""Which days of a job are still to be told of at the practice that somebody comes to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainingsite.people.days import Days
from trainingsite.people.merging.rules import A_DAY, from_day_on, left_over

JAN, MAR, JUN, DEC = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (Days(JAN), Days(MAR)),  # works there for good
        (Days(JAN, JUN), Days(MAR, JUN)),  # with a last day that was noted before
        (Days(JUN), Days(JUN)),  # has not started yet
        (Days(JAN, MAR), Days(MAR, MAR)),  # whose last day it is
        (Days(JAN, MAR - A_DAY), None),  # left the day before
    ],
)
def test_what_is_left_of_a_job_on_the_day(days, expected):
    assert from_day_on(days, MAR) == expected


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], [Days(MAR)]),
        ([Days(JAN)], []),  # there already
        ([Days(JAN, JUN)], [Days(JUN + A_DAY)]),  # there for a time, and here for good
        ([Days(JUN)], [Days(MAR, JUN - A_DAY)]),  # comes there later anyway
        ([Days(JUN, JUN)], [Days(MAR, JUN - A_DAY), Days(JUN + A_DAY)]),  # helps out for a day
        ([Days(JAN, MAR - A_DAY)], [Days(MAR)]),  # has left there
        ([Days(JUN), Days(JAN, MAR)], [Days(MAR + A_DAY, JUN - A_DAY)]),  # in whatever order they are known
    ],
)
def test_the_days_on_which_somebody_does_not_work_there_anyway(taken, expected):
    assert left_over(Days(MAR), taken) == expected


def test_a_job_that_ends_takes_nothing_from_what_comes_later():
    assert left_over(Days(MAR, JUN), [Days(DEC)]) == [Days(MAR, JUN)]


SOME_DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 28))
SPANS = st.builds(lambda first, more: Days(first, first + more * A_DAY), SOME_DAYS, st.integers(0, 20))


@given(SPANS, st.lists(SPANS, max_size=4))
def test_every_day_is_covered_once(days, taken):
    left = left_over(days, taken)

    for number in range((days.last - days.first).days + 1):
        day = days.first + number * A_DAY
        assert sum(each.covers(day) for each in left) == (not any(each.covers(day) for each in taken))
