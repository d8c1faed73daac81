"""Messages through a real mail server: two bodies, a refusal in words, nothing sent twice, nothing at night."""

import datetime as dt

import pytest
from django.test import override_settings

from tests.factories import MONDAY, TUESDAY, make_person, moment
from tests.notices.mail_servers import mail_server
from trainingsite.notices.actions import deliver_waiting, put
from trainingsite.notices.delivery import INTERRUPTED, NOT_REACHED, MailServerSilent, claim
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(settings):
    with mail_server() as server:
        server.take(settings)
        yield server


def with_no_server_there(act):
    """Nobody listens at the port where the mail server is meant to be."""
    with override_settings(EMAIL_PORT=1):
        act()


def put_for(address, at=MONDAY, **more):
    person = make_person(email=address)
    return put(person=person, kind="reminders", about=person.key, subject="Two things", body="Hello.", at=at, **more)


def test_what_arrives_has_both_bodies_and_is_called_accepted(post):
    notice = put_for("tom@surgery.example", html_body="<p>Hello.</p>")

    deliver_waiting(at=MONDAY)

    [message] = post.messages
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert (message["Subject"], message["To"]) == ("Two things", "tom@surgery.example")
    notice.refresh_from_db()
    assert (notice.state, notice.settled_at, notice.problem) == ("sent", MONDAY, "")


def test_a_mailbox_that_does_not_exist_is_a_failure_with_its_reason(post):
    wrong, right = put_for("nobody@surgery.example"), put_for("tom@surgery.example")

    counts = deliver_waiting(at=MONDAY)

    states = [Notice.objects.values_list("state", "problem").get(pk=each.pk) for each in (wrong, right)]
    assert states == [("failed", "550 No such mailbox here"), ("sent", "")]
    assert (counts, len(post.messages)) == ({"sent": 1, "failed": 1}, 1)


def test_what_keeps_to_working_hours_is_not_sent_at_night_and_not_on_another_day(post):
    notice = put_for("tom@surgery.example", working_hours_only=True)
    receipt = put_for("ann@surgery.example")

    for at in (moment(2026, 3, 2, 22), moment(2026, 3, 3, 9)):
        deliver_waiting(at=at)

    assert [message["To"] for message in post.messages] == ["ann@surgery.example"]
    assert list(Notice.objects.order_by("pk").values_list("pk", "state")) == [
        (notice.pk, "waiting"), (receipt.pk, "sent"),
    ]  # fmt: skip


def test_a_message_that_another_process_has_taken_is_left_alone(post):
    notice = put_for("tom@surgery.example")
    claim(notice.pk, MONDAY)

    assert deliver_waiting(at=MONDAY) == {"sent": 0, "failed": 0}
    assert (claim(notice.pk, MONDAY), post.messages) == (None, [])


def test_a_message_whose_process_died_is_never_sent_again_but_said_to_be_in_doubt(post):
    notice = put_for("tom@surgery.example")
    claim(notice.pk, MONDAY)

    deliver_waiting(at=TUESDAY)

    notice.refresh_from_db()
    assert (notice.state, notice.problem, post.messages) == ("failed", INTERRUPTED, [])


def test_the_same_message_made_again_after_a_backup_has_the_same_name(post, settings):
    settings.SITE_URL = "https://training.surgery.example"
    first = put_for("tom@surgery.example")
    deliver_waiting(at=MONDAY)
    person, kept = first.person, first.about
    first.delete()
    put(person=person, kind="reminders", about=kept, subject="Two things", body="Hello.", at=MONDAY)

    deliver_waiting(at=MONDAY)

    names = [message["Message-ID"] for message in post.messages]
    assert (len(names), len(set(names))) == (2, 1)
    assert names[0].endswith("@training.surgery.example>")


def test_while_the_mail_server_is_silent_messages_wait_and_then_they_go_out(post):
    notice = put_for("tom@surgery.example")
    with pytest.raises(MailServerSilent, match="The mail server does not answer"):
        with_no_server_there(lambda: deliver_waiting(at=MONDAY))
    notice.refresh_from_db()
    waiting = notice.state

    deliver_waiting(at=MONDAY + dt.timedelta(hours=3))

    assert (waiting, len(post.messages)) == ("waiting", 1)


def test_a_receipt_that_could_not_go_out_for_two_days_is_given_up_and_handed_out(post):
    notice = put_for("tom@surgery.example")

    deliver_waiting(at=MONDAY + dt.timedelta(days=2, minutes=1))

    notice.refresh_from_db()
    assert (notice.state, notice.problem, post.messages) == ("failed", NOT_REACHED, [])
