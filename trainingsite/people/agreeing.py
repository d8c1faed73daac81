"""A practice agrees that its network's leads see names, or ends it: practices are separate controllers."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import record
from trainingsite.people.agreements import NamesAgreed
from trainingsite.people.models import Network, NetworkPractice, Person, Practice


class NotInNetwork(Exception):
    """The practice is not in that network today, so that there is nobody to agree with."""


@dataclass(frozen=True)
class Agreement:
    """What stands between a practice and one network today: since when names are shown, if they are."""

    network: Network
    agreed: NamesAgreed | None


@transaction.atomic
def agree_to_names(*, practice: Practice, network: Network, by: Person, at: dt.datetime) -> NamesAgreed:
    """Let the network's leads see names, from now on; what stands already, stands. Raises NotInNetwork."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    day = timezone.localdate(at)
    stay = _stays(day).filter(practice=practice, network=network).order_by("pk").first()
    if stay is None:
        raise NotInNetwork
    standing = names_agreed([practice], day, network).get((practice.pk, network.pk))
    return standing or _step(NamesAgreed.Kind.AGREED, practice, network, stay.line, by, at)


@transaction.atomic
def end_names(*, practice: Practice, network: Network, by: Person, at: dt.datetime) -> NamesAgreed | None:
    """Let the network's leads see no names any more, from this moment on; nothing where none were agreed."""
    Practice.objects.select_for_update().get(pk=practice.pk)
    last = NamesAgreed.objects.at(practice).filter(network=network).latest().first()
    if last is None or last.kind == NamesAgreed.Kind.ENDED:
        return None
    return _step(NamesAgreed.Kind.ENDED, practice, network, last.stay, by, at)


def names_agreed(
    practices: Collection[Practice], today: dt.date, network: Network | None = None
) -> dict[tuple[int, int], NamesAgreed]:
    """By practice and network: the agreement that stands now, while the practice is in the network. One query."""
    standing = _standing(practices, today)
    standing = standing if network is None else standing.filter(network=network)
    return {(step.practice_id, step.network_id): step for step in standing.select_related("acted_by")}


def names_agreed_since(practices: Collection[Practice], today: dt.date, network: Network) -> dict[int, dt.date]:
    """By practice: since when its agreement with this network stands. One query."""
    return dict(_standing(practices, today).filter(network=network).values_list("practice", "acted_on"))


def agreements_of(practice: Practice, today: dt.date) -> list[Agreement]:
    """Every network the practice is in today, by name, and whether its leads see names."""
    agreed = names_agreed([practice], today)
    networks = Network.objects.filter(pk__in=_stays(today).filter(practice=practice).values("network"))
    return [Agreement(network, agreed.get((practice.pk, network.pk))) for network in networks]


def steps_of(practice: Practice) -> list[NamesAgreed]:
    """Everything the practice ever agreed to or ended, the newest first."""
    return list(NamesAgreed.objects.at(practice).select_related("network", "acted_by").order_by("-acted_at", "-pk"))


def _standing(practices: Collection[Practice], today: dt.date):
    steps = NamesAgreed.objects.filter(practice__in=practices).latest().filter(kind=NamesAgreed.Kind.AGREED)
    return steps.filter(stay__in=_stays(today).values("line"))


def _stays(day: dt.date):
    return NetworkPractice.objects.known().on(day)


def _step(kind: str, practice: Practice, network: Network, stay, by: Person, at: dt.datetime) -> NamesAgreed:
    number = NamesAgreed.objects.at(practice).filter(network=network).count() + 1
    step = NamesAgreed.objects.create(
        practice=practice, network=network, stay=stay, kind=kind, number=number, acted_by=by, acted_at=at,
        acted_on=timezone.localdate(at),
    )  # fmt: skip
    record(
        chains=[practice.chain], verb=f"people.names_{kind}", actor=by.key, subject=practice.key, at=at, rows=[step],
        data={"network": network.key, "kind": str(kind)},
    )  # fmt: skip
    return step
