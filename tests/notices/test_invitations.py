"""The e-mail of an invitation, as a real mail server takes it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import give_duty, make_member, make_person, make_practice, moment
from tests.notices.mail_servers import mail_server
from trainingsite.notices.actions import deliver_waiting
from trainingsite.notices.delivery import MailServerSilent
from trainingsite.notices.invitations import queue_invitations
from trainingsite.notices.models import Notice
from trainingsite.people.invitations import invite
from trainingsite.people.models import Duty, Invitation

pytestmark = pytest.mark.django_db
EVENING = moment(2026, 3, 2, 19)
LINK = re.compile(r"https?://\S+/account/invitation/(\S+)/")


@pytest.fixture
def mail(settings):
    with mail_server() as server:
        server.take(settings)
        yield server


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
    person = make_person("Tom Ellis", username="tom.ellis", email="tom@surgery.example")
    return make_member(person, practice=practice).person


def send_messages(at):
    """What the worker does every minute."""
    queue_invitations(at)
    return deliver_waiting(at=at)


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def everything_kept():
    """Every value of every table, as text: what a copy of the database would show."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from (str(value) for row in cursor.fetchall() for value in row)


def test_the_message_names_the_practice_the_sign_in_name_and_a_link_that_works(mail, practice, ruth, tom):
    now = timezone.now()
    invite(person=tom, practice=practice, by=ruth, at=now)
    assert send_messages(now) == {"sent": 1, "failed": 0}

    [message] = mail.messages
    text = text_of(message)
    assert (message["To"], message["Subject"]) == (
        "tom@surgery.example",
        "Your invitation to the training site of Millbrook Lane Surgery",
    )
    assert text.splitlines()[0] == "Hello Tom,"
    assert text.splitlines().count("Your sign-in name is tom.ellis.") == 1
    page = Client().get(reverse("people:invitation", args=[LINK.search(text)[1]]))
    assert page.context["invited"].person == tom


def test_the_link_is_in_the_message_alone_and_nowhere_on_this_site(mail, practice, ruth, tom):
    now = timezone.now()
    invite(person=tom, practice=practice, by=ruth, at=now)
    send_messages(now)

    token = LINK.search(text_of(mail.messages[0]))[1]
    assert [value for value in everything_kept() if token in value] == []
    assert LINK.search(Notice.objects.get().body) is None


def test_both_forms_of_the_message_carry_the_same_link(mail, practice, ruth, tom):
    now = timezone.now()
    invite(person=tom, practice=practice, by=ruth, at=now)
    send_messages(now)

    [message] = mail.messages
    html = message.get_body(("html",)).get_content()
    assert set(re.findall(r"/account/invitation/([\w-]+)/", html)) == {LINK.search(text_of(message))[1]}


def test_run_twice_the_worker_sends_it_once_and_the_evening_is_no_hindrance(mail, practice, ruth, tom):
    invite(person=tom, practice=practice, by=ruth, at=EVENING)

    assert [send_messages(EVENING), send_messages(EVENING)] == [
        {"sent": 1, "failed": 0},
        {"sent": 0, "failed": 0},
    ]
    assert len(mail.messages) == 1


def test_a_name_with_a_mark_in_it_arrives_as_it_is(mail, practice, ruth):
    zoe = make_member(make_person("Zoë O'Neil & Co", email="zoe@x.example"), practice=practice).person
    invite(person=zoe, practice=practice, by=ruth, at=EVENING)
    send_messages(EVENING)

    assert text_of(mail.messages[0]).splitlines()[0] == "Hello Zoë,"


def test_a_mailbox_that_does_not_exist_shows(mail, practice, ruth):
    gone = make_member(make_person("Kim Ward", email="nobody@surgery.example"), practice=practice).person
    invite(person=gone, practice=practice, by=ruth, at=EVENING)

    assert send_messages(EVENING) == {"sent": 0, "failed": 1}
    notice = Notice.objects.get()
    assert (notice.state, notice.problem) == ("failed", "550 No such mailbox here")


def test_a_message_that_waits_is_not_sent_once_its_invitation_is_replaced(mail, practice, ruth, tom):
    later = EVENING + dt.timedelta(hours=1)
    invite(person=tom, practice=practice, by=ruth, at=EVENING)
    queue_invitations(EVENING)
    invite(person=tom, practice=practice, by=ruth, at=later)
    send_messages(later)

    assert list(Notice.objects.order_by("pk").values_list("state", flat=True)) == ["replaced", "sent"]
    assert len(mail.messages) == 1


def test_an_address_that_somebody_else_has_taken_meanwhile_gets_no_link(mail, practice, ruth, tom):
    invite(person=tom, practice=practice, by=ruth, at=EVENING)
    make_person("Tina Ellis", email="tom@surgery.example")

    assert send_messages(EVENING) == {"sent": 0, "failed": 1}
    assert mail.messages == []
    assert Notice.objects.get().problem == "The invitation no longer stood when this was to be sent."


def test_while_the_mail_server_is_silent_the_invitation_waits(mail, settings, practice, ruth, tom):
    invite(person=tom, practice=practice, by=ruth, at=EVENING)
    open_port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    with pytest.raises(MailServerSilent):
        send_messages(EVENING)
    settings.EMAIL_PORT = open_port

    assert send_messages(EVENING + dt.timedelta(hours=1)) == {"sent": 1, "failed": 0}
    assert Invitation.objects.get().ends_at == EVENING + dt.timedelta(days=14, hours=1)
