"""Scheduled jobs: each run is done by one process, a dead one is followed by another, and silence is told once."""

import datetime as dt

import pytest
from django.core import mail

from tests.factories import MONDAY, make_person
from trainingsite.desk.timetable import PERIODS, TIMETABLE, due_jobs
from trainingsite.reminders import jobs
from trainingsite.reminders.models import JobRun

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)
MESSAGES = {"messages": MINUTE}


def run(name="messages", at=MONDAY, **ended):
    begun = jobs.claim(name, jobs.last_runs().get(name), at)
    jobs.finish(begun, at=at, **ended)
    return begun


def test_of_two_processes_that_find_a_job_due_one_does_it():
    last = run()

    claims = [jobs.claim("messages", last, MONDAY + MINUTE) for _ in range(2)]

    assert [claimed and claimed.number for claimed in claims] == [2, None]


def test_a_job_is_due_again_when_its_time_has_come_whoever_did_it_last():
    for job in TIMETABLE:
        run(job.name)

    def due_after(**time):
        at = MONDAY + dt.timedelta(**time)
        return [job.name for job in due_jobs(jobs.last_started(jobs.last_runs(), at), at)]

    assert (due_after(seconds=59), due_after(minutes=1)) == ([], ["messages", "disposals"])


def test_a_run_that_never_ended_is_done_again_after_a_while():
    jobs.claim("answers", None, MONDAY)

    started = [jobs.last_started(jobs.last_runs(), MONDAY + minutes * MINUTE) for minutes in (14, 15)]

    assert started == [{"answers": MONDAY}, {}]


def test_old_runs_are_let_go():
    first = run()
    JobRun.objects.filter(pk=first.pk).update(number=jobs.KEPT + 1)
    JobRun.objects.create(name="messages", number=2, started_at=MONDAY)
    jobs.claim("messages", JobRun(number=jobs.KEPT + 1), MONDAY)

    assert list(JobRun.objects.order_by("number").values_list("number", flat=True)) == [jobs.KEPT + 1, jobs.KEPT + 2]


@pytest.mark.parametrize(("minutes", "silent"), [(1, []), (3, []), (4, ["messages"])])
def test_a_job_is_silent_after_three_times_its_period(minutes, silent):
    run()

    assert jobs.silent(PERIODS, jobs.last_heard_of(), MONDAY + minutes * MINUTE) == silent


@pytest.fixture
def admin(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    return make_person("Site Admin", email="admin@surgery.example", is_superuser=True)


def test_the_administrators_are_told_of_a_silence_once_and_of_the_next_one_again(admin):
    run()
    told = [jobs.tell_of_silence(MESSAGES, MONDAY + minutes * MINUTE) for minutes in (2, 4, 5)]
    run(at=MONDAY + 10 * MINUTE)
    told.append(jobs.tell_of_silence(MESSAGES, MONDAY + 20 * MINUTE))

    assert told == [[], ["messages"], [], ["messages"]]
    assert [message.to for message in mail.outbox] == [["admin@surgery.example"]] * 2
    assert "- messages: last heard of on 2 March 2026 at 09:00" in mail.outbox[0].body.splitlines()


def test_while_a_silence_lasts_the_administrators_hear_of_it_once_a_day(admin):
    run()

    for hours in range(1, 60):
        jobs.tell_of_silence(MESSAGES, MONDAY + dt.timedelta(hours=hours))

    assert len(mail.outbox) == 3


def test_when_everything_is_silent_one_message_names_what_is(admin):
    for job in TIMETABLE:
        run(job.name)

    for minutes in range(1, 600):
        jobs.tell_of_silence(PERIODS, MONDAY + minutes * MINUTE)

    assert len(mail.outbox) == 1


def test_the_administrators_are_those_who_were_named_if_any_were(admin, settings):
    settings.ADMINS = [("IT desk", "it@surgery.example")]

    assert jobs.administrators() == ["it@surgery.example"]


def test_an_installation_that_never_worked_is_not_called_silent(admin):
    assert jobs.tell_of_silence(MESSAGES, MONDAY) == []
