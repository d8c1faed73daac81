"""Showing that the other row is one's own too: its password, or the code that came with the question."""

import datetime as dt
from dataclasses import dataclass

from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset as forget_wrong_passwords
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from trainingsite.people import second_factor
from trainingsite.people.joining.rules import TRIES
from trainingsite.people.leavers import may_sign_in
from trainingsite.people.models import Person, SameAsked, SameCode, SamePerson
from trainingsite.people.sign_in_codes import plain_code

Proof = SamePerson.Proof
TOO_MANY_PASSWORDS = "Too many wrong passwords. Wait 15 minutes and try again."
WRONG_PASSWORD = "That is not the password of {username}. Try again, or ask your manager for a code."
WRONG_STEP = "That code is not right. Enter the one that the phone of {username} shows now."
WRONG_CODE = "That code is not right, or too old. Check it, or ask your manager for a new one."


@dataclass(frozen=True)
class Shown:
    """What came of it: how it was shown, or what is wrong with which field."""

    proof: Proof | None = None
    field: str = ""
    problem: str = ""
    status: int = 200


@dataclass(frozen=True)
class Ways:
    """How this person can show that the other row is theirs."""

    by_password: bool
    needs_second_step: bool
    by_code: bool

    @property
    def any(self) -> bool:
        return self.by_password or self.by_code


def ways_for(asked: SameAsked, other: Person, at: dt.datetime) -> Ways:
    """By password where the row can still sign in, which a leaver's cannot; by the manager's code where one waits."""
    by_password = may_sign_in(other, timezone.localdate(at))
    return Ways(
        by_password=by_password,
        needs_second_step=by_password and second_factor.has_second_factor(other),
        by_code=not by_password and waiting_code(asked, other, at) is not None,
    )


def waiting_code(asked: SameAsked, other: Person, at: dt.datetime) -> SameCode | None:
    """The code that stands for that row, while it lasts and has not been tried too often."""
    return SameCode.objects.filter(asked=asked, person=other, used_at=None, wrong__lt=TRIES, ends_at__gt=at).first()


def by_code(asked: SameAsked, other: Person, code: str, at: dt.datetime) -> Shown:
    """Check the manager's code; each wrong one counts, and the fifth is the last."""
    waiting = waiting_code(asked, other, at)
    if waiting is None:
        return Shown(field="code", problem=WRONG_CODE)
    SameCode.objects.filter(pk=waiting.pk).update(wrong=F("wrong") + 1)
    if not check_password(plain_code(code), waiting.code_hash):
        return Shown(field="code", problem=WRONG_CODE)
    return Shown(Proof.CODE)


def by_password(request: HttpRequest, other: Person, password: str, step: str, at: dt.datetime) -> Shown:
    """Check the other row's password, and its second step if it has one: wrong ones count as at the front door."""
    credentials = {"username": other.get_username(), "password": password}
    shown = authenticate(request, **credentials)
    if shown is None or shown.pk != other.pk:
        if AxesProxyHandler.is_locked(request, credentials):
            request.axes_locked_out = False  # the site's own page for locked doors would lose what was typed
            return Shown(field="other_password", problem=TOO_MANY_PASSWORDS, status=429)
        return Shown(field="other_password", problem=WRONG_PASSWORD.format(username=other.username))
    forget_wrong_passwords(username=other.get_username())
    if not second_factor.has_second_factor(other):
        return Shown(Proof.PASSWORD)
    check = second_factor.check_code(person=other, code=step, at=at)
    if check.method is None:
        return Shown(
            field="other_step", problem=WRONG_STEP.format(username=other.username),
            status=429 if check.wait_seconds else 200,
        )  # fmt: skip
    return Shown(Proof.PASSWORD)
