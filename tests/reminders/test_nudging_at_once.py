"""Two managers have the same people reminded at the same moment, while the reminders of the day are sent too."""

import datetime as dt

import pytest
from django.conf import settings as site
from django.db.models import Count

from tests.factories import (
    MONDAY,
    make_member,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.notices.mail_servers import mail_server
from tests.policies.test_signing_at_once import at_once
from trainingsite.notices.actions import deliver_waiting
from trainingsite.notices.models import Notice
from trainingsite.people.models import Practice
from trainingsite.reminders.models import Nudge
from trainingsite.reminders.nudging import nudge
from trainingsite.reminders.telling import remind

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 5


@pytest.fixture
def staff():
    practice = make_practice()
    make_requirement(
        make_programme("Induction", practice), outside_training=make_outside_training(), started_on=dt.date(2026, 1, 5)
    )
    return [
        make_member(make_person(f"Person {n}", email=f"person-{n}@surgery.example"), practice=practice).person
        for n in range(PEOPLE)
    ]


def test_everybody_gets_one_message_and_one_sender_is_named(staff, settings):
    practice = Practice.objects.get()
    managers = [make_person(f"Manager {n}") for n in range(4)]

    with mail_server() as post:
        post.take(settings)
        at_once(lambda n: nudge(practice=practice, people=staff, by=managers[n], at=MONDAY) and None)
        at_once(lambda _: deliver_waiting(at=MONDAY) and None)

    assert sorted(message["To"] for message in post.messages) == [f"person-{n}@surgery.example" for n in range(PEOPLE)]
    assert Nudge.objects.count() == PEOPLE


def test_the_reminders_of_the_day_and_a_manager_at_once_make_one_message_each(staff, settings):
    settings.EMAIL_URL = site.EMAIL_URL or "smtp://mail.example:25"
    practice, ann = Practice.objects.get(), make_person("Ann Lee")

    def either(number):
        if number % 2:
            nudge(practice=practice, people=staff, by=ann, at=MONDAY)
        else:
            remind(MONDAY)

    at_once(either)

    by_person = Notice.objects.values("person").annotate(messages=Count("pk")).values_list("messages", flat=True)
    assert list(by_person) == [1] * PEOPLE
