"""One policy version as one person reads it: the text, the dates beside it, and their own signature."""

from dataclasses import dataclass

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
    signed_before: PolicyVersion | None


def signatures_of(person: Person, version: PolicyVersion) -> list[Attestation]:
    """The person's standing signatures of any version of the same policy, the latest first."""
    said = Attestation.objects.by(person).at(version.practice_id).latest().signed()
    return list(said.filter(version__page=version.page_id).select_related("version").order_by("-attested_at"))


def signature_of(person: Person, version: PolicyVersion) -> Attestation | None:
    """The person's standing signature of this version or of one it changed only in minor ways."""
    return _standing_for(version, signatures_of(person, version))


def _standing_for(version: PolicyVersion, signatures: list[Attestation]) -> Attestation | None:
    return next((signature for signature in signatures if signature.version.major == version.major), None)


def reading_of(person: Person, version: PolicyVersion, current: PolicyVersion | None) -> Reading:
    """Everything the page of one version needs."""
    content, signatures = content_of(version), signatures_of(person, version)
    signature = _standing_for(version, signatures)
    signed = signature or next(iter(signatures), None)
    return Reading(
        version=version,
        content=content,
        signature=signature,
        is_current=current is not None and current.pk == version.pk,
        asks_to_sign=bool(content["declaration"]) and signature is None,
        signed_before=signed.version if signed and signed.version.comes_before(version) else None,
    )
