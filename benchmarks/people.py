"""Who comes to the site in the benchmarks: people of the example practice, signed in through its own pages."""

import datetime as dt
from binascii import unhexlify

from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from benchmarks.site import Site
from benchmarks.visitor import Unexpected, Visitor
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility

PRACTICE = "X99999"
PASSWORD = "measured in milliseconds"


def the_practice() -> Practice:
    return Practice.objects.get(ods_code=PRACTICE)


def staff(count: int) -> list[Person]:
    """People of the practice who sign in with a password alone."""
    members = Membership.objects.known().at(the_practice()).on(timezone.localdate()).values("person")
    return list(Person.objects.filter(pk__in=members, is_active=True, totpdevice=None).order_by("pk")[:count])


def manager() -> Person:
    duties = Responsibility.objects.known().on(timezone.localdate()).at(the_practice())
    return duties.of_kind(Duty.PRACTICE_MANAGER).first().person


def signed_in(site: Site, person: Person) -> Visitor:
    """A session of the person's, begun on the sign-in page, with the code of their phone if they have one."""
    person.set_password(PASSWORD)
    person.privacy_notice_seen_at = timezone.now()
    person.save(update_fields=["password", "privacy_notice_seen_at"])
    visitor = Visitor(site.host, site.port)
    visitor.get("/account/sign-in/")
    visitor.post("/account/sign-in/", username=person.username, password=PASSWORD)
    phone = TOTPDevice.objects.filter(user=person, confirmed=True).first()
    if phone:
        visitor.post(visitor.path, code=code_of(phone, timezone.now()))
    if visitor.path.startswith("/account/"):
        raise Unexpected(f"{person} could not sign in: still at {visitor.path}")
    return visitor


def code_of(phone: TOTPDevice, at: dt.datetime) -> str:
    """What the phone shows at that moment."""
    clock = TOTP(unhexlify(phone.key), phone.step, phone.t0, phone.digits, phone.drift)
    clock.time = at.timestamp()
    return f"{clock.token():0{phone.digits}}"
