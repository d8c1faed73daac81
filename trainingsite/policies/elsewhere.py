"""A signature at one practice of a network counts at each practice that adopted the same version."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from trainingsite.people.identities import formers_of, people_today
from trainingsite.people.models import Membership
from trainingsite.policies.models import Attestation, PolicyVersion
from trainingsite.policies.network_rules import counts_as
from trainingsite.policies.network_versions import NetworkVersion
from trainingsite.policies.rules import Asking, Edition, Number, askings_of

# Paper stays with the practice that witnessed it.
COUNTS_ELSEWHERE = (Attestation.Kind.SIGNED, Attestation.Kind.WITHDRAWN, Attestation.Kind.VOIDED)


def askings_by_page(page_ids: Iterable[int], known_at: dt.datetime | None = None) -> dict[int, list[Asking]]:
    """By policy of a network: each time its versions ask everybody again; one query."""
    editions = defaultdict(list)
    published = NetworkVersion.objects.filter(page__in=list(page_ids))
    for version in published if known_at is None else published.filter(recorded_at__lte=known_at):
        editions[version.page_id].append(Edition(version.place, version.effective_on, version.asks_everybody))
    return {page_id: askings_of(each) for page_id, each in editions.items()}


def place_here(attestation: Attestation, version: PolicyVersion, beside: list[PolicyVersion]) -> Number | None:
    """Where a signature stands among the versions of this practice; None if it counts for none of them."""
    if attestation.practice_id == version.practice_id:
        return attestation.version.place
    return _place_here(attestation, beside, askings_by_page([version.page_id]).get(version.page_id, []))


def _place_here(attestation: Attestation, beside: list[PolicyVersion], askings: list[Asking]) -> Number | None:
    return counts_as(attestation.version.place, adopted=[each.place for each in beside], askings=askings)


def signers_elsewhere(
    version: PolicyVersion, beside: list[PolicyVersion], counting: set[Number], day: dt.date
) -> set[int]:
    """The people at the practice that day whose signature at another practice counts for the version."""
    here = Membership.objects.known().on(day).at(version.practice_id).values("person")
    signed = Attestation.objects.latest().filter(kind=Attestation.Kind.SIGNED, version__page=version.page_id)
    signed = signed.filter(Q(person__in=here) | Q(person__in=formers_of(here))).exclude(practice=version.practice_id)
    rows = list(signed.select_related("version", "person"))
    askings = askings_by_page([version.page_id]).get(version.page_id, []) if rows else []
    today = people_today(row.person for row in rows) if rows else {}
    return {today[row.person_id].pk for row in rows if _place_here(row, beside, askings) in counting}
