"""New ways into an account: on record, told to both addresses, and remembered for whoever issued them."""

import datetime as dt

import pytest

from tests.factories import MONDAY, make_member, make_person
from tests.people.test_passwords import ask_for_link, choose
from trainingsite.audit.models import AuditEvent
from trainingsite.people.credentials import change_address, issue, new_on, was_issued_by
from trainingsite.people.models import CredentialIssued

pytestmark = pytest.mark.django_db
DAYS = dt.timedelta(days=1)


@pytest.fixture
def tom():
    return make_member(make_person("Tom Ellis", email="tom@surgery.example")).person


def test_a_code_from_a_manager_is_an_event_that_names_both(tom):
    ruth = make_person("Ruth Adeyemi")

    issued = issue(person=tom, kind="manager_code", by=ruth, at=MONDAY)

    event = AuditEvent.objects.by_act(issued.act).get()
    assert (event.verb, event.actor, event.subject) == ("people.credential_issued", str(ruth.key), str(tom.key))
    assert (was_issued_by(ruth, tom), was_issued_by(tom, ruth)) == (True, False)


@pytest.mark.parametrize(
    ("later", "is_new"), [(dt.timedelta(0), True), (7 * DAYS - dt.timedelta(seconds=1), True), (7 * DAYS, False)]
)
def test_a_way_in_is_new_for_seven_days(tom, later, is_new):
    issued = issue(person=tom, kind="reset", at=MONDAY)

    assert new_on(tom, MONDAY + later) == (issued if is_new else None)


def test_a_changed_address_is_told_to_the_old_and_the_new_one(
    tom, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_URL = "smtp://mail.example"

    with django_capture_on_commit_callbacks(execute=True):
        change_address(person=tom, address="new@surgery.example", by=tom, at=MONDAY)

    tom.refresh_from_db()
    assert [message.to for message in mailoutbox] == [["tom@surgery.example"], ["new@surgery.example"]]
    assert (tom.email, CredentialIssued.objects.get().kind) == ("new@surgery.example", "address")


def test_the_same_address_again_changes_nothing(tom):
    change_address(person=tom, address="TOM@surgery.example", by=tom, at=MONDAY)

    assert not CredentialIssued.objects.exists()


def test_a_password_set_through_a_mailed_link_is_on_record(client, tom, settings, mailoutbox):
    settings.EMAIL_URL = "smtp://mail.example"
    choose(client, ask_for_link(client, mailoutbox))

    assert list(CredentialIssued.objects.values_list("person", "kind", "issued_by")) == [(tom.pk, "reset", None)]
