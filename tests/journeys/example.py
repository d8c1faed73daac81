"""The example practice as the journeys know it: who is who, and how they sign in."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from trainingsite.people.models import Person


@dataclass(frozen=True)
class Example:
    """The list of sign-ins that was printed."""

    text: str

    @property
    def password(self) -> str:
        return re.search(r"^Password\s+(\S+)", self.text, re.M)[1]

    def person(self, role: str) -> Person:
        return Person.objects.get(username=re.search(rf"^{role}\s+(\S+)", self.text, re.M)[1])

    @property
    def new_starter(self) -> Person:
        return self.person("New starter")

    @property
    def manager(self) -> Person:
        return self.person("Practice manager")

    def needs_code(self, person: Person) -> bool:
        return TOTPDevice.objects.filter(user=person, confirmed=True).exists()


def the_example() -> Example:
    return Example((settings.DEMO_FOLDER / "sign-ins.txt").read_text())


def code_for(person: Person) -> str:
    """What the person's authenticator app shows now, a code that was used already excepted."""
    phone = TOTPDevice.objects.get(user=person, confirmed=True)
    now = int(timezone.now().timestamp()) // phone.step
    return f"{totp(phone.bin_key, drift=1 if phone.last_t >= now else 0):06}"
