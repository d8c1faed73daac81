"""One policy version as one person reads it: the text, the dates beside it, and their own signature."""

from dataclasses import dataclass

from django.core.cache import cache

from trainingsite.people.models import Person
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.versions import content_of


@dataclass(frozen=True)
class Reading:
    """What the page shows."""

    version: PolicyVersion
    content: dict
    signature: Attestation | None
    is_current: bool
    asks_to_sign: bool


def frozen_content(version: PolicyVersion) -> dict:
    """The frozen text, kept in memory: the same fingerprint is for ever the same text."""
    return cache.get_or_set(f"policy:{version.snapshot_id}", lambda: content_of(version), None)


def signature_of(person: Person, version: PolicyVersion) -> Attestation | None:
    """The person's standing signature of this version or of one it changed only in minor ways."""
    said = Attestation.objects.by(person).at(version.practice_id).latest().signed()
    same = said.filter(version__page=version.page_id, version__major=version.major)
    return same.select_related("version").order_by("-attested_at").first()


def reading_of(person: Person, version: PolicyVersion, current: PolicyVersion | None) -> Reading:
    """Everything the page of one version needs."""
    content, signature = frozen_content(version), signature_of(person, version)
    is_current = current is not None and current.pk == version.pk
    return Reading(version, content, signature, is_current, bool(content["declaration"]) and signature is None)
