"""Minor versions: nobody signs again, but everybody whose signature stands is told."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from trainingsite.notices import actions as notices
from trainingsite.notices.models import Notice
from trainingsite.people.identities import kept_for
from trainingsite.people.models import Membership, Person
from trainingsite.policies.audiences import people_asked
from trainingsite.policies.editions import counts_for, is_archived, versions_beside
from trainingsite.policies.models import Attestation, PolicyVersion

MINOR_VERSION = "policy_minor_version"


@dataclass(frozen=True)
class MinorNotice:
    """A minor version that somebody was told of after they had signed."""

    version: PolicyVersion
    told_on: dt.date


def who_signed(version: PolicyVersion, day: dt.date) -> list[Person]:
    """The people at the practice that day whose signature counts for the version."""
    counting = counts_for(version, versions_beside(version), day)
    here = Membership.objects.known().on(day).at(version.practice_id).values("person")
    signed = Attestation.objects.at(version.practice_id).latest().signed().filter(version__in=counting)
    signers = signed.values("person")
    people = Person.objects.filter(Q(pk__in=signers) | Q(pk__in=kept_for(signers)))
    return list(people.filter(pk__in=here))


def who_signs_again(in_force: PolicyVersion, content: dict, day: dt.date) -> list[Person]:
    """Those who signed what is in force and would sign a material change of it: whom the new text is still for."""
    asked = set(people_asked(in_force.practice, content, day))
    return [person for person in who_signed(in_force, day) if person in asked]


def who_would_lose(version: PolicyVersion, day: dt.date) -> list[Person]:
    """The people at the practice that day whose signature counts only because this version asks nobody again."""
    newer = [each for each in versions_beside(version) if not each.comes_before(version)]
    signed = Attestation.objects.at(version.practice_id).latest().signed().filter(version__in=newer)
    kept = set(signed.values_list("person", flat=True))
    kept |= set(kept_for(kept).values_list("kept", flat=True))
    return [person for person in who_signed(version, day) if person.pk not in kept]


def tell_of_minor(version: PolicyVersion, at: dt.datetime, day: dt.date) -> None:
    """Tell everybody whose signature stands that the wording has changed and that they need not sign again.

    What is in the archive is asked of nobody, so nobody is told of it either.
    """
    if is_archived(versions_beside(version)):
        return
    address = settings.SITE_URL + reverse("policies:version", args=[version.key])
    notices.put_to_all(
        who_signed(version, day), kind=MINOR_VERSION, about=version.key, at=at,
        subject=f"Small changes: {version.title}, version {version.number}",
        body=(
            f"The {version.title} has a new version, {version.number}, in force from"
            f" {version.effective_on:%-d %B %Y}. The change is minor: what you signed stands, and you need not"
            f" sign again.\n\nWhat has changed: {version.reason}\n\nRead it at {address}"
        ),
    )  # fmt: skip


def minors_since(signature: Attestation) -> tuple[MinorNotice, ...]:
    """The minor versions that the signer was told of since, oldest first."""
    return minors_since_each([signature]).get(signature.pk, ())


def minors_since_each(signatures: Iterable[Attestation]) -> dict[int, tuple[MinorNotice, ...]]:
    """By signature: the minor versions that its signer was told of since; two queries for any number of them."""
    signatures = list(signatures)
    if not signatures:
        return {}
    pages = {signature.version.page_id for signature in signatures}
    minor = PolicyVersion.objects.filter(page__in=pages, minor__gt=0, reclassified__isnull=True)
    versions = {version.key: version for version in minor}
    told = Notice.objects.filter(kind=MINOR_VERSION, about__in=versions, person__in={s.person_id for s in signatures})
    found: dict[int, tuple[MinorNotice, ...]] = {}
    for notice in sorted(told, key=lambda notice: versions[notice.about].place):
        version = versions[notice.about]
        for signature in signatures:
            if is_told_after(signature, version, notice):
                found[signature.pk] = (*found.get(signature.pk, ()), MinorNotice(version, notice.for_day))
    return found


def with_minors(attestations: Iterable[Attestation], day: dt.date) -> list[Attestation]:
    """The same, each with ``minors``: for a signature, the minor versions that its signer was told of by the day."""
    attestations = list(attestations)
    found = minors_since_each([each for each in attestations if each.is_signature])
    for each in attestations:
        each.minors = tuple(minor for minor in found.get(each.pk, ()) if minor.told_on <= day)
    return attestations


def is_told_after(signature: Attestation, version: PolicyVersion, notice: Notice) -> bool:
    """Whether the notice tells the signer of a minor version of what they signed."""
    signed = signature.version
    same = (signed.page_id, signature.person_id) == (version.page_id, notice.person_id)
    return same and signed.major == version.major and signed.comes_before(version)
