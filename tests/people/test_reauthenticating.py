"""Being asked again who one is, and what becomes of what was typed."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories import MONDAY, PASSWORD, make_person
from tests.people.pages import hidden_in
from tests.people.phones import code_of, confirmed, make_known_person, make_phone, wrong_code
from trainingsite.people import second_factor
from trainingsite.people.rules import still_holds

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.urls")]
CONFIRM, SIGN = "/account/confirm/", "/sign/"
TYPED = {"typed_name": "Tom Ellis", "boxes": ["read", "understood"]}
KEPT = [("typed_name", "Tom Ellis"), ("boxes", "read"), ("boxes", "understood")]
MINUTES = dt.timedelta(minutes=1)


@pytest.fixture
def tom(client):
    person = make_known_person()
    client.force_login(person)
    return person


def answer(client, *, password=PASSWORD, address=SIGN, **typed):
    return client.post(address, {**typed, "confirm_password": password, "confirm_step": "check"})


@pytest.mark.parametrize(
    ("since", "holds"),
    [
        (dt.timedelta(0), True),
        (5 * MINUTES, True),
        (5 * MINUTES + dt.timedelta(microseconds=1), False),
        (dt.timedelta(seconds=-1), False),  # the server's clock was put back
    ],
)
def test_having_shown_who_one_is_holds_for_five_minutes(since, holds):
    assert still_holds(MONDAY, MONDAY + since) is holds


def test_signing_in_does_not_count_as_being_asked_again(client):
    person = make_known_person()
    client.post("/account/sign-in/", {"username": person.username, "password": PASSWORD})

    assert client.get(SIGN).url == f"{CONFIRM}?next=/sign/"


def test_somebody_not_signed_in_is_asked_to_sign_in_first(client):
    assert client.post(SIGN, TYPED, headers={"referer": f"http://testserver{SIGN}"}).url == (
        "/account/sign-in/?next=/sign/"
    )


def test_the_password_opens_the_page_and_is_recorded_as_the_method(client, tom):
    led_back = answer(client, address=f"{CONFIRM}?next=/sign/")

    assert led_back.url == SIGN
    assert client.get(SIGN).json()["method"] == "password"


def test_nobody_is_led_to_another_site_after_confirming(client, tom):
    assert answer(client, address=f"{CONFIRM}?next=https://evil.example/").url == "/"


def test_within_five_minutes_nobody_is_asked_again(client, tom):
    confirmed(client, tom, at=timezone.now() - 4 * MINUTES)

    assert client.post(SIGN, TYPED).json()["typed"] == {"typed_name": ["Tom Ellis"], "boxes": ["read", "understood"]}


def test_after_five_minutes_everybody_is_asked_again(client, tom):
    confirmed(client, tom, at=timezone.now() - 5 * MINUTES - dt.timedelta(seconds=1))

    assert client.get(SIGN).url == f"{CONFIRM}?next=/sign/"


def test_what_one_person_showed_counts_for_nobody_else(client, tom):
    colleague = make_person("Ann Lee")
    client.force_login(colleague)
    confirmed(client, tom)

    assert client.get(SIGN).url == f"{CONFIRM}?next=/sign/"


def test_what_was_sent_too_late_comes_back_with_the_question(client, tom):
    response = client.post(SIGN, TYPED)

    assert hidden_in(response) == KEPT


def test_a_right_answer_goes_on_with_everything_that_was_typed(client, tom):
    response = answer(client, **TYPED)

    assert response.json() == {
        "typed": {"typed_name": ["Tom Ellis"], "boxes": ["read", "understood"]},
        "method": "password",
    }


def test_a_wrong_answer_keeps_everything_that_was_typed(client, tom):
    response = answer(client, password="guess", **TYPED)

    assert response.context["form"].errors == {"confirm_password": ["That is not your password. Try again."]}
    assert hidden_in(response) == KEPT


def test_an_empty_answer_is_explained(client, tom):
    response = answer(client, password="", **TYPED)

    assert response.context["form"].errors == {"confirm_password": ["Enter your password"]}


def test_passwords_that_were_typed_are_not_kept_on_the_page(client, tom):
    response = client.post(SIGN, {**TYPED, "new_password1": "secret words here"})

    assert hidden_in(response) == KEPT


def test_a_colleagues_password_is_a_wrong_answer(client, tom):
    make_person("Ann Lee", password="another quiet room")

    response = answer(client, password="another quiet room")

    assert response.context["form"].errors


def test_five_wrong_passwords_close_this_door_and_lose_nothing(client, tom):
    answers = [answer(client, password="guess", **TYPED) for _ in range(5)]
    right = answer(client, **TYPED)

    assert [response.status_code for response in answers] == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert hidden_in(right) == KEPT


def test_a_right_password_makes_earlier_wrong_ones_forgotten(client, tom):
    for password in ["guess"] * 4 + [PASSWORD]:
        answer(client, password=password)
    client.post("/account/sign-out/")

    response = client.post("/account/sign-in/", {"username": tom.username, "password": "guess"})

    assert response.status_code == 200


def test_the_code_of_a_phone_is_an_answer_too(client, tom):
    phone = make_phone(tom)

    response = client.post(SIGN, {**TYPED, "confirm_code": code_of(phone), "confirm_step": "check"})

    assert response.json()["method"] == "totp"


def test_a_recovery_code_is_an_answer_once(client, tom):
    make_phone(tom)
    code = second_factor.make_recovery_codes(person=tom, at=MONDAY)[0]
    first = client.post(SIGN, {"confirm_code": code, "confirm_step": "check"})
    confirmed(client, tom, at=MONDAY)

    second = client.post(SIGN, {"confirm_code": code, "confirm_step": "check"})

    assert first.json()["method"] == "recovery_code"
    assert second.context["form"].errors == {
        "confirm_code": ["That code is not right. Enter the one the app shows now."]
    }


def test_after_a_wrong_code_one_has_to_wait_and_loses_nothing(client, tom):
    phone = make_phone(tom)
    client.post(SIGN, {**TYPED, "confirm_code": wrong_code(phone), "confirm_step": "check"})

    response = client.post(SIGN, {**TYPED, "confirm_code": code_of(phone), "confirm_step": "check"})

    assert response.status_code == 429
    assert hidden_in(response) == KEPT


def test_somebody_with_a_phone_may_choose_the_code_and_loses_nothing(client, tom):
    make_phone(tom)

    response = client.post(SIGN, {**TYPED, "confirm_step": "code"})

    assert list(response.context["form"].fields) == ["confirm_code"]
    assert hidden_in(response) == KEPT


def test_a_password_changed_elsewhere_ends_this_session(client, tom):
    confirmed(client, tom)
    tom.set_password("another quiet room")
    tom.save()

    assert client.get(SIGN).url == "/account/sign-in/?next=/sign/"
