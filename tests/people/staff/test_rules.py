"""Which days meet, who would be above themselves, and from when nobody is left."""

from datetime import date

import pytest

from trainingsite.people.days import Days
from trainingsite.people.staff.rules import first_day_without, would_manage_themselves

MARCH, APRIL, MAY = date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (Days(MARCH, APRIL), Days(APRIL, MAY), True),  # the last day of one is the first of the other
        (Days(MARCH, date(2026, 3, 31)), Days(APRIL, MAY), False),
        (Days(MARCH), Days(MAY), True),  # neither has an end
        (Days(MAY), Days(MARCH, APRIL), False),
        (Days(MARCH, MAY), Days(APRIL, APRIL), True),
    ],
)
def test_days_meet_when_they_share_one(one, other, meet):
    assert (one.meets(other), other.meets(one)) == (meet, meet)


@pytest.mark.parametrize(
    ("held", "empty_from"),
    [
        ([], MARCH),
        ([Days(MARCH)], None),
        ([Days(APRIL)], MARCH),
        ([Days(MARCH, date(2026, 3, 31)), Days(APRIL)], None),
        ([Days(MARCH, date(2026, 3, 30)), Days(APRIL)], date(2026, 3, 31)),
        ([Days(MARCH, MAY), Days(MARCH, APRIL)], date(2026, 5, 2)),
    ],
)
def test_the_first_day_on_which_nobody_is_left(held, empty_from):
    assert first_day_without(held, MARCH) == empty_from


@pytest.mark.parametrize(
    ("manager", "above", "would"),
    [
        (1, {}, True),
        (2, {}, False),
        (2, {2: {1}}, True),
        (2, {2: {3}, 3: {1}}, True),
        (2, {2: {3, 4}, 4: {1}}, True),  # of somebody with two managers, one is enough
        (2, {2: {3}, 3: {2}}, False),  # others already go round in a circle
    ],
)
def test_nobody_is_above_themselves(manager, above, would):
    assert would_manage_themselves(1, manager, above) == would
