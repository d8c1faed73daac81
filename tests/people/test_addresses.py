"""Changing one's e-mail address: the new one has to be read first, and both are told."""

import re

import pytest

from tests.factories import make_member, make_person
from tests.people.phones import confirmed, make_known_person
from trainingsite.people import emailed_codes
from trainingsite.people.models import CredentialIssued

pytestmark = pytest.mark.django_db
CHANGE, CONFIRM = "/account/email/", "/account/email/confirm/"
NEW = "tom@new.example"


@pytest.fixture
def tom(client, settings):
    """Somebody who has just shown who he is, at a practice with e-mail."""
    settings.EMAIL_URL = "smtp://mail.example"
    person = make_member(make_known_person("Tom Ellis", email="tom@surgery.example")).person
    client.force_login(person)
    confirmed(client, person)
    return person


def code_in(mailoutbox):
    return re.search(r"\b\d{6}\b", mailoutbox[-1].body)[0]


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def address_of(person):
    person.refresh_from_db()
    return person.email


def test_the_address_changes_once_the_code_sent_to_it_is_entered(
    client, tom, mailoutbox, django_capture_on_commit_callbacks
):
    client.post(CHANGE, {"email": NEW})
    before = address_of(tom), mailoutbox[-1].to
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(CONFIRM, {"code": code_in(mailoutbox)})

    assert before == ("tom@surgery.example", [NEW])
    assert (answer.url, address_of(tom), CredentialIssued.objects.get().kind) == ("/account/", NEW, "address")
    assert [message.to for message in mailoutbox[1:]] == [["tom@surgery.example"], [NEW]]


def test_a_wrong_code_changes_nothing_and_the_fifth_closes_the_door(client, tom, mailoutbox):
    client.post(CHANGE, {"email": NEW})

    code = code_in(mailoutbox)
    answers = [client.post(CONFIRM, {"code": wrong(code)}).status_code for _ in range(5)]

    assert answers == [200, 200, 200, 200, 429]
    assert client.post(CONFIRM, {"code": code}).status_code == 429
    assert address_of(tom) == "tom@surgery.example"


def test_the_code_for_one_address_confirms_no_other(client, tom, mailoutbox):
    client.post(CHANGE, {"email": NEW})
    session = client.session
    session["new_address"] = "somebody@else.example"
    session.save()

    client.post(CONFIRM, {"code": code_in(mailoutbox)})

    assert address_of(tom) == "tom@surgery.example"


def test_a_code_for_a_new_address_is_none_for_signing(client, tom, mailoutbox):
    client.post(CHANGE, {"email": NEW})
    code = code_in(mailoutbox)
    client.post("/account/confirm/", {"confirm_step": "check", "confirm_emailed_code": code})

    assert client.session["reauthenticated"]["method"] == "password"


def test_a_code_for_signing_confirms_no_address(client, tom, mailoutbox):
    client.post(CHANGE, {"email": NEW})
    client.post("/account/confirm/", {"confirm_step": "email"})

    client.post(CONFIRM, {"code": code_in(mailoutbox)})

    assert (mailoutbox[-1].to, address_of(tom)) == (["tom@surgery.example"], "tom@surgery.example")


def test_codes_never_go_to_an_address_that_two_people_have(client, tom, mailoutbox):
    make_person("Ann Lee", email=NEW)
    client.post(CHANGE, {"email": NEW})
    client.post(CONFIRM, {"code": code_in(mailoutbox)})
    tom.refresh_from_db()
    mailoutbox.clear()

    assert not emailed_codes.send_code(person=tom, at=CredentialIssued.objects.get().issued_at).ok
    assert mailoutbox == []


def test_the_same_address_again_is_said_to_be_the_same(client, tom, mailoutbox):
    answer = client.post(CHANGE, {"email": "TOM@surgery.example"})

    assert answer.context["form"].errors["email"] == [
        "That is your address already. Enter another one, or leave it as it is"
    ]
    assert mailoutbox == []


def test_what_is_no_address_is_kept_and_explained(client, tom):
    form = client.post(CHANGE, {"email": "tom at new"}).context["form"]

    assert form["email"].value() == "tom at new"
    assert form.errors["email"] == ["Enter an e-mail address, like ann@example.nhs.uk"]


def test_a_fourth_code_in_a_quarter_of_an_hour_is_not_sent(client, tom, mailoutbox):
    answers = [client.post(CHANGE, {"email": f"tom{number}@new.example"}).status_code for number in range(4)]

    assert (answers, len(mailoutbox)) == ([302, 302, 302, 429], 3)


def test_without_mail_nothing_is_asked(client, tom, settings, mailoutbox):
    settings.EMAIL_URL = ""

    page = client.get(CHANGE)
    client.post(CHANGE, {"email": NEW})

    assert (page.context["has_email"], address_of(tom), mailoutbox) == (False, "tom@surgery.example", [])


def test_nobody_confirms_an_address_they_have_not_given(client, tom):
    assert client.get(CONFIRM).url == CHANGE


@pytest.mark.parametrize("address", [CHANGE, CONFIRM])
def test_an_address_is_changed_only_by_who_has_just_shown_who_they_are(client, address, settings, mailoutbox):
    settings.EMAIL_URL = "smtp://mail.example"
    client.force_login(make_known_person("Ann Lee", email="ann@surgery.example"))

    asked = client.post(address, {"email": NEW, "code": "123456"})

    assert (asked.context["question"].kept, mailoutbox) == ([("email", NEW), ("code", "123456")], [])


@pytest.mark.parametrize("address", [CHANGE, CONFIRM])
def test_nobody_signed_out_changes_an_address(client, address):
    assert client.get(address).url == f"/account/sign-in/?next={address}"
