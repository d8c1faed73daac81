"""Days, months and spans, as tables."""

from datetime import date

import pytest

from trainingsite.compliance.dates import Span, add_months, days_later, joined, next_yearly


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2028, 1, 31), 1, (2028, 2, 29)),
        ((2026, 11, 30), 3, (2027, 2, 28)),
        ((2026, 12, 31), 12, (2027, 12, 31)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2024, 2, 29), 48, (2028, 2, 29)),
        ((1896, 2, 29), 48, (1900, 2, 28)),  # no leap year
        ((1996, 2, 29), 48, (2000, 2, 29)),
        ((2026, 3, 31), -1, (2026, 2, 28)),
        ((9999, 6, 1), 12, (9999, 12, 31)),
    ],
)
def test_months_later(day, months, expected):
    assert add_months(date(*day), months) == date(*expected)


def test_an_anniversary_remembers_the_day_it_wants():
    assert add_months(date(2027, 2, 28), 12, anniversary_day=29) == date(2028, 2, 29)


def test_days_later_stop_at_the_last_day_there_is():
    assert [days_later(date(2026, 2, 28), 1), days_later(date(9999, 1, 1), 1000)] == [date(2026, 3, 1), date.max]


@pytest.mark.parametrize(
    ("day", "expected"),
    [((2026, 2, 28), (2026, 2, 28)), ((2026, 3, 1), (2027, 2, 28)), ((2027, 3, 1), (2028, 2, 29))],
)
def test_a_fixed_day_of_the_year_comes_round(day, expected):
    assert next_yearly(date(*day), month=2, day_of_month=29) == date(*expected)


def test_a_span_has_its_first_and_its_last_day():
    span = Span(date(2026, 1, 10), date(2026, 1, 12))

    assert span.days == 3
    assert [span.covers(date(2026, 1, day)) for day in (9, 10, 12, 13)] == [False, True, True, False]


def test_a_span_without_an_end_goes_on():
    span = Span(date(2026, 1, 10))

    assert (span.is_open, span.days, span.covers(date(2099, 1, 1))) == (True, None, True)


def test_a_span_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end"):
        Span(date(2026, 1, 10), date(2026, 1, 9))


def test_spans_that_overlap_or_touch_become_one():
    def january(first, last=None):
        return Span(date(2026, 1, first), last and date(2026, 1, last))

    assert joined([january(20, 25), january(1, 5), january(6, 8), january(2, 3), january(10, 12)]) == (
        january(1, 8),
        january(10, 12),
        january(20, 25),
    )
    assert joined([january(9), january(1, 8)]) == (january(1),)
