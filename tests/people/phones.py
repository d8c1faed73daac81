"""Phones that show codes, and people who are signed in with one."""

from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.factories import make_person
from trainingsite.people.models import Person


def make_phone(person: Person) -> TOTPDevice:
    return TOTPDevice.objects.create(user=person, name="Phone")


def code_of(phone: TOTPDevice, *, steps: int = 0) -> str:
    """What the phone shows now, or some half minutes from now."""
    return f"{totp(phone.bin_key, drift=steps):06}"


def wrong_code(phone: TOTPDevice) -> str:
    right = {code_of(phone, steps=steps) for steps in range(-2, 3)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in right)


def make_known_person(name: str = "Tom Ellis", **fields) -> Person:
    """Somebody who has been here before: the privacy notice was shown to them."""
    return make_person(name, privacy_notice_seen_at=timezone.now(), **fields)


def verified(client: Client, person: Person) -> TOTPDevice:
    """Sign somebody in with password and phone."""
    client.force_login(person)
    phone = make_phone(person)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = phone.persistent_id
    session.save()
    return phone


def confirmed(client: Client, person: Person, *, at=None, method: str = "password") -> None:
    """Let somebody who is signed in have shown just now, or at some time, who they are."""
    session = client.session
    shown_at = (at or timezone.now()).isoformat()
    session["reauthenticated"] = {"person": str(person.key), "method": method, "at": shown_at}
    session.save()
