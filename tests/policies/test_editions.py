"""Which versions ask everybody to sign again, from which day, and whose signatures stand."""

import datetime as dt

import pytest

from trainingsite.policies.rules import Edition, askings_of, generation_of, newer_that_asks, signature_stands

MARCH, APRIL, MAY, JUNE = (dt.date(2026, month, 1) for month in (3, 4, 5, 6))
FIRST = Edition((1, 0), MARCH, asks_again=True)
MINOR = Edition((1, 1), APRIL, asks_again=False)
SECOND = Edition((2, 0), MAY, asks_again=True)


def stands(editions, signed, wanted, day):
    return signature_stands(editions, signed=signed, wanted=wanted, day=day)


def days_asked(*editions):
    return [(asking.number, asking.from_on) for asking in askings_of(editions)]


def test_the_first_version_asks_nobody_again_and_a_minor_one_does_not_either():
    assert days_asked(FIRST, MINOR) == []


def test_a_material_version_asks_again_from_the_day_it_takes_effect():
    assert days_asked(SECOND, FIRST, MINOR) == [((2, 0), MAY)]


def test_a_minor_version_that_everybody_signs_asks_again():
    assert days_asked(FIRST, Edition((1, 1), APRIL, asks_again=True)) == [((1, 1), APRIL)]


@pytest.mark.parametrize(("from_on", "asked"), [(JUNE, JUNE), (MARCH, APRIL)])
def test_a_version_that_is_material_after_all_asks_from_its_day_and_never_before_it_takes_effect(from_on, asked):
    later = Edition((1, 1), APRIL, asks_again=False, reclassified_from=from_on)

    assert days_asked(FIRST, later) == [((1, 1), asked)]


def test_what_a_version_changed_is_asked_for_as_soon_as_a_later_one_brings_it_into_force():
    sooner = Edition((2, 1), APRIL, asks_again=False)

    assert days_asked(FIRST, SECOND, sooner) == [((2, 0), APRIL)]


def test_whoever_signs_a_later_version_owes_no_earlier_one():
    after_all = Edition((1, 1), APRIL, asks_again=False, reclassified_from=JUNE)

    assert days_asked(FIRST, after_all, SECOND) == [((1, 1), MAY), ((2, 0), MAY)]


def test_a_signature_stands_for_minor_versions_on_both_sides_of_it():
    editions = [FIRST, MINOR]

    assert [stands(editions, (1, 0), (1, 1), MAY), stands(editions, (1, 1), (1, 0), MAY)] == [True, True]


def test_a_signature_ends_on_the_day_the_material_version_takes_effect():
    editions = [FIRST, MINOR, SECOND]

    last, first = MAY - dt.timedelta(days=1), MAY
    assert [stands(editions, (1, 0), (1, 1), day) for day in (last, first)] == [True, True]
    assert newer_that_asks(editions, (1, 0), last) is None
    assert newer_that_asks(editions, (1, 0), first) == (2, 0)


def test_an_old_signature_does_not_count_for_a_version_that_is_coming():
    assert not stands([FIRST, MINOR, SECOND], (1, 0), (2, 0), MARCH)


def test_a_signature_of_a_version_that_is_coming_counts_today():
    assert stands([FIRST, MINOR, SECOND], (2, 0), (1, 1), APRIL)


def test_a_signature_of_a_material_version_counts_for_the_minor_ones_after_it():
    assert stands([FIRST, SECOND, Edition((2, 1), JUNE, asks_again=False)], (2, 0), (2, 1), JUNE)


def test_once_it_is_in_force_a_signature_of_it_no_longer_counts_for_the_version_before():
    assert not stands([FIRST, MINOR, SECOND], (2, 0), (1, 1), MAY)


def test_generations_count_how_often_everybody_was_asked():
    askings = askings_of([FIRST, MINOR, SECOND])

    assert [generation_of(askings, number) for number in ((1, 0), (1, 1), (2, 0))] == [0, 0, 1]


def test_a_version_that_asks_nobody_again_leaves_open_pages_alone():
    assert newer_that_asks([FIRST, MINOR], (1, 0), MAY) is None
