"""Changing a password, and getting in again without one."""

import datetime as dt
import re

import pytest
from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.test import Client
from django.utils import timezone

from tests.factories import PASSWORD, make_person
from tests.people.pages import heading_of
from tests.people.phones import confirmed, make_known_person, make_phone
from trainingsite.people.credentials import change_address
from trainingsite.people.models import SignInCode
from trainingsite.people.sign_in_codes import waiting_code

pytestmark = pytest.mark.django_db
CHANGE, FORGOTTEN, SIGN_IN = "/account/password/", "/account/password/forgotten/", "/account/sign-in/"
NEW = "three unlikely words"
NEW_TWICE = {"new_password1": NEW, "new_password2": NEW}


@pytest.fixture
def mail(settings):
    """A practice with e-mail set up."""
    settings.EMAIL_URL = "smtp://mail.example"


@pytest.fixture
def tom(client):
    person = make_known_person(email="tom@surgery.example")
    client.force_login(person)
    confirmed(client, person)
    return person


def link_in(message) -> str:
    return re.search(r"http\S+?(/account/password/new/\S+)", message.body)[1]


def ask_for_link(client, mailoutbox) -> str:
    client.post(FORGOTTEN, {"email": "tom@surgery.example"})
    [message] = mailoutbox
    return link_in(message)


def choose(client, link, password=NEW):
    """Follow the link and choose a password, as a browser would."""
    form_address = client.get(link).url
    return client.post(form_address, {"new_password1": password, "new_password2": password})


def test_changing_a_password_ends_the_sessions_elsewhere_and_not_here(client, tom):
    elsewhere = Client()
    elsewhere.force_login(tom)

    client.post(CHANGE, NEW_TWICE)

    tom.refresh_from_db()
    assert tom.check_password(NEW)
    assert elsewhere.get("/account/").url == "/account/sign-in/?next=/account/"
    assert client.get("/account/").status_code == 200


def test_a_password_is_changed_only_by_somebody_who_was_asked_again(client):
    person = make_known_person()
    client.force_login(person)

    response = client.post(CHANGE, NEW_TWICE)

    person.refresh_from_db()
    assert heading_of(response) == "Confirm that it is you"
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("first", "second"),
    [(NEW, "three other words"), ("short", "short"), ("passwordpassword", ""), ("12345678901", "12345678901")],
)
def test_a_bad_new_password_changes_nothing(client, tom, first, second):
    response = client.post(CHANGE, {"new_password1": first, "new_password2": second})

    tom.refresh_from_db()
    assert response.context["form"].errors
    assert tom.check_password(PASSWORD)


def test_without_e_mail_the_page_says_whom_to_ask(client):
    page = client.get(FORGOTTEN)

    assert page.context["has_email"] is False
    assert b"<form" not in page.content


def test_a_link_goes_to_the_address_of_one_person(client, mail, tom, mailoutbox):
    client.post(FORGOTTEN, {"email": "TOM@surgery.example"})

    [message] = mailoutbox
    assert message.to == ["tom@surgery.example"]
    assert f"Your sign-in name is {tom.username}." in message.body


def test_the_links_address_is_the_sites_own_whatever_the_browser_asked_for(client, mail, tom, mailoutbox, settings):
    client.post(FORGOTTEN, {"email": "tom@surgery.example"}, headers={"host": "evil.example"})

    [message] = mailoutbox
    assert re.findall(r"https?://[^/\s]+", message.body) == [settings.SITE_URL]


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, mail, tom, mailoutbox):
    known = client.post(FORGOTTEN, {"email": "tom@surgery.example"})
    mailoutbox.clear()
    unknown = client.post(FORGOTTEN, {"email": "nobody@surgery.example"})

    assert (known.url, unknown.url) == ("/account/password/forgotten/sent/", "/account/password/forgotten/sent/")
    assert mailoutbox == []


def test_no_link_goes_to_an_address_that_colleagues_share(client, mail, tom, mailoutbox):
    make_person("Ann Lee", email="Tom@surgery.example")

    client.post(FORGOTTEN, {"email": "tom@surgery.example"})

    assert mailoutbox == []


def test_a_link_sets_a_new_password_once(client, mail, tom, mailoutbox):
    link = ask_for_link(client, mailoutbox)

    chosen = choose(Client(), link)
    again = Client().get(link)

    tom.refresh_from_db()
    assert chosen.url == SIGN_IN
    assert tom.check_password(NEW)
    assert heading_of(again) == "This link no longer works"


def test_a_link_signs_nobody_in_and_the_phone_is_still_asked_for(client, mail, tom, mailoutbox):
    make_phone(tom)
    visitor = Client()
    choose(visitor, ask_for_link(client, mailoutbox))

    response = visitor.post(SIGN_IN, {"username": tom.username, "password": NEW})

    assert response.url == "/account/sign-in/code/"
    assert SIGNED_IN not in visitor.session


def test_a_new_password_opens_a_door_that_wrong_ones_had_closed(client, mail, tom, mailoutbox):
    visitor = Client()
    for _ in range(5):
        visitor.post(SIGN_IN, {"username": tom.username, "password": "guess"})

    choose(visitor, ask_for_link(client, mailoutbox))

    assert visitor.post(SIGN_IN, {"username": tom.username, "password": NEW}).url == "/"


@pytest.mark.parametrize(("days", "links"), [(0, 0), (6, 0), (8, 1)])
def test_no_link_goes_to_an_address_that_somebody_else_gave_within_a_week(client, mail, mailoutbox, days, links):
    person, manager = make_known_person(email="old@surgery.example"), make_person("Ruth Adeyemi")
    at = timezone.now() - dt.timedelta(days=days)
    change_address(person=person, address="tom@surgery.example", by=manager, at=at)

    client.post(FORGOTTEN, {"email": "tom@surgery.example"})

    assert len(mailoutbox) == links


def test_a_link_goes_to_an_address_that_the_person_changed_themselves(client, mail, mailoutbox):
    person = make_known_person(email="old@surgery.example")
    change_address(person=person, address="tom@surgery.example", by=person, at=timezone.now())

    assert ask_for_link(client, mailoutbox)


def test_no_link_goes_where_a_colleague_without_a_password_reads_too(client, mail, mailoutbox):
    make_known_person(email="tom@surgery.example")
    invited = make_person("Sam Oduya", email="Tom@surgery.example")
    invited.set_unusable_password()
    invited.save()

    client.post(FORGOTTEN, {"email": "tom@surgery.example"})

    assert mailoutbox == []


def code_for(person) -> SignInCode:
    now = timezone.now()
    by, ends_at = make_person("Ruth Adeyemi"), now + dt.timedelta(days=1)
    return SignInCode.objects.create(person=person, code_hash="x", given_by=by, given_at=now, ends_at=ends_at)


def test_a_code_nobody_used_is_worth_nothing_once_a_link_gave_a_password(client, mail, mailoutbox):
    person = make_known_person(email="tom@surgery.example")
    code_for(person)

    choose(client, ask_for_link(client, mailoutbox))

    assert waiting_code(person, timezone.now()) is None


def test_a_code_nobody_used_is_worth_nothing_once_the_password_is_changed(client, tom):
    code_for(tom)

    client.post(CHANGE, NEW_TWICE)

    assert waiting_code(tom, timezone.now()) is None
