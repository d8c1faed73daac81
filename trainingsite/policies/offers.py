"""What a practice's networks publish, what it adopted of that, and what waits."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from trainingsite.people.models import NetworkPractice, Person, Practice, Responsibility
from trainingsite.policies.looking_after import LOOKS_AFTER
from trainingsite.policies.models import PolicyArchived, PolicyVersion
from trainingsite.policies.network_rules import Step, taken_together
from trainingsite.policies.network_versions import NetworkVersion


@dataclass(frozen=True)
class Offer:
    """The newest version of a network's policy as one practice sees it, and what the practice has adopted of it."""

    version: NetworkVersion
    practice: Practice
    adopted: PolicyVersion | None = None
    stopped: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody has to look: the practice follows the policy and has not adopted the newest version."""
        return not self.stopped and not self.is_adopted

    @property
    def is_adopted(self) -> bool:
        return self.adopted is not None and self.adopted.place >= self.version.place

    @property
    def address(self) -> str:
        """Where it is read and adopted."""
        return reverse("policies:adoptable", args=[self.version.key, self.practice.ods_code.lower()])

    @property
    def sentence(self) -> str:
        """What there is to do."""
        since = f"You have adopted version {self.adopted.number}." if self.adopted else "You have not adopted it yet."
        return f"{self.version.network.name} has published version {self.version.number}. {since}"


def practices_looked_after(person: Person, day: dt.date):
    """The practices whose policies the person looks after that day."""
    duties = Responsibility.objects.known().on(day).by(person).of_kind(*LOOKS_AFTER)
    return Practice.objects.filter(pk__in=duties.values("practice"))


def offers_to(practices: Iterable[Practice], day: dt.date) -> list[Offer]:
    """Every policy of their networks, for each of the practices, by practice and title: three queries for all."""
    practices = {practice.pk: practice for practice in practices}
    members = NetworkPractice.objects.known().on(day).filter(practice__in=practices)
    networks = defaultdict(set)
    for network_id, practice_id in members.values_list("network", "practice"):
        networks[network_id].add(practice_id)
    newest = _newest(networks)
    adopted = _adopted(newest, practices)
    found = [
        _offer(version, practices[practice_id], adopted.get((version.page_id, practice_id)))
        for version in newest.values()
        for practice_id in networks[version.network_id]
    ]
    return sorted(found, key=lambda offer: (offer.practice.name, offer.practice.pk, offer.version.title))


def _offer(version: NetworkVersion, practice: Practice, adopted: PolicyVersion | None) -> Offer:
    stopped = adopted is not None and adopted.last_step == PolicyArchived.Kind.ARCHIVED
    return Offer(version, practice, adopted, stopped)


def _newest(networks: Iterable[int]) -> dict[int, NetworkVersion]:
    """By page: the newest version."""
    found: dict[int, NetworkVersion] = {}
    for version in NetworkVersion.objects.of(networks).select_related("network", "page").order_by("major", "minor"):
        found[version.page_id] = version
    return found


def _adopted(pages: Iterable[int], practices: Iterable[int]) -> dict[tuple[int, int], PolicyVersion]:
    """By page and practice: the newest version adopted, with whether the policy was archived there."""
    steps = PolicyArchived.objects.filter(page=OuterRef("page"), practice=OuterRef("practice")).order_by("-number")
    rows = PolicyVersion.objects.filter(page__in=list(pages), practice__in=list(practices))
    rows = rows.annotate(last_step=Subquery(steps.values("kind")[:1])).order_by("major", "minor")
    return {(row.page_id, row.practice_id): row for row in rows}


def offer_to(practice: Practice, version_key, day: dt.date) -> Offer | None:
    """One version of a network of the practice, the newest or an older one; nothing if it is no network of its."""
    networks = NetworkPractice.objects.known().on(day).filter(practice=practice).values("network")
    version = NetworkVersion.objects.of(networks).select_related("network", "page").filter(key=version_key).first()
    if version is None:
        return None
    return _offer(version, practice, _adopted([version.page_id], [practice.pk]).get((version.page_id, practice.pk)))


def what_it_asks(version: NetworkVersion, adopted: PolicyVersion | None) -> tuple[bool, bool]:
    """Whether adopting the version is material for the practice, and asks everybody there to sign again."""
    published = NetworkVersion.objects.filter(page=version.page_id)
    steps = [Step(each.place, each.material, each.asks_everybody) for each in published]
    return taken_together(steps, adopted=adopted and adopted.place, wanted=version.place)


def waiting_for(person: Person, day: dt.date) -> list[Offer]:
    """What waits to be adopted at the practices whose policies the person looks after."""
    return [offer for offer in offers_to(practices_looked_after(person, day), day) if offer.waits]


def in_force_elsewhere(person: Person, version: PolicyVersion, day: dt.date) -> list[PolicyVersion]:
    """The other versions of a network's policy in force that day at further practices where the person works."""
    rows = PolicyVersion.objects.filter(page=version.page_id, practice__in=Practice.objects.of(person, day))
    newest: dict[int, PolicyVersion] = {}
    for row in rows.in_force_on(day).exclude(practice=version.practice_id).select_related("practice"):
        newest.setdefault(row.practice_id, row)
    return [row for row in newest.values() if row.place != version.place]
