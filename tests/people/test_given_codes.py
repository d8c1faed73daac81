"""Getting in with a code from a manager: the pages, wrong codes, and what is left of it in the browser."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, give_duty, make_member, make_practice
from tests.people.pages import heading_of
from tests.people.phones import make_known_person, make_phone
from trainingsite.people.models import Duty
from trainingsite.people.sign_in_codes import give_code

pytestmark = pytest.mark.django_db
CODE, CHOOSE = "/account/sign-in/given-code/", "/account/password/by-code/"
NEW = {"new_password1": "three words of rain", "new_password2": "three words of rain"}
SIGN_IN_AGAIN = "/account/sign-in/given-code/"


@pytest.fixture
def tom():
    return make_member(make_known_person("Tom Ellis")).person


@pytest.fixture
def code(tom):
    """A code that Tom's manager has just given him."""
    practice = tom.memberships.get().practice
    ruth = make_member("Ruth Adeyemi", practice=practice).person
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    return give_code(person=tom, practice=practice, by=ruth, reason="No e-mail", at=timezone.now()).code


def enter(client, person, code):
    return client.post(CODE, {"username": person.username, "code": code})


def test_with_a_code_somebody_chooses_a_password_and_signs_in_with_it(client, tom, code):
    assert enter(client, tom, code.lower().replace("-", " ")).url == CHOOSE
    assert client.post(CHOOSE, NEW).url == "/account/sign-in/"

    client.post("/account/sign-in/", {"username": tom.username, "password": NEW["new_password1"]})
    assert client.get("/account/").context["person"] == tom


def test_the_code_alone_signs_nobody_in(client, tom, code):
    enter(client, tom, code)

    assert client.get("/account/").url == "/account/sign-in/?next=/account/"


def test_whoever_has_a_second_step_still_needs_it(client, tom, code):
    make_phone(tom)
    enter(client, tom, code)
    client.post(CHOOSE, NEW)

    answer = client.post("/account/sign-in/", {"username": tom.username, "password": NEW["new_password1"]})

    assert answer.url == "/account/sign-in/code/"


def test_a_used_code_leads_nowhere(client, tom, code):
    enter(client, tom, code)
    client.post(CHOOSE, NEW)

    answer = enter(client, tom, code)

    assert answer.context["form"].non_field_errors() == [
        "The sign-in name or the code is not right, or the code is too old. Check both, or ask for a new code."
    ]


def test_two_browsers_use_one_code_once(client, client2, tom, code):
    for each in (client, client2):
        enter(each, tom, code)

    assert [each.post(CHOOSE, NEW).url for each in (client, client2)] == ["/account/sign-in/", SIGN_IN_AGAIN]


@pytest.fixture
def client2():
    """Another browser."""
    return Client()


def test_a_newer_code_overtakes_one_that_was_entered(client, tom, code):
    enter(client, tom, code)
    tom.sign_in_codes.update(used_at=timezone.now())

    assert client.get(CHOOSE).url == SIGN_IN_AGAIN


def test_a_code_that_was_entered_is_awaited_for_ten_minutes(client, tom, code):
    enter(client, tom, code)
    session = client.session
    kept = session["given_code"]
    session["given_code"] = {**kept, "at": (timezone.now() - dt.timedelta(minutes=11)).isoformat()}
    session.save()

    assert client.post(CHOOSE, NEW).url == SIGN_IN_AGAIN
    tom.refresh_from_db()
    assert tom.check_password(PASSWORD)


def test_nobody_chooses_a_password_without_a_code(client, tom, code):
    assert client.post(CHOOSE, NEW).url == SIGN_IN_AGAIN


def test_somebody_whose_sign_in_ended_gets_in_with_no_code(client, tom, code):
    enter(client, tom, code)
    type(tom).objects.filter(pk=tom.pk).update(is_active=False)

    assert client.post(CHOOSE, NEW).url == SIGN_IN_AGAIN
    assert enter(client, tom, code).status_code == 200


def test_five_wrong_codes_close_the_door_to_the_right_one_too(client, tom, code):
    answers = [enter(client, tom, "AAAA-AAAA-AAAA") for _ in range(5)]

    assert answers[-1].status_code == 429
    assert heading_of(enter(client, tom, code)) == "Too many wrong passwords"


def test_a_bad_new_password_keeps_the_code(client, tom, code):
    enter(client, tom, code)

    refused = client.post(CHOOSE, {"new_password1": "short", "new_password2": "short"})

    assert refused.status_code == 200
    assert client.post(CHOOSE, NEW).url == "/account/sign-in/"


def test_somebody_who_is_signed_in_is_not_asked_for_a_code(client, tom):
    client.force_login(tom)

    assert client.get(CODE).url == "/"


def test_the_account_says_who_changed_the_way_in(client, tom, code):
    make_member("Ann Lee", practice=make_practice())
    client.force_login(tom)

    ways = client.get("/account/").context["ways_in"]

    assert [(way.kind, way.issued_by.name) for way in ways] == [("manager_code", "Ruth Adeyemi")]
