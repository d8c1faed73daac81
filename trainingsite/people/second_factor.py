"""Second factors: who must have one, the phone that shows codes, the recovery codes on paper."""

from base64 import b32encode
from binascii import unhexlify
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

import django_otp
from django.db import transaction
from django.utils import timezone
from django_otp.models import Device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from trainingsite.audit.actions import record
from trainingsite.people.content import right_to_write
from trainingsite.people.links import chains_of
from trainingsite.people.models import NEEDS_SECOND_FACTOR, Person, Responsibility
from trainingsite.people.rules import Method

RECOVERY_CODES = 10


def needs_second_factor(person: Person, day) -> bool:
    """The policy: whoever looks after other people's records, the policies or the site has one."""
    if person.is_staff or person.is_superuser or right_to_write(person).exists():
        return True
    return Responsibility.objects.known().on(day).by(person).of_kind(*NEEDS_SECOND_FACTOR).exists()


def has_second_factor(person: Person) -> bool:
    return phones_of(person).exists()


def phones_of(person: Person):
    return TOTPDevice.objects.devices_for_user(person, confirmed=True)


def recovery_codes_left(person: Person) -> int:
    return StaticToken.objects.filter(device__user=person, device__confirmed=True).count()


@dataclass(frozen=True)
class NewPhone:
    """A key that a phone may take: scanned or typed by hand, and kept only once its first code has come."""

    person: Person
    key: str

    @classmethod
    def for_person(cls, person: Person) -> "NewPhone":
        return cls(person, random_hex(20))

    @property
    def address(self) -> str:
        """What the QR code says."""
        return TOTPDevice(user=self.person, key=self.key).config_url

    @property
    def key_by_hand(self) -> str:
        """The key in groups of four, as authenticator apps take it."""
        letters = b32encode(unhexlify(self.key)).decode().rstrip("=").lower()
        return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@transaction.atomic
def add_phone(*, phone: NewPhone, code: str, at: datetime) -> TOTPDevice | None:
    """Keep the key instead of any earlier one, if the phone shows the right code."""
    digits = _plain(code)
    clock = TOTP(unhexlify(phone.key))
    clock.time = at.timestamp()
    if not digits.isdecimal() or not clock.verify(int(digits), tolerance=1):
        return None
    phones_of(phone.person).delete()
    device = TOTPDevice.objects.create(
        user=phone.person, name="Phone", key=phone.key, drift=clock.drift, last_t=clock.t()
    )
    _tell("people.second_factor_added", phone.person, at)
    return device


@transaction.atomic
def make_recovery_codes(*, person: Person, at: datetime) -> list[str]:
    """Ten new codes; those made before are worth nothing from now on."""
    device, _ = StaticDevice.objects.get_or_create(user=person, name="Recovery codes")
    device.token_set.all().delete()
    codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=code) for code in codes)
    _tell("people.recovery_codes_made", person, at)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


@transaction.atomic
def remove(*, person: Person, at: datetime) -> None:
    """Forget the phone and the recovery codes."""
    TOTPDevice.objects.devices_for_user(person).delete()
    StaticDevice.objects.devices_for_user(person).delete()
    _tell("people.second_factor_removed", person, at)


@dataclass(frozen=True)
class CodeCheck:
    """What came of a code that somebody typed."""

    device: Device | None = None
    method: Method | None = None
    wait: timedelta = timedelta(0)

    @property
    def wait_seconds(self) -> int:
        return ceil(self.wait.total_seconds())


@transaction.atomic
def check_code(*, person: Person, code: str, at: datetime) -> CodeCheck:
    """Whether it is the phone's code or a recovery code not used before; wrong ones make the next wait longer."""
    typed = _plain(code)
    model, method = (TOTPDevice, Method.TOTP) if len(typed) <= 6 else (StaticDevice, Method.RECOVERY_CODE)
    device = model.objects.devices_for_user(person, confirmed=True).first()
    if device is None:
        return CodeCheck()
    allowed, why_not = device.verify_is_allowed()
    if not allowed:
        return CodeCheck(wait=why_not["locked_until"] - timezone.now())
    verified = django_otp.verify_token(person, device.persistent_id, typed)
    if verified and method == Method.RECOVERY_CODE:
        _tell("people.recovery_code_used", person, at)
    return CodeCheck(verified, method) if verified else CodeCheck()


def _plain(code: str) -> str:
    return "".join(character for character in code.lower() if character.isalnum())


def _tell(verb: str, person: Person, at: datetime) -> None:
    record(
        chains=chains_of(person, timezone.localdate(at)),
        verb=verb,
        actor=person.key,
        subject=person.key,
        at=at,
    )
