"""The administrator says how long practice answers are kept."""

import pytest
from django.urls import reverse

from scenarios.forgetting import periods_in_force
from scenarios.models import AnswerRetention
from tests.desk.test_views import sign_in
from tests.factories import give_duty, make_member, make_person
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db

PAGE = "/admin/settings/practice-answers/"


@pytest.fixture
def ada(client):
    person = make_person("Ada Author", is_superuser=True, is_staff=True)
    sign_in(client, person)
    return person


def test_the_page_shows_the_periods_that_came_with_the_site_until_somebody_sets_them(client, ada):
    html = client.get(PAGE).content.decode()

    assert "90 days after they passed, and otherwise 12 months" in html
    assert "Nobody has set anything yet" in html


def test_the_settings_menu_leads_there_for_an_administrator(client, ada):
    assert reverse("answer_retention") == PAGE
    assert PAGE in client.get("/admin/").content.decode()


def test_an_administrator_sets_other_periods(client, ada):
    answer = client.post(PAGE, {"days_after_passing": "30", "months_otherwise": "6"}, follow=True)

    retention = AnswerRetention.objects.get()
    assert (retention.set_by, str(retention)) == (ada, "30 days after passing, otherwise 6 months")
    assert "by Ada Author: 30 days after passing, otherwise 6 months" in answer.content.decode()


def test_the_periods_that_came_with_the_site_can_be_confirmed_once(client, ada):
    for _ in range(2):
        client.post(PAGE, {"days_after_passing": "90", "months_otherwise": "12"})

    assert AnswerRetention.objects.count() == 1
    assert periods_in_force().approved_by == str(ada.key)


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"days_after_passing": "0"}, "days_after_passing", "Type a number of days from 1 to 365"),
        ({"days_after_passing": "soon"}, "days_after_passing", "Type a number of days from 1 to 365"),
        ({"months_otherwise": "3"}, "months_otherwise", "Type a number of months from 4 to 24"),
        ({"months_otherwise": ""}, "months_otherwise", "Type a number of months from 4 to 24"),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_changes_nothing(client, ada, typed, field, sentence):
    answer = client.post(PAGE, {"days_after_passing": "90", "months_otherwise": "12", **typed})

    assert answer.context["form"].errors == {field: [sentence]}
    assert AnswerRetention.objects.count() == 0


def test_nobody_else_sets_them(client):
    member = make_member("Ann Lee")
    give_duty(member.person, member.practice, Duty.PRACTICE_MANAGER)
    assert client.get(PAGE).url.startswith("/account/sign-in/")
    sign_in(client, member.person)

    answers = [client.get(PAGE), client.post(PAGE, {"days_after_passing": "1", "months_otherwise": "4"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert AnswerRetention.objects.count() == 0
