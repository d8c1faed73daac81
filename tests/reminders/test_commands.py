"""send_reminders and note_restored: what they list, what they refuse, and what is not told a second time."""

import datetime as dt

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from tests.factories import (
    give_duty,
    make_member,
    make_outside_training,
    make_person,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.notices.models import Notice, NoticeItem
from trainingsite.people.models import Duty
from trainingsite.reminders.models import Prompt, Reminder, TeamWeek
from trainingsite.reminders.telling import remind

pytestmark = pytest.mark.django_db
BEGUN = dt.date(2026, 3, 2)


@pytest.fixture(autouse=True)
def practice(settings):
    """Tom owes basic life support since 2 March; it is due on 30 March."""
    settings.EMAIL_URL = "smtp://mail.example:25"
    practice = make_practice("Millbrook Lane Surgery")
    make_programme("Induction", practice)
    make_requirement(outside_training=make_outside_training(), started_on=BEGUN)
    tom = make_person("Tom Ellis", username="tom", email="tom@surgery.example")
    make_member(tom, practice=practice)
    return practice


def said(capsys, *arguments):
    call_command("send_reminders", *arguments)
    return capsys.readouterr().out.splitlines()


def test_a_dry_run_lists_who_would_get_what_and_why_and_changes_nothing(capsys):
    lines = said(capsys, "--on", "2026-03-27", "--dry-run")

    assert lines == [
        "Tom Ellis (tom), Millbrook Lane Surgery: Basic life support (due on 30 March 2026): 3 days before it is due"
    ]
    assert (Reminder.objects.count(), Notice.objects.count(), TeamWeek.objects.count()) == (0, 0, 0)


def test_a_dry_run_names_the_managers_and_those_about_whom_nobody_hears(capsys, practice):
    ruth = make_person("Ruth Bell", username="ruth")
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)

    lines = said(capsys, "--on", "2026-04-13", "--dry-run")

    week = "Ruth Bell (ruth), Millbrook Lane Surgery: the week of their team: 1 overdue, 0 not delivered"
    assert lines[-1] == week


def test_a_dry_run_names_reviews_that_are_due(capsys, practice):
    olu = make_member(make_person("Olu Bright", username="olu"), practice=practice).person
    give_duty(olu, practice, Duty.POLICY_OWNER)
    make_policy_version(make_policy(practice, review_due_on=dt.date(2026, 9, 1)))

    lines = said(capsys, "--on", "2026-08-25", "--dry-run")

    assert lines[-1] == (
        "Olu Bright (olu), Millbrook Lane Surgery: Review due on 1 September 2026: Social media policy:"
        " planned for 25 August 2026"
    )
    assert Prompt.objects.count() == 0


def test_a_review_that_may_have_been_told_before_a_backup_was_put_back_is_not_told_again(practice):
    give_duty(make_member("Olu Bright", practice=practice).person, practice, Duty.POLICY_OWNER)
    make_policy_version(make_policy(practice, review_due_on=dt.date(2026, 9, 1)))

    call_command("note_restored", "--sent-until", "2026-08-25 14:00")
    remind(moment(2026, 8, 25, 15))

    assert [(prompt.withheld, prompt.notice) for prompt in Prompt.objects.all()] == [(True, None)]


def test_a_dry_run_of_a_bank_holiday_names_the_next_working_day(capsys):
    lines = said(capsys, "--on", "2026-04-03", "--dry-run")

    assert lines == ["Nobody is told anything on 3 April 2026: the next working day is 7 April 2026."]


def test_a_day_that_has_nothing_new_lists_nobody(capsys):
    said(capsys, "--on", "2026-03-02")

    assert said(capsys, "--on", "2026-03-03", "--dry-run") == []


def test_people_are_told_once_however_often_it_is_called(capsys):
    lines = [said(capsys, "--on", "2026-03-27") for _ in range(2)]

    assert lines == [
        ["1 people told; 1 messages sent, 0 failed"],
        ["0 people told; 0 messages sent, 0 failed"],
    ]
    assert [message.to for message in mail.outbox] == [["tom@surgery.example"]]


@pytest.mark.parametrize("typed", ["27 March", "2026-02-30", "tomorrow"])
def test_a_day_that_is_none_is_refused_with_how_to_write_one(typed):
    with pytest.raises(CommandError, match="write it like 2026-03-31"):
        call_command("send_reminders", "--on", typed)


def yesterdays_database():
    """A backup of the evening before is put back: what was told today is no longer known."""
    NoticeItem.objects.all().delete()
    Reminder.objects.all().delete()
    Notice.objects.all().delete()


def test_what_may_have_been_told_before_a_backup_was_put_back_is_not_told_again(capsys):
    said(capsys, "--on", "2026-03-27")
    yesterdays_database()

    call_command("note_restored", "--sent-until", "2026-03-27 14:00")
    for day in (27, 30):
        remind(moment(2026, 3, day, 15))

    assert list(Notice.objects.values_list("for_day", flat=True)) == [dt.date(2026, 3, 30)]
    assert capsys.readouterr().out == "0 messages and 1 reminders are not sent again.\n"


def test_what_waited_when_the_backup_was_made_is_held_back(capsys):
    remind(moment(2026, 3, 2))

    call_command("note_restored", "--sent-until", "2026-03-02 10:00")

    assert Notice.objects.get().state == "unsure"


def test_without_a_word_about_a_backup_the_message_says_that_it_may_come_twice():
    outcome = remind(moment(2026, 3, 27, 14), last_at=moment(2026, 3, 26, 17))

    assert outcome.after_pause
    assert "you may have had it before: then there is nothing more to do" in Notice.objects.get().body


def test_after_a_night_and_a_weekend_no_message_speaks_of_a_pause():
    outcome = remind(moment(2026, 3, 30, 9), last_at=moment(2026, 3, 27, 17, 30))

    assert (outcome.after_pause, "stood still" in Notice.objects.get().body) == (False, False)
