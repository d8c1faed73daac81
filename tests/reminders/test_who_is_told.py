"""The page that says who is told of whom: where somebody's manager has left, and where there is nobody."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import give_duty, give_leave, make_member, make_person, make_practice
from tests.policies.test_question_pages import sign_in
from trainingsite.audit.models import AccessEntry
from trainingsite.people.models import Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def ruth(practice):
    ruth = make_member("Ruth Bell", practice=practice).person
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    return ruth


def address(practice):
    return reverse("desk:who_is_told", args=[practice.ods_code.lower()])


def shown(client, practice):
    rows = client.get(address(practice)).context["hearings"].rows
    return {row.person.first_name: ([each.first_name for each in row.told], row.why) for row in rows}


def test_a_team_whose_manager_has_left_goes_to_the_practice_manager_and_the_page_says_so(client, practice, ruth):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    olu = make_member("Olu Ade", practice=practice, ended_on=yesterday).person
    make_member("Tom Ellis", practice=practice, manager=olu)
    sign_in(client, ruth, verified=True)

    assert shown(client, practice)["Tom"] == (
        ["Ruth"],
        "Their manager, Olu Ade, does not work here any more. So the practice manager is told.",
    )


def test_while_a_manager_is_on_leave_the_practice_manager_is_told(client, practice, ruth):
    olu = make_member("Olu Ade", practice=practice)
    make_member("Tom Ellis", practice=practice, manager=olu.person)
    sign_in(client, ruth, verified=True)
    before = shown(client, practice)["Tom"]
    give_leave(olu, timezone.localdate())

    after = shown(client, practice)["Tom"]

    assert before == (["Olu"], "Their manager.")
    assert after == (["Ruth"], "Their manager, Olu Ade, is on leave. So the practice manager is told.")


def test_about_whom_nobody_is_told_stands_first(client, practice, ruth):
    make_member("Ann Lee", practice=practice)
    sign_in(client, ruth, verified=True)

    page = client.get(address(practice))

    rows = [(row.person, row.told) for row in page.context["hearings"].rows]
    assert rows[0] == (ruth, [])
    assert "Nobody is told about 1 person" in page.content.decode()
    assert AccessEntry.objects.get().verb == "desk.who_is_told_opened"


def test_where_nobody_is_practice_manager_whoever_opens_the_desk_is_told(client, practice):
    nell = make_member("Nell Shaw", practice=practice).person
    give_duty(nell, practice, Duty.IG_LEAD)
    make_member("Tom Ellis", practice=practice)
    sign_in(client, nell, verified=True)

    page = client.get(address(practice))

    assert page.context["hearings"].has_practice_manager is False
    assert shown(client, practice)["Tom"] == (
        ["Nell"],
        "Nobody is named as their manager. No practice manager is there, so whoever else opens the desk is told.",
    )


def test_the_page_takes_as_many_queries_for_thirty_people_as_for_one(client, practice, ruth):
    sign_in(client, ruth, verified=True)
    client.get(address(practice))  # what the header shows is remembered
    counts = []
    for more in (1, 2, 27):
        for number in range(more):
            make_member(f"Person {more} {number}", practice=practice)
        with CaptureQueriesContext(connection) as queries:
            counts.append((len(client.get(address(practice)).context["hearings"].rows), len(queries)))

    assert [rows for rows, _ in counts] == [2, 4, 31]
    assert len({taken for _, taken in counts}) == 1


def test_nobody_else_sees_the_page(client, practice, ruth):
    colleague, elsewhere = make_member("Ann Lee", practice=practice).person, make_practice("Orchard House")
    neighbour = make_person("Nell Shaw")
    give_duty(neighbour, elsewhere, Duty.PRACTICE_MANAGER)
    answers = []
    for person in (colleague, neighbour):
        sign_in(client, person, verified=True)
        answers.append(client.get(address(practice)).status_code)
    sign_in(client, ruth)

    assert answers == [404, 404]
    assert client.get(address(practice)).url.startswith("/account/second-")


def test_visitors_are_sent_to_the_door(client, practice, ruth):
    assert client.get(address(practice)).url.startswith("/account/sign-in/")
