"""The details of a person that are no words of the record: name, address, ways in, staff number, messages."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Concat
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.admin.models import EditingSession, FormState
from wagtail.models import ModelLogEntry, PageSubscription
from wagtail.users.models import UserProfile

from trainingsite.audit.actions import read_words
from trainingsite.audit.models import Words
from trainingsite.evidence.keeping.messages import erase_addresses, erase_from_messages
from trainingsite.people.models import (
    EmailedCode,
    FormerName,
    Invitation,
    Membership,
    Person,
    Responsibility,
    SameCode,
    SignInCode,
)
from trainingsite.people.sessions import forget_sessions_of

FORMER = "Former member of staff"
ONE_OF_THEIRS = (SignInCode, EmailedCode, SameCode, Invitation)
OF_A_USER = (TOTPDevice, StaticDevice, EditingSession, FormState, PageSubscription)


def number_of(person: Person) -> str:
    """What somebody is known by once their name is gone: the head of the key under which the record knows them."""
    return person.key.hex[:6].upper()


def names_of(rows: Collection[int]) -> list[str]:
    """Every name and address somebody went by, longest first, but for what is somebody else's name too.

    In whole, and never one plain word: that stands in sentences which have nothing to do with them.
    """
    people = list(Person.objects.filter(pk__in=rows))
    former = FormerName.objects.filter(person__in=rows).values("key")
    kept = [read_words(words) for words in Words.objects.filter(about__in=former)]
    names = {f"{was['first_name']} {was['last_name']}".strip() for was in kept}
    for person in people:
        names |= {person.get_full_name(), person.email, person.username}
    telling = {name for name in names if not name.isalpha() and not name.startswith(FORMER)} - {""}
    return sorted((name for name in telling if not _is_anothers(name, rows)), key=lambda name: (-len(name), name))


def _is_anothers(name: str, rows: Collection[int]) -> bool:
    """Whether somebody else goes by the same name, or reads mail at the same address."""
    full = Concat("first_name", Value(" "), "last_name")
    others = Person.objects.exclude(pk__in=rows).annotate(full=full)
    return others.filter(Q(full=name) | Q(email__iexact=name)).exists()


def facts_with_details(rows: Collection[int]) -> list[uuid.UUID]:
    """The lines of jobs with a staff number and of duties with an address or phone number of the holder."""
    return sorted({*_jobs(rows).values_list("line", flat=True), *_duties(rows).values_list("line", flat=True)}, key=str)


def erase_sign_in(person: Person, rows: Collection[int]) -> None:
    """Leave nothing with which somebody could sign in or be written to; others read the name where an address stood."""
    erase_addresses(rows, [each for each in names_of(rows) if "@" in each], person.name)
    forget_sessions_of(rows)
    names = Person.objects.filter(pk__in=rows).values_list("username", flat=True)
    AccessAttempt.objects.filter(username__in=list(names)).delete()
    for model in ONE_OF_THEIRS:
        model.objects.filter(person__in=rows).delete()
    for model in OF_A_USER:
        model.objects.filter(user__in=rows).delete()
    for profile in UserProfile.objects.filter(user__in=rows):
        if profile.avatar:  # the file first: after the row nobody would know of it
            profile.avatar.storage.delete(profile.avatar.name)
        profile.delete()
    for person in Person.objects.filter(pk__in=rows):
        Person.objects.filter(pk=person.pk).update(
            username=f"former-{person.key.hex}", email="", password=make_password(None), is_active=False,
            last_login=None, times_signed_out=F("times_signed_out") + 1,
        )  # fmt: skip


def erase_identity(person: Person, rows: Collection[int], called: Sequence[str], at: dt.datetime) -> None:
    """Give somebody a number for a name, under all their rows, wherever the site shows them or wrote of them."""
    Person.groups.through.objects.filter(person__in=rows).delete()
    Person.objects.filter(pk__in=rows).update(first_name=FORMER, last_name=number_of(person))
    _jobs(rows).update(staff_number="")
    _duties(rows).update(contact="")
    # Rows of Wagtail's log from before it knew people by number: see people.isolation.log.
    about_people = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Person), object_id__in=[str(row) for row in rows]
    )
    about_people.update(label=f"Account number {person.pk}", data={})
    erase_from_messages(rows, called, f"{FORMER} {number_of(person)}", at)


def _jobs(rows: Collection[int]) -> QuerySet[Membership]:
    return Membership.objects.filter(person__in=rows).exclude(staff_number="")


def _duties(rows: Collection[int]) -> QuerySet[Responsibility]:
    return Responsibility.objects.filter(Q(person__in=rows) & ~Q(contact=""))
