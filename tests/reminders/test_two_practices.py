"""Somebody with two practices: leave from one of them, one sheet for both, and what a manager of two is told."""

import datetime as dt

import pytest

from tests.factories import (
    give_duty,
    give_leave,
    make_member,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.notices.models import REMINDERS, Notice
from trainingsite.people.models import Duty
from trainingsite.reminders.models import Digest, MessageChoice, Reminder
from trainingsite.reminders.telling import remind

pytestmark = pytest.mark.django_db
BEGUN = dt.date(2026, 3, 2)


def asking(name, title, started_on=BEGUN):
    """A practice that asks for one training within 28 days."""
    practice = make_practice(name)
    programme = make_programme(f"Induction of {name}", practice)
    make_requirement(programme, outside_training=make_outside_training(title), started_on=started_on)
    return practice


@pytest.fixture
def millbrook():
    return asking("Millbrook Lane Surgery", "Basic life support")


@pytest.fixture
def orchard():
    return asking("Orchard House", "Fire safety", started_on=dt.date(2026, 3, 4))


def working_at(*practices, email="tom@surgery.example"):
    tom = make_person("Tom Ellis", email=email)
    return tom, [make_member(tom, practice=practice) for practice in practices]


def on(day, month=3):
    return moment(2026, month, day)


def standing_on_paper(person):
    """What the sheet says that waits for them now."""
    notice = Notice.objects.by(person).waiting().get()
    return sorted(Reminder.objects.filter(notice=notice).values_list("title", flat=True))


def test_on_leave_from_one_practice_somebody_hears_of_the_other_alone(millbrook, orchard, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    tom, (at_millbrook, _) = working_at(millbrook, orchard)
    give_leave(at_millbrook, BEGUN, dt.date(2026, 3, 20))

    remind(on(4))

    assert list(Reminder.objects.by(tom).values_list("title", flat=True)) == ["Fire safety"]


def test_a_manager_on_leave_from_one_practice_is_not_told_of_its_team(millbrook, orchard, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    ruth = make_person("Ruth Bell", email="ruth@surgery.example")
    for practice in (millbrook, orchard):
        give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
        make_member(f"Late At {practice.name}", practice=practice)
    give_leave(make_member(ruth, practice=millbrook), dt.date(2026, 4, 13), dt.date(2026, 4, 14))

    remind(on(13, month=4))

    told = Digest.objects.filter(person=ruth, notice__isnull=False)
    assert [digest.week.practice for digest in told] == [orchard]


def test_a_new_thing_at_one_practice_does_not_take_the_others_off_the_sheet(millbrook, orchard):
    tom, _ = working_at(millbrook, orchard, email="")

    sheets = []
    for day in (2, 3, 4, 5, 6, 9, 10):
        remind(on(day))
        sheets.append(standing_on_paper(tom))

    both = ["Basic life support", "Fire safety"]
    assert sheets == [["Basic life support"]] * 2 + [both] * 5
    assert Notice.objects.by(tom).count() == 2


def test_a_sheet_that_takes_anothers_place_says_only_what_is_still_asked(millbrook, orchard):
    tom, (at_millbrook, _) = working_at(millbrook, orchard, email="")
    remind(on(2))
    give_leave(at_millbrook, dt.date(2026, 3, 4), dt.date(2026, 3, 6))

    remind(on(4))

    assert standing_on_paper(tom) == ["Fire safety"]


@pytest.fixture
def ruth(millbrook, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    ruth = make_person("Ruth Bell", email="ruth@surgery.example")
    give_duty(ruth, millbrook, Duty.PRACTICE_MANAGER)
    make_member("Ann Lee", practice=millbrook)
    return ruth


def weeks_told(person):
    return list(Notice.objects.by(person).filter(kind=REMINDERS).values_list("for_day", flat=True))


def test_a_manager_who_chose_wednesdays_hears_of_the_week_on_wednesday(ruth):
    MessageChoice.objects.create(person=ruth, weekdays=[2])

    for day in (13, 14, 15, 16):
        remind(on(day, month=4))

    assert weeks_told(ruth) == [dt.date(2026, 4, 15)]


def test_a_week_that_is_told_later_says_how_things_stand_then(ruth, millbrook):
    MessageChoice.objects.create(person=ruth, weekdays=[2])
    remind(on(13, month=4))
    make_member("Olu Ade", practice=millbrook)

    remind(on(15, month=4))

    names = [line.partition(":")[0] for line in Digest.objects.get(person=ruth).content["overdue"]]
    assert names == ["Olu Ade", "Ann Lee"]


def test_a_week_that_has_come_right_by_then_is_not_told_at_all(ruth, millbrook):
    MessageChoice.objects.create(person=ruth, weekdays=[2])
    remind(on(13, month=4))
    give_leave(millbrook.memberships.get(), dt.date(2026, 3, 1))

    remind(on(15, month=4))

    assert (weeks_told(ruth), Digest.objects.filter(person=ruth).count()) == ([], 0)
