"""Codes on paper or read out: somebody who cannot sign in gets one from a manager, and chooses a new password."""

import datetime as dt
import secrets
from dataclasses import dataclass

from axes.utils import reset as forget_wrong_passwords
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone

from trainingsite.people.credentials import issue, moment_in_words, tell
from trainingsite.people.helping import CannotHelp, helping
from trainingsite.people.invited import Invitation
from trainingsite.people.models import CredentialIssued, Person, Practice, SignInCode
from trainingsite.people.rules import given_code_lasts, why_not_give_code

# Nothing that is taken for something else when it is read out or written down.
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
GROUPS, LETTERS_IN_GROUP = 3, 4


@dataclass(frozen=True)
class GivenCode:
    """A code as it is handed over: shown once, kept nowhere."""

    code: str
    ends_at: dt.datetime


@transaction.atomic
def give_code(*, person: Person, practice: Practice, by: Person, reason: str, at: dt.datetime) -> GivenCode:
    """Make a code for the person; those made before are worth nothing from now on. Raises CannotHelp."""
    if refusal := why_not_give_code(helping(person, practice, by, at)):
        raise CannotHelp(refusal)
    code = new_code()
    ends_at = at + given_code_lasts(has_signed_in=person.last_login is not None)
    write_off_codes(person, at)
    SignInCode.objects.create(
        person=person, code_hash=make_password(plain_code(code)), given_by=by, given_at=at, ends_at=ends_at
    )
    issue(person=person, kind=CredentialIssued.Kind.MANAGER_CODE, by=by, reason=reason, at=at)
    tell(
        [person.email],
        "Somebody made you a code to sign in with",
        f"{by.name} made a code with which {person.name} can choose a new password, on {moment_in_words(at)}.",
    )
    return GivenCode(code, ends_at)


def write_off_codes(person: Person, at: dt.datetime) -> None:
    """Let codes and invitations the person has not used be worth nothing: whoever has a password needs none."""
    SignInCode.objects.by(person).filter(used_at=None).update(used_at=at)
    Invitation.objects.by(person).close(at)


class SignInCodeBackend(BaseBackend):
    """Finds whoever holds a code, so that wrong ones are counted as wrong passwords are.

    It signs nobody in: a code is good for a new password, and that for signing in.
    """

    def authenticate(self, request, username=None, sign_in_code=None):
        if not (username and sign_in_code):
            return None
        person = Person.objects.filter(username=username, is_active=True).first()
        waiting = waiting_code(person, timezone.now()) if person else None
        if waiting is None:
            make_password(sign_in_code)  # as slow as for somebody who has a code
            return None
        return person if check_password(plain_code(sign_in_code), waiting.code_hash) else None


def waiting_code(person: Person | int, at: dt.datetime) -> SignInCode | None:
    """The code the person may use now; somebody whose sign-in has ended, none."""
    unused = SignInCode.objects.by(person).filter(used_at=None, given_at__lte=at, ends_at__gt=at)
    return (
        unused.filter(person__is_active=True).select_related("person", "given_by").order_by("-given_at", "-pk").first()
    )


@transaction.atomic
def choose_password(*, code: SignInCode, password: str, at: dt.datetime) -> bool:
    """Use the code up and change the password, which ends every session of the person; False if it is used already."""
    unused = SignInCode.objects.by(code.person).filter(pk=code.pk, used_at=None, ends_at__gt=at)
    if not unused.update(used_at=at):
        return False
    person = code.person
    person.set_password(password)
    person.save(update_fields=["password"])
    write_off_codes(person, at)
    forget_wrong_passwords(username=person.get_username())
    issue(person=person, kind=CredentialIssued.Kind.CODE_USED, by=code.given_by, at=at)
    tell(
        [person.email],
        "The password of your training account was changed",
        f"{person.name} chose a new password with a code from {code.given_by.name}, on {moment_in_words(at)}.",
    )
    return True


def new_code() -> str:
    """A code that is easily read out and written down."""
    return "-".join(_letters() for _ in range(GROUPS))


def _letters() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LETTERS_IN_GROUP))


def plain_code(code: str) -> str:
    """A code without what people type differently."""
    return "".join(character for character in code.upper() if character.isalnum())
