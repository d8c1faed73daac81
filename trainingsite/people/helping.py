"""Who may help whom to sign in again, and taking away a second step that was lost."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from trainingsite.people.belonging import belonging_elsewhere
from trainingsite.people.credentials import issue, moment_in_words, tell
from trainingsite.people.models import (
    NEEDS_SECOND_FACTOR,
    CredentialIssued,
    Membership,
    Person,
    Practice,
    Responsibility,
)
from trainingsite.people.rules import A_CREDENTIAL_IS_NEW_FOR, Helping, why_not_remove_second_step
from trainingsite.people.shelves import name_of_owners

Kind = CredentialIssued.Kind
GAVE_A_WAY_IN = {Kind.MANAGER_CODE, Kind.CODE_USED, Kind.INVITATION, Kind.INVITATION_USED}


class CannotHelp(Exception):
    """This person may not let that one in; the sentence says why and who may."""


def practices_to_help_at(person: Person, day: dt.date) -> QuerySet[Practice]:
    """Practices whose people the person may help to sign in: a manager's own; an administrator's are all."""
    return Practice.objects.all() if person.is_superuser else Practice.objects.managed_by(person, day)


def helping(person: Person, practice: Practice, by: Person, at: dt.datetime) -> Helping:
    """How ``by`` stands to somebody whom they would help to sign in."""
    return helping_each([person], practice, by, at)[person.pk]


def helping_each(people: Sequence[Person], practice: Practice, by: Person, at: dt.datetime) -> dict[int, Helping]:
    """How ``by`` stands to each of them, in a fixed number of queries."""
    day, kinds = timezone.localdate(at), defaultdict(set)
    lately = CredentialIssued.objects.filter(issued_by=by, issued_at__gt=at - A_CREDENTIAL_IS_NEW_FOR)
    for person_id, kind in lately.filter(person__in=people).values_list("person", "kind"):
        kinds[person_id].add(kind)
    # Whoever begins later may have their way in before the first day.
    jobs = Membership.objects.known().exclude(ended_on__lt=day).at(practice).filter(person__in=people)
    working = set(jobs.values_list("person", flat=True))
    beyond = set() if by.is_superuser else with_other_rights(people, practice, day)
    elsewhere = set() if by.is_superuser else belonging_elsewhere(people, practice, day)
    return {
        person.pk: Helping(
            is_oneself=person.pk == by.pk,
            works_here=person.pk in working,
            is_shut_out=not person.is_active,
            has_other_rights=person.pk in beyond,
            belongs_elsewhere=person.pk in elsewhere,
            gave_code_lately=bool(kinds[person.pk] & GAVE_A_WAY_IN),
            changed_address_lately=Kind.ADDRESS in kinds[person.pk],
            removed_second_step_lately=Kind.SECOND_FACTOR_REMOVED in kinds[person.pk],
        )
        for person in people
    }


def has_other_rights(person: Person, practice: Practice, day: dt.date) -> bool:
    """Whether the person may do something that this practice's managers may not: elsewhere, or on the site."""
    return bool(with_other_rights([person], practice, day))


def with_other_rights(people: Sequence[Person], practice: Practice, day: dt.date) -> set[int]:
    """Those of them who may do something that this practice's managers may not: elsewhere, or on the site."""
    # A duty that begins later counts too: a way in that is taken today would still be open then.
    duties = Responsibility.objects.known().exclude(ended_on__lt=day).of_kind(*NEEDS_SECOND_FACTOR)
    duties = duties.filter(person__in=people).exclude(practice=practice)
    rights = Q(user_permissions__isnull=False) | Q(groups__in=groups_beyond(practice))
    granted = Person.objects.filter(rights, pk__in=[person.pk for person in people])
    return {
        *(person.pk for person in people if person.is_superuser or person.is_staff),
        *duties.values_list("person", flat=True),
        *granted.values_list("pk", flat=True),
    }


def groups_beyond(practice: Practice) -> QuerySet[Group]:
    """Groups that may do something, but that of the practice's own policy owners."""
    rights = Q(permissions__isnull=False) | Q(page_permissions__isnull=False) | Q(collection_permissions__isnull=False)
    return Group.objects.exclude(name=name_of_owners(practice)).filter(rights)


@transaction.atomic
def remove_second_step(*, person: Person, practice: Practice, by: Person, reason: str, at: dt.datetime) -> None:
    """Forget a phone that was lost, with its recovery codes, and end every session of the person. Raises CannotHelp.

    Whoever needs a second step sets it up again at the next sign-in.
    """
    if refusal := why_not_remove_second_step(helping(person, practice, by, at)):
        raise CannotHelp(refusal)
    TOTPDevice.objects.devices_for_user(person).delete()
    StaticDevice.objects.devices_for_user(person).delete()
    Person.objects.filter(pk=person.pk).update(times_signed_out=F("times_signed_out") + 1)
    issue(person=person, kind=Kind.SECOND_FACTOR_REMOVED, by=by, reason=reason, at=at)
    tell(
        [person.email],
        "The second step of your training account was removed",
        f"{by.name} removed the phone and the recovery codes of {person.name}, on {moment_in_words(at)}. From then on a"
        " password alone signs you in, until you set up a second step again.",
    )
