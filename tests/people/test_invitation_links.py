"""The page behind an invitation's link: what it shows, what uses it up, and what an old one says."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import give_duty, make_member, make_person, make_practice
from tests.people.pages import heading_of
from trainingsite.people.invitations import invite, new_link
from trainingsite.people.models import Duty, Invitation, Person

pytestmark = pytest.mark.django_db
NEW = {"new_password1": "three words of rain", "new_password2": "three words of rain"}
OVER = "This link does not work any more"


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


@pytest.fixture
def practice():
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def ruth(practice):
    manager = make_member("Ruth Adeyemi", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    return manager


@pytest.fixture
def tom(practice):
    return make_member(make_person("Tom Ellis", email="tom@surgery.example"), practice=practice).person


@pytest.fixture
def link(practice, ruth, tom):
    """The address in the e-mail to Tom."""
    return link_for(tom, practice, ruth, timezone.now())


def link_for(person, practice, by, at):
    return f"/account/invitation/{new_link(invite(person=person, practice=practice, by=by, at=at), at)}/"


def test_with_the_link_somebody_chooses_a_password_and_signs_in_with_it(client, tom, link):
    assert client.post(link, NEW).url == "/account/sign-in/"

    first = client.post("/account/sign-in/", {"username": tom.username, "password": NEW["new_password1"]})
    assert first.url == "/account/privacy/"
    assert client.get("/account/").context["person"] == tom


def test_the_link_alone_signs_nobody_in(client, link):
    client.post(link, NEW)

    assert client.get("/account/").url == "/account/sign-in/?next=/account/"


def test_the_page_says_for_whom_it_is_and_no_more_than_that(client, tom, link):
    page = client.get(link)

    said = page.content.decode()
    assert heading_of(page) == "Welcome, Tom"
    assert [word in said for word in ("Millbrook Lane Surgery", tom.username)] == [True, True]
    assert [word in said for word in (">Ellis", "tom@surgery.example", "Receptionist", "Ruth")] == [False] * 4


def test_a_mail_scanner_that_opens_the_link_uses_nothing_up(link):
    looks = [Client().get(link).status_code, Client().head(link).status_code, Client().get(link).status_code]

    assert looks == [200, 200, 200]
    assert Client().post(link, NEW).url == "/account/sign-in/"


def test_a_password_that_is_no_good_does_not_use_the_link_up(client, tom, link):
    page = client.post(link, {"new_password1": "short", "new_password2": "short"})

    assert page.context["form"].errors.keys() == {"new_password2"}
    assert Invitation.objects.get(person=tom).used_at is None


def test_a_link_that_was_used_says_so_and_changes_nothing(client, tom, link):
    client.post(link, NEW)
    again = client.post(link, {"new_password1": "other words of snow", "new_password2": "other words of snow"})

    tom.refresh_from_db()
    assert (again.status_code, heading_of(again), again.context["why"]) == (410, OVER, "used")
    assert tom.check_password(NEW["new_password1"])


def test_a_link_that_was_replaced_says_so(client, tom, practice, ruth):
    now = timezone.now()
    old = link_for(tom, practice, ruth, now - dt.timedelta(hours=1))
    invite(person=tom, practice=practice, by=ruth, at=now)

    page = client.get(old)

    assert (page.status_code, page.context["why"]) == (410, "replaced")


def test_a_link_that_is_too_old_says_whom_to_ask(client, tom, practice, ruth):
    old = link_for(tom, practice, ruth, timezone.now() - dt.timedelta(days=14))

    pages = [client.get(old), client.post(old, NEW)]

    assert [(page.status_code, page.context["why"]) for page in pages] == [(410, "expired")] * 2
    assert pages[0].content.decode().count("Ask your manager to send you a new one") == 1


def test_an_old_link_tells_nobody_whose_it_was(client, tom, link):
    client.post(link, NEW)
    fresh = Client().get(link).content.decode()

    assert [word in fresh for word in ("Tom", tom.username, "Millbrook")] == [False] * 3


def test_a_made_up_link_is_told_that_a_piece_is_missing(client, link):
    page = client.get("/account/invitation/made-up/")

    assert (page.status_code, heading_of(page), page.context["why"]) == (404, "This link does not work", "unknown")


def test_nobody_can_go_on_trying_made_up_links(client, link):
    tries = [client.get(f"/account/invitation/{number}/").status_code for number in range(31)]

    assert tries == [404] * 30 + [429]
    assert client.get(link).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get(link).status_code == 200


def test_whoever_is_signed_in_signs_out_first(client, ruth, tom, link):
    client.force_login(ruth)

    pages = [client.get(link), client.post(link, NEW)]

    assert [heading_of(page) for page in pages] == ["Somebody is signed in here"] * 2
    assert Invitation.objects.get(person=tom).used_at is None


def test_a_link_of_somebody_who_has_left_does_not_work(client, tom, link):
    Person.objects.filter(pk=tom.pk).update(is_active=False)

    assert [client.get(link).status_code, client.post(link, NEW).status_code] == [410, 410]
