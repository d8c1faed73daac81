"""What is done without anybody asking."""

import datetime as dt

import pytest
from django.core.management import call_command

from tests.factories import MONDAY, make_member, make_policy_version, make_practice, make_requirement
from trainingsite.audit.models import Seal
from trainingsite.compliance.remembering import up_to_date
from trainingsite.desk import timetable
from trainingsite.desk.timetable import TIMETABLE, TimelinesDiffered, check_timelines, due_jobs, seal_the_record

HOUR = dt.timedelta(hours=1)


def test_every_job_is_due_at_first_and_again_when_its_time_has_come():
    assert due_jobs({}, MONDAY) == list(TIMETABLE)
    last_run = {job.name: MONDAY for job in TIMETABLE}

    assert due_jobs(last_run, MONDAY) == []
    assert [job.name for job in due_jobs(last_run, MONDAY + dt.timedelta(minutes=10))] == [
        "messages", "certificates", "disposals",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_record_is_sealed_once_a_day_however_often_it_is_asked():
    make_policy_version()

    for hours in (0, 1, 19, 21):
        seal_the_record(MONDAY + hours * HOUR)

    assert list(Seal.objects.values_list("sealed_at", flat=True).order_by("sealed_at")) == [MONDAY, MONDAY + 21 * HOUR]


@pytest.mark.django_db
def test_one_round_of_work_says_what_it_did(capsys):
    make_policy_version()

    call_command("work", "--once")

    lines = [line.split(" ", 1)[1] for line in capsys.readouterr().out.splitlines()]
    lines = [line for line in lines if not line.startswith("reminders: ")]  # which keep to working hours
    root = Seal.objects.get().root[:12]
    assert lines == [
        "messages: 0 messages sent, 0 failed",
        "certificates: 0 certificates issued",
        "topics: topics of 1 practices counted for the quarter that is over",
        "answers: 0 answers erased",
        "timelines: the timelines of 0 practices are as fresh ones are",
        "old messages: the words of 0 old messages erased",
        "monthly links: 0 people sent the way to their desk",
        "leavers: 0 sign-ins of leavers ended, 0 rights to edit policies",
        "sessions: 0 sign-in sessions that were over deleted",
        "joiners: what 0 joiners brought along recognised",
        "packs: the files of 0 evidence packs deleted",
        "disposals: 0 people’s details erased, 0 not",
        f"seal: sealed, root {root}",
    ]


@pytest.mark.django_db
def test_the_nightly_look_at_kept_timelines_fails_loudly_once_and_has_put_them_right():
    practice = make_practice()
    make_requirement()
    make_member("Ann Lee")
    up_to_date(practice, MONDAY.date())
    make_member("Tom Ellis")  # behind the back of the record

    with pytest.raises(
        TimelinesDiffered, match="^1 cells of 1 practices differed from fresh ones, and were put right$"
    ):
        check_timelines(MONDAY)
    assert check_timelines(MONDAY) == "the timelines of 1 practices are as fresh ones are"


@pytest.mark.django_db
def test_one_job_that_fails_stops_no_other(monkeypatch, caplog):
    def fail(**kwargs):
        raise OSError("disk full")

    make_policy_version()
    monkeypatch.setattr(timetable, "issue_missing", fail)

    call_command("work", "--once")

    assert [record.message for record in caplog.records] == [
        "The job certificates failed; it is tried again at its next time."
    ]
    assert Seal.objects.count() == 1
