"""People in Wagtail's settings: the administrator changes an address on the record, and knows nobody's password."""

import pytest

from tests.factories import make_member, make_person
from tests.people.phones import make_known_person, verified
from trainingsite.people.models import CredentialIssued, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    person = make_known_person("Ada Stone", is_superuser=True, is_staff=True)
    verified(client, person)
    return person


@pytest.fixture
def tom():
    return make_member(make_person("Tom Ellis", email="tom@surgery.example")).person


def sent(person, **changes):
    kept = {"username": person.username, "first_name": "Tom", "last_name": "Ellis", "email": person.email}
    return {**kept, "is_active": "on", **changes}


def test_an_address_changed_by_the_administrator_is_on_record_and_told(
    client, administrator, tom, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_URL = "smtp://mail.example"

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/users/edit/{tom.pk}/", sent(tom, email="tom@new.example"))

    tom.refresh_from_db()
    assert tom.email == "tom@new.example"
    assert list(CredentialIssued.objects.values_list("person", "kind", "issued_by")) == [
        (tom.pk, "address", administrator.pk)
    ]
    assert [message.to for message in mailoutbox] == [["tom@surgery.example"], ["tom@new.example"]]


def test_a_name_changed_alone_is_no_new_way_in(client, administrator, tom):
    client.post(f"/admin/users/edit/{tom.pk}/", sent(tom, last_name="Ellison"))

    tom.refresh_from_db()
    assert (tom.last_name, CredentialIssued.objects.exists()) == ("Ellison", False)


def test_an_address_is_changed_with_its_event_or_not_at_all(client, administrator, tom, monkeypatch):
    def fail(**kwargs):
        raise ConnectionError

    monkeypatch.setattr("trainingsite.people.credentials.record", fail)
    with pytest.raises(ConnectionError):
        client.post(f"/admin/users/edit/{tom.pk}/", sent(tom, email="tom@new.example", last_name="Ellison"))

    tom.refresh_from_db()
    assert (tom.email, tom.last_name) == ("tom@surgery.example", "Ellis")


def test_somebody_without_an_address_can_be_changed(client, administrator):
    tom = make_person("Tom Ellis")
    client.post(f"/admin/users/edit/{tom.pk}/", sent(tom, last_name="Ellison", email=""))

    tom.refresh_from_db()
    assert tom.last_name == "Ellison"


def test_the_administrator_sets_nobodys_password(client, administrator, tom):
    fields = client.get(f"/admin/users/edit/{tom.pk}/").context["form"].fields

    assert {"password1", "password2"} & set(fields) == set()


def test_somebody_new_has_no_password_until_they_choose_one(client, administrator):
    new = {"username": "sam", "first_name": "Sam", "last_name": "Oduya", "email": ""}
    client.post("/admin/users/new/", {**new, "password1": "a quiet waiting room", "password2": "a quiet waiting room"})

    assert not Person.objects.get(username="sam").has_usable_password()


def test_nobodys_address_is_changed_in_wagtails_own_account_page(client, administrator):
    panels = client.post("/admin/account/", {"email-email": "new@surgery.example"})

    administrator.refresh_from_db()
    assert (panels.status_code, administrator.email) == (200, "")
