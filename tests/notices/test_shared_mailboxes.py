"""Three receptionists with one mailbox: each is told that something waits, and none reads what waits for another."""

import pytest
from django.core import mail

from tests.factories import MONDAY, TUESDAY, make_person
from trainingsite.notices.actions import deliver_waiting, put
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db
MAILBOX = "reception@surgery.example"
PRIVATE = "Basic life support was due on 2 March"


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL, settings.SITE_URL = "smtp://mail.example:25", "https://training.surgery.example"


def put_for(person, at=MONDAY):
    return put(person=person, kind="receipt", about=person.key, subject=PRIVATE, body=PRIVATE, html_body=PRIVATE, at=at)


def test_a_mailbox_of_three_gets_a_message_for_each_that_says_for_whom_and_nothing_else():
    for name, address in (("Tom Ellis", MAILBOX), ("Ann Lee", MAILBOX.title()), ("Olu Ade", MAILBOX)):
        put_for(make_person(name, email=address))

    deliver_waiting(at=MONDAY)

    assert [message.subject for message in mail.outbox] == [
        "A message for Tom Ellis",
        "A message for Ann Lee",
        "A message for Olu Ade",
    ]
    assert [(PRIVATE in message.body, message.alternatives) for message in mail.outbox] == [(False, [])] * 3
    assert "https://training.surgery.example/account/messages/" in mail.outbox[0].body.splitlines()


def test_what_it_said_is_kept_for_the_person_to_read_signed_in():
    tom = make_person("Tom Ellis", email=MAILBOX)
    make_person("Ann Lee", email=MAILBOX)

    put_for(tom)
    deliver_waiting(at=MONDAY)

    notice = Notice.objects.by(tom).get()
    assert (notice.state, notice.body, notice.sent_to) == ("sent", PRIVATE, MAILBOX)


def test_a_mailbox_that_has_become_one_persons_own_gets_the_words():
    tom = make_person("Tom Ellis", email=MAILBOX)
    make_person("Ann Lee", email=MAILBOX, is_active=False)

    put_for(tom, at=TUESDAY)
    deliver_waiting(at=TUESDAY)

    assert [message.body for message in mail.outbox] == [PRIVATE]


def test_to_look_for_shared_mailboxes_takes_one_query_for_any_number_of_messages(django_assert_num_queries):
    counts = []
    for more in (1, 2, 27):
        Notice.objects.update(state=Notice.State.SENT)
        for number in range(more):
            put_for(make_person(f"Person {more} {number}", email=f"{more}-{number}@surgery.example"))
        # Giving up on old ones, what is due, the mailboxes; then three for each message.
        with django_assert_num_queries(4 + 3 * more):
            counts.append(deliver_waiting(at=MONDAY, limit=30)["sent"])

    assert counts == [1, 2, 27]


def test_no_more_go_out_in_a_minute_than_the_mail_server_takes(settings):
    settings.MESSAGES_A_MINUTE = 2
    for number in range(5):
        put_for(make_person(f"Person {number}", email=f"{number}@surgery.example"))

    counts = [deliver_waiting(at=MONDAY)["sent"] for _ in range(4)]

    assert counts == [2, 2, 1, 0]


def test_an_address_that_is_none_is_a_failure_and_holds_nobody_up():
    put_for(make_person("Tom Ellis", email="tom@surgery.example\nBcc: all@surgery.example"))
    put_for(make_person("Ann Lee", email="ann@surgery.example"))

    assert deliver_waiting(at=MONDAY) == {"sent": 1, "failed": 1}
    assert [message.to for message in mail.outbox] == [["ann@surgery.example"]]
