"""Six-digit codes by e-mail: where they go, how long they work, and what wrong ones lead to."""

import datetime as dt
import re
from smtplib import SMTPException

import pytest

from tests.factories import MONDAY, make_person
from tests.people.pages import hidden_in
from trainingsite.people import emailed_codes
from trainingsite.people.credentials import change_address
from trainingsite.people.models import EmailedCode

pytestmark = pytest.mark.django_db
MINUTES = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def mail(settings):
    """A practice with e-mail set up."""
    settings.EMAIL_URL = "smtp://mail.example"


@pytest.fixture
def tom():
    return make_person("Tom Ellis", email="tom@surgery.example", privacy_notice_seen_at=MONDAY)


def send(person, at=MONDAY):
    return emailed_codes.send_code(person=person, at=at)


def check(person, code, at=MONDAY):
    return emailed_codes.check_code(person=person, code=code, at=at)


def code_in(mailoutbox):
    return re.search(r"\b\d{6}\b", mailoutbox[-1].body)[0]


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_code_goes_to_the_persons_address_and_is_kept_only_as_a_hash(tom, mailoutbox):
    send(tom)

    code = code_in(mailoutbox)
    assert mailoutbox[-1].to == ["tom@surgery.example"]
    assert code not in EmailedCode.objects.get().code_hash


@pytest.mark.parametrize(
    ("later", "works"), [(dt.timedelta(0), True), (10 * MINUTES, True), (10 * MINUTES + dt.timedelta(seconds=1), False)]
)
def test_a_code_works_for_ten_minutes(tom, mailoutbox, later, works):
    send(tom)

    assert check(tom, code_in(mailoutbox), MONDAY + later).ok is works


def test_a_code_works_once(tom, mailoutbox):
    send(tom)

    assert [check(tom, code_in(mailoutbox)).ok for _ in range(2)] == [True, False]


def test_a_code_works_for_nobody_else(tom, mailoutbox):
    send(tom)

    assert not check(make_person("Ann Lee"), code_in(mailoutbox)).ok


def test_a_new_code_makes_those_before_it_worthless(tom, mailoutbox):
    send(tom)
    first = code_in(mailoutbox)
    send(tom, MONDAY + MINUTES)

    assert [check(tom, code, MONDAY + MINUTES).ok for code in (first, code_in(mailoutbox))] == [False, True]


def test_after_five_wrong_codes_the_right_one_is_refused_for_a_quarter_of_an_hour(tom, mailoutbox):
    send(tom)
    code = code_in(mailoutbox)
    answers = [check(tom, wrong(code)) for _ in range(5)]

    assert [answer.wait_minutes for answer in answers] == [0, 0, 0, 0, 15]
    assert check(tom, code, MONDAY + MINUTES) == emailed_codes.Answer(wait=14 * MINUTES)
    assert send(tom, MONDAY + MINUTES).wait == 14 * MINUTES


def test_wrong_codes_count_across_the_codes_that_were_sent(tom, mailoutbox):
    for number in range(2):
        send(tom, MONDAY + number * MINUTES)
        for _ in range(3 - number):
            last = check(tom, wrong(code_in(mailoutbox)), MONDAY + number * MINUTES)

    assert last.wait == 15 * MINUTES


def test_a_fourth_code_in_a_quarter_of_an_hour_is_not_sent(tom, mailoutbox):
    sent = [send(tom, MONDAY + number * MINUTES) for number in range(4)]

    assert [answer.ok for answer in sent] == [True, True, True, False]
    assert (sent[3].wait, len(mailoutbox)) == (12 * MINUTES, 3)


def test_no_code_goes_to_an_address_that_two_people_read(tom, mailoutbox):
    make_person("Ann Lee", email="TOM@surgery.example")

    assert not send(tom).ok
    assert mailoutbox == []


def test_no_code_goes_to_an_address_that_changed_within_a_week(tom, mailoutbox):
    change_address(person=tom, address="new@surgery.example", by=tom, at=MONDAY)
    mailoutbox.clear()

    days = [dt.timedelta(days=6, hours=23), dt.timedelta(days=7)]
    assert [send(tom, MONDAY + day).ok for day in days] == [False, True]


def test_without_an_address_or_without_mail_no_code_is_sent(tom, mailoutbox, settings):
    nobody = send(make_person("Ann Lee"))
    settings.EMAIL_URL = ""

    assert [nobody.ok, send(tom).ok] == [False, False]
    assert mailoutbox == []


def test_mail_that_fails_says_so(tom, monkeypatch):
    def fail(*args):
        raise SMTPException

    monkeypatch.setattr(emailed_codes, "_mail", fail)

    assert not send(tom).ok


CONFIRM = "/account/confirm/"


def test_a_signer_asks_for_a_code_and_goes_on_with_it_and_the_method_is_known(client, tom, mailoutbox):
    client.force_login(tom)
    asked = client.post(CONFIRM + "?next=/", {"confirm_step": "email", "typed_name": "Tom Ellis"})
    assert hidden_in(asked) == [("typed_name", "Tom Ellis")]

    answer = client.post(
        CONFIRM + "?next=/", {"confirm_step": "check", "confirm_emailed_code": code_in(mailoutbox)}
    )  # fmt: skip

    assert answer.url == "/"
    assert client.session["reauthenticated"]["method"] == "emailed_code"


def test_a_wrong_code_keeps_the_question_open_and_what_was_typed(client, tom, mailoutbox):
    client.force_login(tom)
    client.post(CONFIRM, {"confirm_step": "email"})
    sent = {"confirm_step": "check", "confirm_emailed_code": wrong(code_in(mailoutbox)), "typed_name": "Tom"}

    answers = [client.post(CONFIRM, sent) for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert hidden_in(answers[-1]) == [("typed_name", "Tom")]
    assert "reauthenticated" not in client.session


def test_the_page_offers_a_code_only_where_there_is_an_address_of_ones_own(client, tom):
    client.force_login(tom)
    offered = "Send a code to my e-mail address" in client.get(CONFIRM).content.decode()
    make_person("Ann Lee", email="tom@surgery.example")

    assert (offered, "Send a code to my e-mail address" in client.get(CONFIRM).content.decode()) == (True, False)


def test_a_code_that_cannot_be_sent_leads_back_to_the_password(client, tom):
    make_person("Ann Lee", email="tom@surgery.example")
    client.force_login(tom)

    answer = client.post(CONFIRM, {"confirm_step": "email"})

    html = answer.content.decode()
    assert ("No code could be sent" in html, 'name="confirm_password"' in html) == (True, True)


def test_a_code_that_nobody_asked_for_opens_nothing(client, tom):
    client.force_login(tom)

    client.post(CONFIRM, {"confirm_step": "check", "confirm_emailed_code": "000000"})

    assert "reauthenticated" not in client.session
