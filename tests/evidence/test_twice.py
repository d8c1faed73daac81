"""Rows that are shown twice are read once."""

import datetime as dt

from trainingsite.evidence.twice import Twice
from trainingsite.evidence.vouchers import AT_ONCE


def test_the_second_time_the_rows_are_the_same_and_are_not_read_again():
    rows = [("Ann Lee", dt.date(2026, 3, 2), number, None) for number in range(3 * AT_ONCE + 1)]
    twice = Twice(iter(rows))

    shown = [list(twice) for _ in range(3)]

    twice.close()
    assert shown == [rows, rows, rows]


def test_no_rows_are_none_the_second_time_too():
    twice = Twice([])

    assert [list(twice) for _ in range(2)] == [[], []]
    twice.close()
