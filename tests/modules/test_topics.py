"""What is said of questions that go wrong: of five people or more, roughly, and of whole quarters."""

import datetime as dt

import pytest

from modules.topics import Item, quarter_before, roughly, share_of, topics_among

QUESTION = Item("check", "Boundaries", "Say what is yours.", "Question 1?", ("Yes", "No"))


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (dt.date(2026, 3, 31), dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
        (dt.date(2026, 4, 1), dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 1, 1), dt.date(2025, 10, 1), dt.date(2025, 12, 31)),
        (dt.date(2024, 5, 31), dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
        (dt.date(2026, 12, 31), dt.date(2026, 7, 1), dt.date(2026, 9, 30)),
    ],
)
def test_a_quarter_is_counted_once_it_is_over(day, first, last):
    assert quarter_before(day) == (first, last)


@pytest.mark.parametrize(
    ("wrong", "people", "share"),
    [
        (4, 4, ""),  # too few to be said
        (0, 4, ""),
        (1, 5, ""),
        (2, 5, "some"),
        (5, 5, "most"),
        (3, 9, "some"),  # a third exactly
        (6, 9, "some"),
        (7, 9, "most"),
    ],
)
def test_a_share_is_told_in_thirds_and_of_five_people_or_more(wrong, people, share):
    assert share_of(wrong, people) == share


@pytest.mark.parametrize(("people", "said"), [(5, 5), (9, 5), (10, 10), (304, 300)])
def test_a_person_more_or_less_is_not_seen(people, said):
    assert roughly(people) == said


def answers(*right):
    return [(person, QUESTION, each) for person, each in enumerate(right)]


def test_each_person_counts_once_by_their_first_answer():
    again = [(0, QUESTION, True)] * 5

    assert [topic.share for topic in topics_among([*answers(False, False, False, False, False), *again])] == ["most"]
    assert topics_among([(0, QUESTION, False)] * 5) == []


def test_what_went_wrong_for_most_comes_first():
    other = Item("check", "Privacy", "Know what is private.", "Question 2?", ("Yes", "No"))
    half = [(person, QUESTION, person < 3) for person in range(6)]

    found = topics_among([*half, *((person, other, False) for person in range(6))])

    assert [(topic.title, topic.share, topic.people) for topic in found] == [
        ("Privacy", "most", 5),
        ("Boundaries", "some", 5),
    ]
