"""Six-digit codes by e-mail, for ten minutes, once, five tries: to show who one is, or that an address is one's own."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Sum

from trainingsite.people.credentials import address_for_codes
from trainingsite.people.models import EmailedCode, Person
from trainingsite.people.rules import A_CODE_IS_AWAITED_FOR

TRIES, CODES = 5, 3
WAIT = timedelta(minutes=15)
SIGNING = (
    "Somebody who is signed in as you asked for it, to sign or to change something in your name. If that was not you,"
    " tell your practice manager now, and give the code to nobody."
)
CONFIRMING = (
    "Somebody wants messages from the practice training site to come to this address. If that was not you, do nothing:"
    " nothing is changed without the code."
)


@dataclass(frozen=True)
class Answer:
    """What came of a code that was asked for or typed."""

    ok: bool = False
    wait: timedelta = timedelta(0)

    @property
    def wait_minutes(self) -> int:
        return ceil(self.wait.total_seconds() / 60)


def send_code(*, person: Person, at: datetime) -> Answer:
    """Mail a new code; those sent before are worth nothing from now on."""
    address = address_for_codes(person, at)
    return _send(person, address, "", SIGNING, at) if address else Answer()


def send_code_to_new_address(*, person: Person, address: str, at: datetime) -> Answer:
    """Mail a code that is good for one thing: to show that mail to this address reaches the person."""
    return _send(person, address, address, CONFIRMING, at) if settings.EMAIL_URL else Answer()


def _send(person: Person, to: str, confirms: str, why: str, at: datetime) -> Answer:
    code = f"{secrets.randbelow(1_000_000):06}"
    if wait := _keep(person, make_password(code), confirms, at):
        return Answer(wait=wait)
    try:
        _mail(to, code, why)
    except (SMTPException, OSError):
        return Answer()
    return Answer(ok=True)


@transaction.atomic
def _keep(person: Person, code_hash: str, confirms: str, at: datetime) -> timedelta:
    """Keep the code instead of those before it; or how long the person has to wait for one."""
    Person.objects.select_for_update().get(pk=person.pk)
    if wait := _locked_for(person, at) or _too_many_sent(person, at):
        return wait
    EmailedCode.objects.by(person).filter(used_at=None).update(used_at=at)
    EmailedCode.objects.create(person=person, address=confirms, code_hash=code_hash, sent_at=at)
    return timedelta(0)


def _mail(address: str, code: str, why: str) -> None:
    EmailMessage(
        "Your code for the practice training site",
        f"Your code is {code}. It works once, for 10 minutes.\n\n{why}",
        to=[address],
    ).send()


@transaction.atomic
def check_code(*, person: Person, code: str, address: str = "", at: datetime) -> Answer:
    """Whether it is the code sent last, in time and not used; five wrong ones close this door for a while.

    A code that confirms a new ``address`` is good for nothing else.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if locked := _locked_for(person, at):
        return Answer(wait=locked)
    typed = "".join(character for character in code if character.isdecimal())
    unused = EmailedCode.objects.by(person).filter(address=address, used_at=None, sent_at__lte=at)
    waiting = unused.order_by("-sent_at", "-pk").first()
    if waiting is None:
        return Answer()
    if at - waiting.sent_at <= A_CODE_IS_AWAITED_FOR and check_password(typed, waiting.code_hash):
        EmailedCode.objects.by(person).filter(pk=waiting.pk).update(used_at=at)
        return Answer(ok=True)
    EmailedCode.objects.by(person).filter(pk=waiting.pk).update(wrong=F("wrong") + 1, last_wrong_at=at)
    return Answer(wait=_locked_for(person, at))


def _locked_for(person: Person, at: datetime) -> timedelta:
    """How much longer nobody may try: a quarter of an hour after the fifth wrong code."""
    wrong = EmailedCode.objects.by(person).filter(last_wrong_at__gt=at - WAIT)
    if (wrong.aggregate(n=Sum("wrong"))["n"] or 0) < TRIES:
        return timedelta(0)
    return wrong.latest("last_wrong_at").last_wrong_at + WAIT - at


def _too_many_sent(person: Person, at: datetime) -> timedelta:
    """How much longer no other code is mailed: three in a quarter of an hour are enough."""
    sent = EmailedCode.objects.by(person).filter(sent_at__gt=at - WAIT).order_by("sent_at")
    return sent[0].sent_at + WAIT - at if sent.count() >= CODES else timedelta(0)
