"""Signing in and out: who gets in, who is asked for more, and what is left behind."""

import datetime as dt

import pytest
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.utils import timezone

from tests.factories import PASSWORD, make_person
from tests.people.pages import heading_of, title_of
from tests.people.phones import code_of, make_known_person, make_phone, wrong_code
from trainingsite.people import halfway

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.people.urls")]
SIGN_IN, SECOND_STEP, SIGN_OUT = "/account/sign-in/", "/account/sign-in/code/", "/account/sign-out/"


def sign_in(client, person, *, password=PASSWORD, wanted=""):
    return client.post(SIGN_IN + wanted, {"username": person.username, "password": password})


def is_signed_in(client) -> bool:
    return SIGNED_IN in client.session


def test_somebody_not_signed_in_is_asked_to_and_led_back(client):
    response = client.get("/open/?page=2")

    assert response.url == "/account/sign-in/?next=/open/%3Fpage%3D2"


def test_somebody_whose_session_ended_is_led_back_to_the_page_they_sent_from(client):
    response = client.post("/open/", headers={"referer": "http://testserver/sign/?version=3"})

    assert response.url == "/account/sign-in/?next=/sign/%3Fversion%3D3"


def test_the_right_password_leads_to_your_training(client):
    person = make_known_person()

    response = sign_in(client, person)

    assert (response.url, is_signed_in(client)) == ("/", True)


def test_the_right_password_leads_back_to_the_page_asked_for(client):
    person = make_known_person()

    assert sign_in(client, person, wanted="?next=/open/").url == "/open/"


def test_a_wrong_password_is_explained_and_the_name_is_kept(client):
    person = make_known_person(username="tom")

    response = sign_in(client, person, password="guess")

    assert response.context["form"].non_field_errors() == [
        "The sign-in name or the password is not right. Check both and try again."
    ]
    assert response.context["form"]["username"].value() == "tom"
    assert not is_signed_in(client)


def test_a_page_with_an_error_says_so_in_its_title(client):
    response = client.post(SIGN_IN, {})

    assert title_of(response) == "Error: Sign in - Practice training"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"]
)
def test_nobody_is_led_to_another_site(client, elsewhere):
    person = make_known_person()

    response = client.post(f"{SIGN_IN}?next={elsewhere}", {"username": person.username, "password": PASSWORD})

    assert response.url == "/"


def test_the_first_sign_in_shows_how_information_is_used_and_goes_on(client):
    person = make_person()

    shown = sign_in(client, person, wanted="?next=/open/")
    went_on = client.post(shown.url)

    assert (shown.url, went_on.url) == ("/account/privacy/?next=/open/", "/open/")


def test_how_information_is_used_is_shown_once(client):
    person = make_person()
    sign_in(client, person)
    client.post("/account/privacy/")
    client.post(SIGN_OUT)

    assert sign_in(client, person).url == "/"


def test_anybody_may_read_how_information_is_used(client):
    assert heading_of(client.get("/account/privacy/")) == "How we use your information"


def test_somebody_with_a_phone_is_asked_for_its_code_and_not_signed_in_yet(client):
    person = make_known_person()
    make_phone(person)

    response = sign_in(client, person, wanted="?next=/open/")

    assert (response.url, is_signed_in(client)) == (f"{SECOND_STEP}?next=/open/", False)


def test_half_way_in_opens_nothing(client):
    person = make_known_person()
    make_phone(person)
    sign_in(client, person)

    assert client.get("/open/").url == f"{SIGN_IN}?next=/open/"


def test_the_phones_code_signs_in_with_a_second_factor(client):
    person = make_known_person()
    phone = make_phone(person)
    sign_in(client, person)

    response = client.post(f"{SECOND_STEP}?next=/desk/", {"code": code_of(phone)})

    assert response.url == "/desk/"
    assert client.get("/desk/").content == b"desk"


def test_a_code_may_be_typed_with_a_space(client):
    person = make_known_person()
    phone = make_phone(person)
    sign_in(client, person)
    code = code_of(phone)

    assert client.post(SECOND_STEP, {"code": f"{code[:3]} {code[3:]}"}).url == "/"


def test_the_same_code_does_not_sign_in_twice(client):
    person = make_known_person()
    phone = make_phone(person)
    code = code_of(phone)
    sign_in(client, person)
    client.post(SECOND_STEP, {"code": code})
    client.post(SIGN_OUT)
    sign_in(client, person)

    client.post(SECOND_STEP, {"code": code})

    assert not is_signed_in(client)


def test_a_wrong_code_is_explained(client):
    person = make_known_person()
    phone = make_phone(person)
    sign_in(client, person)

    response = client.post(SECOND_STEP, {"code": wrong_code(phone)})

    assert response.context["form"].errors["code"] == [
        "That code is not right. Enter the one the app shows now, or an unused recovery code."
    ]
    assert not is_signed_in(client)


def test_after_a_wrong_code_one_has_to_wait(client):
    person = make_known_person()
    phone = make_phone(person)
    sign_in(client, person)
    client.post(SECOND_STEP, {"code": wrong_code(phone)})

    response = client.post(SECOND_STEP, {"code": code_of(phone)})

    assert (response.status_code, is_signed_in(client)) == (429, False)


def test_the_code_of_somebody_elses_phone_is_wrong(client):
    person = make_known_person()
    make_phone(person)
    other = make_phone(make_person("Ann Lee"))
    sign_in(client, person)

    client.post(SECOND_STEP, {"code": code_of(other)})

    assert not is_signed_in(client)


def test_a_password_changed_meanwhile_makes_one_start_again(client):
    person = make_known_person()
    phone = make_phone(person)
    sign_in(client, person)
    person.set_password("another quiet room")
    person.save()

    response = client.post(SECOND_STEP, {"code": code_of(phone)})

    assert (response.url, is_signed_in(client)) == (SIGN_IN, False)


def test_somebody_who_left_meanwhile_does_not_get_in(client):
    person = make_known_person()
    phone = make_phone(person)
    sign_in(client, person)
    person.is_active = False
    person.save()

    client.post(SECOND_STEP, {"code": code_of(phone)})

    assert not is_signed_in(client)


def test_a_code_is_awaited_for_ten_minutes(client):
    person = make_known_person()
    phone = make_phone(person)
    sign_in(client, person)
    session = client.session
    long_ago = timezone.now() - dt.timedelta(minutes=10, seconds=1)
    session[halfway.SESSION_KEY] = {**session[halfway.SESSION_KEY], "at": long_ago.isoformat()}
    session.save()

    client.post(SECOND_STEP, {"code": code_of(phone)})

    assert not is_signed_in(client)


def test_nobody_half_way_is_sent_to_the_start(client):
    assert client.get(f"{SECOND_STEP}?next=/open/").url == f"{SIGN_IN}?next=/open/"


def test_five_wrong_passwords_close_the_door_to_the_right_one_too(client):
    person = make_known_person()

    answers = [sign_in(client, person, password="guess").status_code for _ in range(5)]
    right = sign_in(client, person)

    assert answers == [200, 200, 200, 200, 429]
    assert (right.status_code, is_signed_in(client)) == (429, False)
    assert heading_of(right) == "Too many wrong passwords"


def test_one_persons_wrong_passwords_close_no_door_to_others(client):
    person, colleague = make_known_person(), make_known_person("Ann Lee")
    for _ in range(5):
        sign_in(client, person, password="guess")

    sign_in(client, colleague)

    assert is_signed_in(client)


def test_somebody_signed_in_is_not_asked_again(client):
    client.force_login(make_known_person())

    assert client.get(f"{SIGN_IN}?next=/open/").url == "/open/"


def test_signing_out_leaves_nothing_behind(client):
    client.force_login(make_known_person())
    session_key = client.session.session_key

    response = client.post(SIGN_OUT)

    assert response.url == SIGN_IN
    assert not client.session.exists(session_key)
    assert client.get("/open/").status_code == 302


def test_a_link_cannot_sign_anybody_out(client):
    client.force_login(make_known_person())

    assert (client.get(SIGN_OUT).status_code, is_signed_in(client)) == (405, True)


@pytest.mark.parametrize("address", ["/open/", "/account/", "/account/privacy/", SIGN_IN])
def test_no_browser_keeps_what_was_shown(client, address):
    if address != SIGN_IN:
        client.force_login(make_known_person())

    assert "no-store" in client.get(address).headers["Cache-Control"]
