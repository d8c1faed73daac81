"""Reports of a practice that is not live yet: as at the day it goes live, unless another is asked for."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.desk.reports.scenes import file, page, sign_in, taken
from tests.factories import (
    give_duty,
    make_member,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.people.phones import make_known_person
from trainingsite.desk.reports.noting import FORMATS
from trainingsite.desk.reports.periods import twelve_months_to
from trainingsite.desk.reports.register import BY_KEY
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Duty, Practice

pytestmark = pytest.mark.django_db


def live() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=14)


@pytest.fixture
def practice(client) -> Practice:
    """Somebody works there already; Ruth Okafor, who sets it up, is signed in."""
    practice = make_practice("New Surgery", ods_code="N12345", went_live_on=live())
    induction = make_programme("Induction", practice, started_on=live(), grants_certificate=True)
    make_requirement(induction, started_on=live(), outside_training=make_outside_training())
    make_member("Tom Ellis", practice=practice, started_on=live() - dt.timedelta(days=60))
    ruth = make_known_person("Ruth Okafor")
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    sign_in(client, ruth)
    return practice


@pytest.mark.parametrize("key", BY_KEY)
def test_every_report_answers_on_its_page_and_says_with_which_day_it_begins(client, practice, key):
    answer = client.get(page(practice, key))

    said = f"The practice goes live on {live():%A} {long_date(live())}."
    assert (answer.status_code, answer.context["day"], answer.context["form"].errors) == (200, live(), {})
    assert said in answer.content.decode()


@pytest.mark.parametrize("key", BY_KEY)
def test_every_report_is_taken_as_a_file_though_no_day_was_typed(client, practice, key):
    found = [client.get(file(practice, key, ending)) for ending in FORMATS]

    assert [(answer.status_code, len(taken(answer)) > 0) for answer in found] == [(200, True)] * len(FORMATS)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("today", "There is nothing to show before {}, so this is the day you go live"),
        ("9999-12-31", "Choose a day before 2100; this is the day you go live"),
    ],
)
def test_a_day_that_cannot_be_gets_a_sentence_and_the_first_day(client, practice, typed, sentence):
    on = timezone.localdate().isoformat() if typed == "today" else typed

    context = client.get(page(practice, "overdue", on=on)).context

    assert context["form"].errors == {"on": [sentence.format(long_date(live()))]}
    assert context["options"].asked.day == live()


def test_a_report_on_a_period_is_of_the_year_to_the_first_day(client, practice):
    asked = client.get(page(practice, "exemptions")).context["options"].asked

    assert (asked.first, asked.last, asked.day) == (twelve_months_to(live()).first, live(), live())
