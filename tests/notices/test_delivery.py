"""Messages: queued once, sent once, and a failure said."""

from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from tests.factories import MONDAY, TUESDAY, make_person
from trainingsite.notices.actions import deliver_waiting, queue
from trainingsite.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


def queue_for(person, at=MONDAY):
    return queue(person=person, kind="receipt", about=person.key, subject="You signed", body="Thank you.", at=at)


def test_the_same_message_on_the_same_day_is_queued_once():
    person = make_person()

    assert queue_for(person) == queue_for(person)
    assert queue_for(person, at=TUESDAY).pk != queue_for(person).pk


def test_what_waits_is_sent_once(with_mail):
    queue_for(make_person(email="tom@surgery.example"))

    assert [deliver_waiting(at=TUESDAY), deliver_waiting(at=TUESDAY)] == [
        {"sent": 1, "failed": 0},
        {"sent": 0, "failed": 0},
    ]
    assert [(message.to, message.subject) for message in mail.outbox] == [(["tom@surgery.example"], "You signed")]
    assert Notice.objects.get().state == "sent"


def test_somebody_without_an_address_stays_on_the_hand_out_list(with_mail):
    queue_for(make_person(email=""))

    assert deliver_waiting(at=TUESDAY) == {"sent": 0, "failed": 0}
    assert Notice.objects.get().state == "waiting"


def test_without_mail_nothing_is_sent_and_nothing_is_lost():
    queue_for(make_person(email="tom@surgery.example"))

    assert deliver_waiting(at=TUESDAY) == {"sent": 0, "failed": 0}
    assert Notice.objects.get().state == "waiting"


def test_a_message_that_could_not_be_sent_says_so(with_mail, monkeypatch):
    def fail(self, messages):
        raise SMTPServerDisconnected("Connection lost")

    queue_for(make_person(email="tom@surgery.example"))
    monkeypatch.setattr(EmailBackend, "send_messages", fail)

    assert deliver_waiting(at=TUESDAY) == {"sent": 0, "failed": 1}
    notice = Notice.objects.get()
    assert (notice.state, notice.problem) == ("failed", "Connection lost")
