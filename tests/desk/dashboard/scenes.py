"""A practice with something open, and somebody signed in who may look at it."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from modules.models import ModulePage
from tests.factories import (
    give_duty,
    make_job_role,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.compliance.models import Requirement
from trainingsite.people.models import Duty, Membership, Person, Practice

LONG_AGO = dt.date(2025, 1, 6)


def a_practice(name: str = "Millbrook Lane Surgery", ods_code: str = "X99999") -> Practice:
    """Its induction is one module, which Tom Ellis, who has an e-mail address, has not done."""
    practice = make_practice(name, ods_code=ods_code)
    make_requirement(make_programme("Induction", practice, grants_certificate=True), module=make_module("Boundaries"))
    make_module_version(ModulePage.objects.get())
    member = make_member("Tom Ellis", "Receptionist", practice=practice)
    Person.objects.filter(pk=member.person_id).update(email="tom@surgery.example")
    return practice


def the(name: str) -> Person:
    return Person.objects.get(first_name=name)


def requirement() -> Requirement:
    return Requirement.objects.get()


def sign_in(client, person: Person) -> Person:
    """Sign somebody in with a second factor."""
    client.force_login(person)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.create(user=person, confirmed=True).persistent_id
    session.save()
    return person


def sign_in_manager(client, practice: Practice, *duties: str, name: str = "Ann Lee") -> Person:
    """Somebody of the practice with these duties, who began today and so is late with nothing, signed in."""
    manager = make_member(name, "Practice manager", practice=practice, started_on=timezone.localdate()).person
    give_duty(manager, practice, *(duties or [Duty.PRACTICE_MANAGER]))
    return sign_in(client, manager)


def address(name: str, practice: Practice, *args, **query) -> str:
    return reverse(f"desk:{name}", args=[practice.ods_code.lower(), *args], query=query)


def make_many(practice: Practice, number: int) -> None:
    """So many people more, in few steps."""
    role = make_job_role()
    people = Person.objects.bulk_create(
        Person(username=f"person-{each}", first_name=f"P{each}", last_name="Many") for each in range(number)
    )
    Membership.objects.bulk_create(
        Membership(person=person, practice=practice, job_role=role, started_on=LONG_AGO) for person in people
    )


def today() -> dt.date:
    return timezone.localdate()


def typed_notice(**changes) -> dict[str, str]:
    """What a manager types of a notice of an inspection that came today."""
    days = {"noticed_on": today().isoformat(), "inspection_on": "", "reply_by": ""}
    return {"token": str(uuid.uuid4()), **days, **changes}


def note(client, practice: Practice, **changes):
    """The manager who is signed in notes that a notice came."""
    return client.post(address("inspection", practice), typed_notice(**changes))
