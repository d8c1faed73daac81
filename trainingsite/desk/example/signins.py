"""How the people of the example sign in: one password, and a second factor for those who need one."""

import secrets
from binascii import unhexlify
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from trainingsite.people.models import Person, Practice
from trainingsite.people.second_factor import NewPhone, add_phone, make_recovery_codes, needs_second_factor

WORDS = (Path(__file__).parent / "passwords.txt").read_text().split()
RECOVERY_CODES_SHOWN = 3


# In the order in which one would try them.
ROLES = (
    "New starter",
    "Receptionist",
    "GP partner",
    "Practice manager",
    "Policy owner",
    "Staff representative",
    "Information governance lead",
    "Network lead",
    "Author",
    "Administrator",
)


@dataclass(frozen=True)
class SignIn:
    """What one person needs to sign in, and what they come for."""

    role: str
    person: Person
    phone: NewPhone | None = None
    recovery_codes: tuple[str, ...] = ()


def new_password() -> str:
    """Four words that nobody can guess and everybody can type."""
    return "-".join(secrets.choice(WORDS) for _ in range(4))


def device_name(practice: Practice) -> str:
    """Marks the phones that exist only in the example: their codes may be printed."""
    return f"Example phone of {practice.ods_code}"


def give_second_factor(role: str, person: Person, practice: Practice, at) -> SignIn:
    """A phone and recovery codes for somebody who needs them."""
    if not needs_second_factor(person, timezone.localdate(at)):
        return SignIn(role, person)
    phone = NewPhone.for_person(person)
    device = add_phone(phone=phone, code=code_shown(phone.key, at), at=at)
    device.name = device_name(practice)
    device.save(update_fields=["name"])
    return SignIn(role, person, phone, tuple(make_recovery_codes(person=person, at=at)))


def code_shown(key: str, at) -> str:
    """What an authenticator app with this key shows."""
    clock = TOTP(unhexlify(key))
    clock.time = at.timestamp()
    return f"{clock.token():06}"


def codes_now(practice: Practice, at) -> list[str]:
    """The current code of each example phone of the practice."""
    phones = TOTPDevice.objects.filter(name=device_name(practice), confirmed=True).select_related("user")
    return [f"{phone.user.username:<36} {code_shown(phone.key, at)}" for phone in phones.order_by("user__username")]


def sheet(practice: Practice, password: str, sign_ins: list[SignIn]) -> str:
    """The list of sign-ins, for people to read."""
    lines = [
        f"{practice.name} ({practice.ods_code}), an example: everybody in it is invented.",
        "",
        f"Address    {settings.SITE_URL}/",
        f"Password   {password}     (the same for everybody)",
        "",
    ]
    for sign_in in sorted(sign_ins, key=lambda sign_in: ROLES.index(sign_in.role)):
        lines.append(f"{sign_in.role:<28} {sign_in.person.username:<32} {sign_in.person.name}")
        if sign_in.phone:
            codes = "  ".join(sign_in.recovery_codes[:RECOVERY_CODES_SHOWN])
            lines += [f"{'':<28} authenticator key  {sign_in.phone.key_by_hand}"]
            lines += [f"{'':<28} recovery codes     {codes}     (each works once)"]
    return "\n".join(
        [
            *lines,
            "",
            "Whoever has an authenticator key is asked for a six-digit code. Put the key into an authenticator app, or",
            "type this, which shows the codes of this moment (a recovery code does as well):",
            "",
            "  .venv/bin/python manage.py load_example_practice --codes",
            "",
        ]
    )


def path_of_sheet(ods_code: str, usual: str) -> Path:
    """Where the list is kept; that of an example with another code than the usual one has the code in its name."""
    folder = Path(getattr(settings, "DEMO_FOLDER", settings.BASE_DIR / ".demo"))
    return folder / ("sign-ins.txt" if ods_code == usual else f"sign-ins-{ods_code.lower()}.txt")


def keep_sheet(path: Path, text: str) -> None:
    """Write the list where only its owner reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)
