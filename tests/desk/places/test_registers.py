"""Staff groups and job roles in Wagtail: the administrator renames them, and what is used stays."""

import pytest
from django.urls import reverse

from tests.desk.places.administrators import messages_on, sign_in_administrator
from tests.factories import (
    TUESDAY,
    make_job_role,
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    make_requirement,
)
from tests.people.events import told
from tests.people.phones import make_known_person, verified
from trainingsite.audit.actions import read_words
from trainingsite.audit.clock import replaying
from trainingsite.audit.models import Words
from trainingsite.people.models import JobRole, StaffGroup
from trainingsite.people.shelves import policy_owners
from trainingsite.policies.actions import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    return sign_in_administrator(client)


@pytest.fixture
def greeter():
    return make_job_role("Greeter", staff_group="front-of-house")


def send(client, what, row=None, **fields):
    register = "job_roles" if isinstance(row, JobRole) or "staff_group" in fields else "staff_groups"
    return client.post(reverse(f"{register}:{what}", args=[row.pk] if row else []), fields, follow=True)


def test_a_job_role_is_added_with_a_key_of_its_own(client, ada, greeter):
    send(client, "add", name=" Night  porter", staff_group=greeter.staff_group.pk, regulator="")

    assert JobRole.objects.get(key="night-porter").name == "Night porter"
    assert told("site", data=True) == [("people.job_role_added", {"key": "night-porter", "name": "Night porter"})]


@pytest.mark.parametrize("name", ["greeter", "Front of house", "Regulated", "!!"])
def test_a_name_that_means_something_already_is_refused(client, ada, greeter, name):
    page = send(client, "add", name=name, staff_group=greeter.staff_group.pk)

    assert (list(page.context["form"].errors), JobRole.objects.count()) == (["name"], 1)


def test_a_job_role_is_renamed_and_keeps_its_key(client, ada, greeter):
    send(client, "edit", greeter, name="Concierge", staff_group=greeter.staff_group.pk, key="concierge")

    greeter.refresh_from_db()
    assert (greeter.name, greeter.key) == ("Concierge", "greeter")
    assert told("site", data=True) == [
        ("people.job_role_changed", {"key": "greeter", "name": "Concierge", "changed": ["name"]})
    ]


def test_where_nothing_is_different_nothing_is_told(client, ada, greeter):
    send(client, "edit", greeter, name="Greeter", staff_group=greeter.staff_group.pk)

    assert told("site") == []


def test_what_was_signed_keeps_the_job_role_as_it_was_called(client, ada, greeter):
    member = make_member("Tom Ellis", greeter)
    with replaying(TUESDAY):
        sign(person=member.person, version=make_policy_version(), typed_name="Tom Ellis", method="password", at=TUESDAY)
    send(client, "edit", greeter, name="Concierge", staff_group=greeter.staff_group.pk)

    said = [read_words(words) for words in Words.objects.all()]
    assert [each["job_role"] for each in said if "job_role" in each] == ["Greeter"]


def test_the_group_of_a_job_that_somebody_held_stays(client, ada, greeter):
    make_member("Tom Ellis", greeter)
    other = StaffGroup.objects.create(key="other", name="Other")

    send(client, "edit", greeter, name="Greeter", staff_group=other.pk, regulator="GMC")

    greeter.refresh_from_db()
    assert (greeter.staff_group.key, greeter.regulator) == ("front-of-house", "")


def test_a_job_role_that_nobody_held_is_deleted(client, ada, greeter):
    send(client, "delete", greeter)

    assert (JobRole.objects.exists(), told("site")) == (False, ["people.job_role_deleted"])


def test_a_job_role_that_somebody_held_stays(client, ada, greeter):
    make_member("Tom Ellis", greeter)

    page = send(client, "delete", greeter)

    assert [said.strip() for said in messages_on(page)] == [
        "“Greeter” stays: it is used by people who hold or held this job. You can rename it."
    ]
    assert (JobRole.objects.count(), told("site")) == (1, [])


def test_a_job_role_that_is_asked_for_something_stays(client, ada, greeter):
    make_requirement(job_roles=["greeter"])
    send(client, "delete", greeter)

    assert JobRole.objects.filter(key="greeter").exists()


def test_a_group_for_whom_a_policy_is_written_stays(client, ada):
    group = StaffGroup.objects.create(key="front-of-house", name="Front of house")
    make_policy(staff_groups=["front-of-house"])
    send(client, "delete", group)

    assert StaffGroup.objects.exists()


def test_a_group_with_job_roles_stays_and_one_without_goes(client, ada, greeter):
    empty = StaffGroup.objects.create(key="empty", name="Empty")
    for group in (greeter.staff_group, empty):
        send(client, "delete", group)

    assert StaffGroup.objects.get().key == "front-of-house"


def test_what_the_starter_brings_back_stays(client, ada):
    send(client, "delete", make_job_role("Receptionist"))

    assert JobRole.objects.exists()


REGISTERS = [
    (register, what) for register in ("staff_groups", "job_roles") for what in ("index", "add", "edit", "delete")
]


@pytest.mark.parametrize(("register", "what"), REGISTERS)
def test_the_registers_are_closed_to_who_writes_policies(client, greeter, register, what):
    practice = make_practice()
    person = make_member(make_known_person("Ann Lee"), greeter, practice=practice).person
    person.groups.add(policy_owners(practice))
    verified(client, person)
    row = greeter if register == "job_roles" else greeter.staff_group
    address = reverse(f"{register}:{what}", args=[row.pk] if what in ("edit", "delete") else [])

    page = client.post(address, {"name": "Taken", "staff_group": greeter.staff_group.pk}, follow=True)

    assert page.redirect_chain[0] == ("/admin/", 302)
    assert list(JobRole.objects.values_list("name", flat=True)) == ["Greeter"]


@pytest.mark.parametrize(("register", "what"), [each for each in REGISTERS if each[1] in ("index", "add")])
def test_the_registers_are_closed_to_who_is_signed_out(client, greeter, register, what):
    assert client.get(reverse(f"{register}:{what}")).url.startswith("/account/sign-in/")
