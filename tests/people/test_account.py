"""Your account: what it shows, and to whom."""

import datetime as dt

import pytest

from tests.factories import make_member, make_person, make_practice
from tests.people.phones import make_known_person, make_phone

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"
EVERY_PAGE = [
    ACCOUNT,
    "/account/confirm/",
    "/account/password/",
    "/account/second-step/",
    "/account/second-step/phone/",
    "/account/second-step/recovery-codes/",
    "/account/second-step/recovery-codes/new/",
    "/account/second-step/remove/",
]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_nobody_sees_an_account_without_signing_in(client, address):
    assert client.get(address).url == f"/account/sign-in/?next={address}"


def test_people_see_their_own_posts_and_nobody_elses(client):
    practice = make_practice("Elm Street Surgery")
    make_member("Ann Lee", practice=practice)
    tom = make_member(make_known_person("Tom Ellis"), "Practice nurse", practice=practice)
    client.force_login(tom.person)

    page = client.get(ACCOUNT)

    assert page.context["person"] == tom.person
    assert list(page.context["posts"]) == [tom]


def test_a_post_that_ended_is_not_shown_as_one_held_now(client):
    member = make_member(make_known_person(), ended_on=dt.date(2025, 6, 30))
    client.force_login(member.person)

    assert list(client.get(ACCOUNT).context["posts"]) == []


def test_an_account_says_whether_a_second_step_is_on(client):
    person = make_known_person()
    client.force_login(person)
    before = client.get(ACCOUNT).context["has_phone"]

    make_phone(person)

    assert (before, client.get(ACCOUNT).context["has_phone"]) == (False, True)


def test_names_are_shown_as_text_whatever_they_contain(client):
    client.force_login(make_person("Tom <b>Ellis</b>"))

    page = client.get(ACCOUNT).content.decode()

    assert ("Tom &lt;b&gt;Ellis&lt;/b&gt;" in page, "<b>Ellis" in page) == (True, False)


def test_having_been_shown_the_notice_is_remembered_with_its_time(client):
    person = make_person()
    client.force_login(person)

    client.get("/account/privacy/")
    person.refresh_from_db()
    only_looked = person.privacy_notice_seen_at
    client.post("/account/privacy/")
    person.refresh_from_db()

    assert only_looked is None
    assert person.privacy_notice_seen_at is not None


def test_the_first_time_is_the_one_that_is_remembered(client):
    person = make_known_person()
    client.force_login(person)
    first = person.privacy_notice_seen_at

    client.post("/account/privacy/")
    person.refresh_from_db()

    assert person.privacy_notice_seen_at == first


def test_nobody_signed_out_has_the_notice_remembered(client):
    assert client.post("/account/privacy/").url == "/account/sign-in/"
