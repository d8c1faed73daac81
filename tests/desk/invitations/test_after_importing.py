"""From a file of staff to the people in it: whom to invite, who confirms, and where mail is told to go."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.desk.test_importing import agree, upload
from tests.factories import PASSWORD, give_duty, make_member, make_person, make_practice
from tests.notices.mail_servers import mail_server
from tests.people.phones import confirmed, make_known_person, verified
from tests.people.staff_files import ANN, BEN, make_roles
from trainingsite.desk.timetable import send_messages
from trainingsite.notices.models import Notice
from trainingsite.people.models import CredentialIssued, Duty, Person

pytestmark = pytest.mark.django_db
MANAGER = {"staff_number": "1", "first_name": "Mo", "last_name": "Khan"}
CONFIRM = "/compliance/x99999/people/import/confirm/"
NEW_BEN = {**BEN, "email": "new.ben@surgery.example"}


@pytest.fixture
def practice():
    make_roles()
    return make_practice(ods_code="X99999")


@pytest.fixture
def manager(client, practice):
    """Mo Khan, who manages the practice; nobody has asked him again who he is."""
    person = make_known_person("Mo Khan")
    make_member(person, "Practice manager", practice=practice, staff_number="1")
    give_duty(person, practice, Duty.PRACTICE_MANAGER)
    verified(client, person)
    return person


@pytest.fixture
def ben(practice):
    person = make_person("Ben Ode", email=BEN["email"], last_login=timezone.now())
    return make_member(person, practice=practice, staff_number=BEN["staff_number"]).person


def address_of(person):
    return Person.objects.get(pk=person.pk).email


def test_after_the_file_whoever_is_new_is_ticked_for_an_invitation(client, practice, manager, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    make_member(make_person("Old Hand", email="old@surgery.example"), practice=practice)

    page = agree(client, upload(client, MANAGER, ANN))

    lines = page.context["waiting"].by_mail
    assert page.request["PATH_INFO"] == "/compliance/x99999/people/invitations/"
    assert [(line.person.name, line.ticked) for line in lines] == [("Old Hand", False), ("Ann Lee", True)]


def test_a_file_that_brings_nobody_leads_back_to_the_desk(client, practice, manager, ben):
    answer = client.post(CONFIRM, {"file": upload(client, MANAGER, {**BEN, "first_name": "Benny"}).context["sealed"]})

    assert answer.url == "/compliance/x99999/"


def test_whoever_changes_addresses_first_shows_who_they_are(client, practice, manager, ben):
    sealed = upload(client, MANAGER, NEW_BEN).context["sealed"]

    question = client.post(CONFIRM, {"file": sealed, "leaver": "x"})

    assert question.context["question"].kept == [("file", sealed), ("leaver", "x")]
    assert address_of(ben) == BEN["email"]


def test_a_right_password_goes_on_with_the_file(client, practice, manager, ben):
    sealed = upload(client, MANAGER, NEW_BEN).context["sealed"]

    client.post(CONFIRM, {"file": sealed, "confirm_step": "check", "confirm_password": PASSWORD})

    assert address_of(ben) == NEW_BEN["email"]


def test_a_wrong_password_changes_nothing(client, practice, manager, ben):
    sealed = upload(client, MANAGER, NEW_BEN).context["sealed"]

    answer = client.post(CONFIRM, {"file": sealed, "confirm_step": "check", "confirm_password": "wrong"})

    assert answer.context["question"].form.errors == {"confirm_password": ["That is not your password. Try again."]}
    assert address_of(ben) == BEN["email"]


def test_a_file_that_changes_no_address_asks_nothing_again(client, practice, manager, ben):
    agree(client, upload(client, MANAGER, BEN, ANN))

    assert Person.objects.filter(first_name="Ann").count() == 1


def test_the_new_and_the_old_address_are_told_by_the_worker_and_not_while_the_manager_waits(
    client, practice, manager, ben, settings
):
    with mail_server() as server:
        server.take(settings)
        confirmed(client, manager)
        agree(client, upload(client, MANAGER, NEW_BEN))
        assert (server.messages, mail.outbox) == ([], [])

        send_messages(timezone.now())

    subject = "The e-mail address of your training account was changed"
    assert sorted((message["To"], message["Subject"]) for message in server.messages) == [
        (BEN["email"], subject),
        (NEW_BEN["email"], subject),
    ]


def test_an_old_mailbox_that_is_gone_is_no_message_to_hand_out(client, practice, manager, ben, settings):
    with mail_server() as server:
        server.take(settings)
        server.refuses = f"<{BEN['email']}>".encode()
        confirmed(client, manager)
        agree(client, upload(client, MANAGER, NEW_BEN))
        send_messages(timezone.now())

    assert dict(Notice.objects.values_list("kind", "state")) == {"address_changed": "sent", "former_address": "failed"}
    assert client.get(reverse("desk:hand_out", args=["x99999"])).context["slips"] == []
    assert list(Notice.objects.undelivered()) == []


def test_without_mail_only_the_person_is_told_and_that_on_paper(client, practice, manager, ben):
    confirmed(client, manager)
    agree(client, upload(client, MANAGER, NEW_BEN))

    assert [(notice.kind, notice.person) for notice in Notice.objects.all()] == [("address_changed", ben)]
    assert CredentialIssued.objects.get(kind="address").person == ben
