"""Leave: dates only; noted ahead, afterwards or without an end; corrected and taken back."""

import datetime as dt

import pytest

from tests.factories import GO_LIVE, TUESDAY, give_leave, make_member, make_practice
from trainingsite.people.models import Absence
from trainingsite.people.staff.absences import begin_leave, correct_leave, withdraw_leave
from trainingsite.people.staff.changing import OVERTAKEN, Refused

pytestmark = pytest.mark.django_db

MARCH, APRIL, MAY, JUNE = (dt.date(2026, month, 2) for month in (3, 4, 5, 6))


def begin(tom, ann, first, last=None, practice=None):
    return begin_leave(
        person=tom.person, practice=practice or tom.practice, started_on=first, ended_on=last, by=ann, at=TUESDAY
    )


def known(tom) -> list[tuple]:
    rows = Absence.objects.known().by(tom.person).order_by("started_on", "pk")
    return list(rows.values_list("started_on", "ended_on"))


@pytest.mark.parametrize(("first", "last"), [(APRIL, MAY), (dt.date(2025, 12, 1), APRIL), (MARCH, None)])
def test_leave_is_to_come_past_or_without_an_end(ann, tom, first, last):
    begin(tom, ann, first, last)

    assert known(tom) == [(first, last)]


@pytest.mark.parametrize(("first", "last"), [(MAY, JUNE), (MARCH, APRIL), (MARCH, None), (dt.date(2026, 4, 5), APRIL)])
def test_leave_that_overlaps_is_refused_in_a_sentence(ann, tom, first, last):
    give_leave(tom, APRIL, MAY)

    with pytest.raises(Refused):
        begin(tom, ann, first, last)

    assert known(tom) == [(APRIL, MAY)]


def test_the_sentence_names_the_leave_that_is_there(ann, tom):
    give_leave(tom, APRIL)

    with pytest.raises(Refused, match="There is leave from 2 April 2026 with no last day yet already"):
        begin(tom, ann, MAY)


def test_leave_at_another_practice_is_that_practices(ann, tom):
    other = make_member(tom.person, practice=make_practice("Saltmere Road Practice"))
    give_leave(other, APRIL, MAY)

    begin(tom, ann, APRIL, MAY)

    assert Absence.objects.known().at(tom.practice).count() == 1


def test_leave_is_for_days_on_which_somebody_works_here(ann, tom):
    with pytest.raises(Refused, match="Tom Ellis does not work here on any of those days"):
        begin(tom, ann, GO_LIVE - dt.timedelta(days=30), GO_LIVE - dt.timedelta(days=1))


def test_the_last_day_is_put_in_when_they_are_back(ann, tom, told):
    absence = begin(tom, ann, MARCH)

    correct_leave(absence=absence, started_on=MARCH, ended_on=APRIL, by=ann, at=TUESDAY)

    assert known(tom) == [(MARCH, APRIL)]
    assert told()[1] == (
        "people.leave_corrected",
        {"leave": str(absence.line), "started_on": "2026-03-02", "ended_on": "2026-04-02"},
    )


def test_the_same_days_again_are_nothing_new(ann, tom, told):
    absence = begin(tom, ann, MARCH, APRIL)

    correct_leave(absence=absence, started_on=MARCH, ended_on=APRIL, by=ann, at=TUESDAY)

    assert [verb for verb, _ in told()] == ["people.leave_noted"]


def test_a_correction_does_not_reach_into_other_leave(ann, tom):
    give_leave(tom, MAY, JUNE)
    absence = begin(tom, ann, MARCH, APRIL)

    with pytest.raises(Refused, match="There is leave from 2 May 2026 to 2 June 2026 already"):
        correct_leave(absence=absence, started_on=MARCH, ended_on=MAY, by=ann, at=TUESDAY)


def test_leave_does_not_end_before_it_begins(ann, tom):
    with pytest.raises(Refused, match="The last day is before the first"):
        begin(tom, ann, APRIL, MARCH)


def test_leave_that_never_was_is_taken_back(ann, tom, told):
    absence = begin(tom, ann, MARCH, APRIL)

    withdraw_leave(absence=absence, by=ann, at=TUESDAY)

    assert (known(tom), told()[1][0]) == ([], "people.leave_withdrawn")


def test_leave_taken_back_meanwhile_is_not_corrected(ann, tom):
    absence = begin(tom, ann, MARCH, APRIL)
    withdraw_leave(absence=absence, by=ann, at=TUESDAY)

    with pytest.raises(Refused) as refused:
        correct_leave(absence=absence, started_on=MARCH, ended_on=MAY, by=ann, at=TUESDAY)

    assert str(refused.value) == OVERTAKEN
