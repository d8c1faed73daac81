"""The practices and networks of the site as its administrators look after them."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.people.models import Membership, Network, NetworkPractice, Practice, Responsibility
from trainingsite.people.places import BranchSite, Merger
from trainingsite.policies.looking_after import LOOKS_AFTER
from trainingsite.policies.names import DESCRIBED, OF_THE_PRACTICE

NO_NETWORK = "In no network"


@dataclass(frozen=True)
class Listed:
    """One practice in the list."""

    practice: Practice
    people: int
    managers: int
    merger: Merger | None


@dataclass(frozen=True)
class Group:
    """The practices of one network; or those of none."""

    name: str
    practices: list[Listed]


@dataclass(frozen=True)
class Place:
    """One practice as its administrators see it: where it belongs, who manages it, and what became of it."""

    practice: Practice
    networks: list[NetworkPractice]
    sites: list[BranchSite]
    managers: list[Responsibility]
    merger: Merger | None
    came_over: list[Merger]
    missing: list[str]


def groups_on(day: dt.date) -> list[Group]:
    """Every practice under its networks, those of none last; five queries for any number."""
    listed = {each.practice.pk: each for each in listed_on(day)}
    places = NetworkPractice.objects.known().on(day).values_list("network_id", "practice_id")
    members = {network: [listed[one] for of, one in places if of == network] for network, _ in places}
    groups = [Group(network.name, by_name(members.get(network.pk, ()))) for network in Network.objects.all()]
    alone = [each for key, each in listed.items() if key not in {one for _, one in places}]
    return [*groups, Group(NO_NETWORK, by_name(alone))] if alone else groups


def listed_on(day: dt.date) -> list[Listed]:
    jobs = Membership.objects.known().on(day).values_list("practice_id", "person_id").distinct()
    people = Counter(practice for practice, _ in jobs)
    duties = Responsibility.objects.known().on(day).opening_the_desk().filter(person__isnull=False)
    managers = Counter(practice for practice, _ in duties.values_list("practice_id", "person_id").distinct())
    gone = {each.practice_id: each for each in Merger.objects.known().filter(ended_on=None).select_related("into")}
    return [Listed(each, people[each.pk], managers[each.pk], gone.get(each.pk)) for each in Practice.objects.all()]


def by_name(listed: Iterable[Listed]) -> list[Listed]:
    """In order of name, those that have gone over into another at the end."""
    return sorted(listed, key=lambda each: (each.merger is not None, each.practice.name.casefold()))


def practice_called(ods: str) -> Practice | None:
    """The practice with this code, in small letters or capitals."""
    return Practice.objects.filter(ods_code__iexact=ods).first()


def place_of(practice: Practice, day: dt.date) -> Place:
    """Everything about one practice; a fixed number of queries."""
    networks = NetworkPractice.objects.known().filter(practice=practice).select_related("network")
    duties = Responsibility.objects.known().exclude(ended_on__lt=day).at(practice).of_kind(*LOOKS_AFTER)
    mergers = Merger.objects.known().select_related("practice", "into").order_by("started_on", "pk")
    return Place(
        practice=practice,
        networks=list(networks.order_by("started_on", "pk")),
        sites=list(BranchSite.objects.known().at(practice).order_by("ended_on", "name", "pk")),
        managers=list(duties.filter(person__isnull=False).select_related("person").order_by("duty", "pk")),
        merger=mergers.filter(practice=practice, ended_on=None).first(),
        came_over=list(mergers.filter(into=practice)),
        missing=[DESCRIBED[word] for word, field in OF_THE_PRACTICE.items() if not getattr(practice, field)],
    )


def networks_of(practice: Practice, day: dt.date) -> list[Network]:
    """The networks that the practice is in that day, or joins later."""
    places = NetworkPractice.objects.known().exclude(ended_on__lt=day).filter(practice=practice)
    return list(Network.objects.filter(pk__in=places.values("network")))


def site_of(practice: Practice, line: uuid.UUID) -> BranchSite | None:
    """A branch site that has not been closed."""
    sites = BranchSite.objects.known().at(practice).filter(line=line, ended_on=None)
    return sites.select_related("practice").first()


def practices_to_join(practice: Practice):
    """The practices into which this one could go over: every other one that has not gone itself."""
    gone = Merger.objects.known().filter(ended_on=None).values("practice")
    return Practice.objects.exclude(pk=practice.pk).exclude(pk__in=gone)
