"""Lines put together from ready cells are, byte for byte, what the slower way writes."""

import datetime as dt

import pytest

from trainingsite.formats.lines import END, cells, csv_lines
from trainingsite.formats.sheets import csv_chunks

ROWS = [
    ["Ann Lee", "Practice nurse", dt.date(2026, 3, 2), 4],
    ["=cmd|' /C calc'!A0", " +44 1632", "@SUM(A1)", "-3"],
    ['Lee, Ann "Annie"', "two\nlines", None, ""],
    ["a\rb", 'Ann "Annie" Lee', "Lee, Ann", "one\r\ntwo"],
    ["'", ";", "\t=1+1", " "],
    [True, False, "Ünal Ödemiş", 0],
]


def test_the_bytes_are_those_of_the_slower_way():
    fast = b"".join(csv_lines(["Name", "Job, then"], (cells(row) + END for row in ROWS)))

    assert fast == b"".join(csv_chunks(["Name", "Job, then"], ROWS))


@pytest.mark.parametrize("lines", [1, 20_000, 60_000])
def test_a_longer_file_comes_in_more_pieces_of_the_same_size(lines):
    pieces = list(csv_lines(["A"], ("x" * 28 + END for _ in range(lines))))

    assert max(map(len, pieces)) < 300_000
    assert sum(piece.count(b"\r\n") for piece in pieces) == lines + 1
