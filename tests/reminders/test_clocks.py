"""The two days on which the clocks change, and a server's clock that was wrong."""

import datetime as dt

import pytest

from tests.factories import (
    MONDAY,
    make_member,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.desk.timetable import PERIODS, TIMETABLE, due_jobs
from trainingsite.notices.actions import deliver_waiting
from trainingsite.notices.holidays import bank_holidays
from trainingsite.notices.models import Notice
from trainingsite.notices.rules import is_working_time, working_time_between
from trainingsite.reminders import jobs
from trainingsite.reminders.telling import remind

A_YEAR, HOUR = dt.timedelta(days=365), dt.timedelta(hours=1)
HOLIDAYS = bank_holidays()


def in_utc(year, month, day, hour, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


@pytest.fixture
def tom(settings):
    """Tom owes basic life support since four weeks before the last day of March 2025, by that day."""
    settings.EMAIL_URL = "smtp://mail.example:25"
    make_practice()
    make_programme("Induction")
    make_requirement(outside_training=make_outside_training(), started_on=dt.date(2025, 3, 3))
    return make_member(make_person("Tom Ellis", email="tom@surgery.example")).person


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "told_on"),
    [
        (in_utc(2025, 3, 28, 8), dt.date(2025, 3, 28)),  # winter: eight in the morning is eight
        (in_utc(2025, 3, 31, 7), dt.date(2025, 3, 31)),  # summer, after the day of 23 hours: it is seven
        (in_utc(2025, 10, 24, 7), dt.date(2025, 10, 24)),
        (in_utc(2025, 10, 27, 8), dt.date(2025, 10, 27)),  # after the day of 25 hours
    ],
)
def test_the_first_moment_of_the_day_is_eight_by_the_clock_on_the_wall(tom, first, told_on):
    assert remind(first - dt.timedelta(minutes=1)) is None

    remind(first)

    assert Notice.objects.get().for_day == told_on


@pytest.mark.django_db
@pytest.mark.parametrize(("last", "is_told"), [(in_utc(2025, 3, 31, 16, 59), 1), (in_utc(2025, 3, 31, 17, 0), None)])
def test_what_is_due_after_the_clocks_went_forward_is_due_until_the_evening_of_its_day(tom, last, is_told):
    outcome = remind(last)

    assert (outcome and outcome.told) == is_told
    assert [notice.body.count("by 31 March 2025, which is today") for notice in Notice.objects.all()] == [1] * (
        is_told or 0
    )


@pytest.mark.parametrize(
    "moments", [(moment(2025, 3, 28, 17), moment(2025, 3, 31, 9)), (moment(2025, 10, 24, 17), moment(2025, 10, 27, 9))]
)
def test_a_weekend_on_which_the_clocks_change_has_no_more_and_no_less_working_time(moments):
    assert working_time_between(*moments, HOLIDAYS) == 2 * HOUR
    assert [is_working_time(each, HOLIDAYS) for each in moments] == [True, True]


@pytest.mark.django_db
def test_a_clock_that_jumps_back_tells_nobody_a_second_time(tom):
    for day in (28, 27, 28):
        at = moment(2025, 3, day)
        remind(at)
        deliver_waiting(at=at)

    assert list(Notice.objects.values_list("for_day", flat=True)) == [dt.date(2025, 3, 28)]


def test_jobs_run_again_when_the_clock_was_a_year_fast_and_is_put_right():
    fast = {job.name: MONDAY + A_YEAR for job in TIMETABLE}

    assert due_jobs(fast, MONDAY) == list(TIMETABLE)


def test_workers_whose_clocks_differ_a_little_do_not_run_everything_all_the_time():
    a_little_fast = {job.name: MONDAY + dt.timedelta(minutes=1) for job in TIMETABLE}

    assert due_jobs(a_little_fast, MONDAY) == []


@pytest.mark.django_db
def test_silence_is_noticed_too_after_a_clock_was_fast():
    for number, at in enumerate((MONDAY + A_YEAR, MONDAY)):
        run = jobs.claim("messages", jobs.last_runs().get("messages") if number else None, at)
        jobs.finish(run, at=at)

    assert jobs.silent(PERIODS, jobs.last_heard_of(), MONDAY + HOUR) == ["messages"]
