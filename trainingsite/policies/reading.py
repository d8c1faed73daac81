"""One policy version as one person reads it: the text, the dates beside it, and their own signature."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.people.models import Person
from trainingsite.policies.audiences import names_in, people_asked
from trainingsite.policies.editions import counts_for, is_archived, versions_beside
from trainingsite.policies.elsewhere import COUNTS_ELSEWHERE, place_here
from trainingsite.policies.minors import MinorNotice, minors_since
from trainingsite.policies.models import TALK, Attestation, PolicyVersion
from trainingsite.policies.sources import Source, sources_of
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
    is_scheduled: bool = False
    is_archived: bool = False
    scheduled: PolicyVersion | None = None
    minors: tuple[MinorNotice, ...] = ()
    sources: tuple[Source, ...] = ()
    for_whom: tuple[str, ...] = ()
    is_for_others: bool = False

    @property
    def can_be_signed_now(self) -> bool:
        """Whether the page leads on to signing: the version in force, and one that is coming."""
        return self.asks_to_sign and (self.is_current or self.is_scheduled)


def signatures_of(person: Person, version: PolicyVersion) -> list[Attestation]:
    """The person's standing signatures of any version of the same policy, the latest first.

    Those at other practices are of a policy that its network published; paper stays with the practice.
    """
    return signatures_among(said_about(person, version), version)


def signatures_among(said: list[Attestation], version: PolicyVersion) -> list[Attestation]:
    """The same, found in what the person said of the policy."""
    here = version.practice_id
    standing = [each for each in last_words(said) if each.is_signature]
    return [each for each in standing if each.practice_id == here or each.kind in COUNTS_ELSEWHERE]


def said_about(person: Person, version: PolicyVersion) -> list[Attestation]:
    """All that the person has said about any version of the same policy, at any practice, under any row of theirs."""
    said = Attestation.objects.by_human(person).filter(version__page=version.page_id)
    return list(said.select_related("version"))


def last_words(said: list[Attestation]) -> list[Attestation]:
    """The last word on each version at each practice, the latest first; to ask something takes no word back.

    Of two rows that are one person each has its own: a signature stands until it is itself taken back.
    """
    last: dict[tuple[int, int, int], Attestation] = {}
    for each in sorted((each for each in said if each.kind not in TALK), key=lambda each: each.number):
        last[each.person_id, each.practice_id, each.version_id] = each
    return sorted(last.values(), key=lambda each: each.attested_at, reverse=True)


def signature_of(person: Person, version: PolicyVersion, day: dt.date) -> Attestation | None:
    """The person's signature that counts for this version on the day: of it, or of one that asks nobody again."""
    return signature_among(said_about(person, version), version, day)


def signature_among(said: list[Attestation], version: PolicyVersion, day: dt.date) -> Attestation | None:
    """The same, found in what the person said of the policy."""
    signatures = signatures_among(said, version)
    return _standing_for(version, signatures, versions_beside(version), day) if signatures else None


def _standing_for(version, signatures: list[Attestation], beside: list[PolicyVersion], day) -> Attestation | None:
    places = {each.place for each in counts_for(version, beside, day)}
    return next((signature for signature in signatures if place_here(signature, version, beside) in places), None)


def is_asked(person: Person, version: PolicyVersion, content: dict, day: dt.date) -> bool:
    """Whether the version is for the person, by their job or a duty."""
    return people_asked(version.practice, content, day).filter(pk=person.pk).exists()


def reading_of(person: Person, version: PolicyVersion, current: PolicyVersion | None, day: dt.date) -> Reading:
    """Everything the page of one version needs."""
    content, signatures, beside = content_of(version), signatures_of(person, version), versions_beside(version)
    signature, archived = _standing_for(version, signatures, beside, day), is_archived(beside)
    signed = signature or next(iter(signatures), None)
    is_current = current is not None and current.pk == version.pk
    coming = [each for each in beside if each.effective_on > day and (not current or current.comes_before(each))]
    return Reading(
        version=version,
        content=content,
        signature=signature,
        is_current=is_current and not archived,
        asks_to_sign=bool(content["declaration"]) and signature is None and not archived,
        signed_before=signed.version if signed and signed.version.comes_before(version) else None,
        is_scheduled=version in coming,
        is_archived=archived,
        scheduled=next(iter(coming), None),
        minors=minors_since(signature) if signature else (),
        sources=sources_of(content, version.page, is_current=is_current),
        for_whom=tuple(names_in(content)),
        is_for_others=bool(content.get("audience")) and not is_asked(person, version, content, day),
    )
