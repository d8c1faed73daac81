"""How long staff are asked, who may do what, and what may not leave a consultation."""

from datetime import date

import pytest

from trainingsite.policies.consulting.rules import (
    Standing,
    State,
    names_left_in,
    state_on,
    themes_in,
    usual_last_day,
    what_is_wrong_with,
    why_not_until,
)

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("day", "is_closed", "state"),
    [
        (date(2026, 3, 16), False, State.OPEN),  # comments are taken on the last day itself
        (date(2026, 3, 17), False, State.ENDED),
        (date(2026, 3, 3), True, State.CLOSED),
        (date(2026, 3, 17), True, State.CLOSED),
    ],
)
def test_where_a_consultation_stands(day, is_closed, state):
    assert state_on(day, date(2026, 3, 16), is_closed=is_closed) is state


def test_two_weeks_is_the_usual_time():
    assert usual_last_day(MONDAY) == date(2026, 3, 16)


@pytest.mark.parametrize(
    ("last_day", "why"),
    [
        (date(2026, 3, 4), "Give people at least 3 days: choose 5 March 2026 or later"),
        (date(2026, 3, 5), ""),
        (date(2026, 5, 31), ""),
        (date(2026, 6, 1), "People forget what takes longer than 90 days: choose 31 May 2026 or earlier"),
    ],
)
def test_how_long_staff_may_be_asked(last_day, why):
    assert why_not_until(last_day, MONDAY) == why


@pytest.mark.parametrize(
    ("asked", "represents", "looks_after", "may"),
    [
        (True, False, False, (True, True)),
        (False, True, False, (True, True)),
        (False, False, True, (True, False)),
        (False, False, False, (False, False)),
    ],
)
def test_who_reads_and_who_comments(asked, represents, looks_after, may):
    standing = Standing(is_asked=asked, represents_staff=represents, looks_after=looks_after)

    assert (standing.may_read, standing.may_comment) == may


def test_a_theme_is_a_line_without_its_dash():
    assert themes_in("- Likes: clause 2.\n\n  * Pay-related worries\n• Thanks ") == [
        "Likes: clause 2.",
        "Pay-related worries",
        "Thanks",
    ]


@pytest.mark.parametrize(
    ("themes", "wrong"),
    [
        (["a"] * 12, ""),
        (["a"] * 13, "Bring it down to 12 lines: this is what people read first"),
        (["a" * 300], ""),
        (["a" * 301], "Keep each line to 300 characters"),
    ],
)
def test_a_list_of_themes_is_short(themes, wrong):
    assert what_is_wrong_with(themes) == wrong


@pytest.mark.parametrize(
    "text", ["Tom Ellis asked.", "as tom\n ellis said", "TOM ELLIS’s worry", "Thanks (Tom Ellis)", "Tom  Ellis"]
)
def test_a_full_name_is_found_however_it_is_written(text):
    assert names_left_in(["Nothing here.", text], ["Tom Ellis", "Zoe Park"]) == ["Tom Ellis"]


@pytest.mark.parametrize("text", ["Tom asked.", "the car park", "Tom Ellison asked.", "Bottom Ellis", ""])
def test_a_part_of_a_name_or_a_longer_word_is_no_name(text):
    assert names_left_in([text], ["Tom Ellis", "Zoe Park", ""]) == []
