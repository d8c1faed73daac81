"""Practices and networks: begun, changed, moved from one network to another, seeing patients at several sites."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from trainingsite.audit.actions import SITE_CHAIN, plain, record
from trainingsite.people.facts import DatedFact, correct
from trainingsite.people.models import Network, NetworkPractice, Practice
from trainingsite.people.places import BranchSite
from trainingsite.people.shelves import network_shelf, practice_shelf, rename_practice_shelf

A_DAY = dt.timedelta(days=1)
DETAILS = ("name", "cqc_provider_id", "cqc_location_id", "address", "phone", "website", "approved_messaging_apps")
LONGEST_KEY = 50


class CodeTaken(Exception):
    """Another practice has this ODS code."""


class NothingMoves(Exception):
    """The practice is in that network already, or would neither leave one nor join one."""


@transaction.atomic
def open_network(*, name: str, by: str = "", at: dt.datetime) -> Network:
    """Begin a network, with its shelf, its files and its group of policy owners."""
    network = Network.objects.create(name=name, key=_free_key(name))
    network_shelf(network)
    record(
        chains=[network.chain], verb="people.network_opened", actor=by, at=at,
        data={"network": network.key, "name": name},
    )  # fmt: skip
    return network


@transaction.atomic
def open_practice(
    *,
    name: str,
    ods_code: str,
    went_live_on: dt.date,
    network: Network | None = None,
    by: str = "",
    at: dt.datetime,
    **details: str,
) -> Practice:
    """Begin a practice, with its shelf, its files and its group of policy owners. Raises CodeTaken."""
    try:
        with transaction.atomic():
            practice = Practice.objects.create(name=name, ods_code=ods_code, went_live_on=went_live_on, **details)
    except IntegrityError as taken:
        raise CodeTaken from taken
    practice_shelf(practice)
    record(
        chains=[practice.chain, SITE_CHAIN], verb="people.practice_opened", actor=by, subject=practice.key, at=at,
        data={"name": name, "ods": ods_code, "went_live_on": plain(went_live_on)},
    )  # fmt: skip
    if network:
        move_practice(practice=practice, leaves=None, joins=network, on=went_live_on, by=by, at=at)
    return practice


@transaction.atomic
def change_practice(*, practice: Practice, by: str = "", at: dt.datetime, **details: str) -> Practice:
    """Note what is different about a practice, before and after; where nothing is, nothing is noted."""
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    before = {name: getattr(practice, name) for name in details}
    changed = {name: [before[name], value] for name, value in details.items() if value != before[name]}
    if not changed:
        return practice
    if "name" in changed:
        rename_practice_shelf(practice, details["name"])
    for name in changed:
        setattr(practice, name, details[name])
    practice.save(update_fields=list(changed))
    record(
        chains=[practice.chain], verb="people.practice_changed", actor=by, subject=practice.key, at=at,
        data={"changed": changed},
    )  # fmt: skip
    return practice


@transaction.atomic
def move_practice(
    *, practice: Practice, leaves: Network | None, joins: Network | None, on: dt.date, by: str = "", at: dt.datetime
) -> NetworkPractice | None:
    """Let a practice leave one network and join another on a day; the days before keep their network.

    Either may be left out: a practice may belong to a primary care network and to a federation. Raises NothingMoves.
    """
    Practice.objects.select_for_update().get(pk=practice.pk)
    places = NetworkPractice.objects.known().filter(practice=practice).exclude(ended_on__lt=on)
    left = list(places.filter(network=leaves)) if leaves else []
    if leaves == joins or (leaves and not left) or (joins and places.filter(network=joins).exists()):
        raise NothingMoves
    for place in left:
        end_before(place, on, by=by, at=at)
    joined = joins and NetworkPractice.objects.create(
        network=joins, practice=practice, started_on=on, recorded_by=by, recorded_at=at
    )
    record(
        chains=[practice.chain, SITE_CHAIN], verb="people.network_changed", actor=by, subject=practice.key, at=at,
        data={"left": leaves and leaves.key, "joined": joins and joins.key, "on": plain(on)},
    )  # fmt: skip
    return joined


@transaction.atomic
def add_branch_site(
    *, practice: Practice, started_on: dt.date, by: str = "", at: dt.datetime, **details: str
) -> BranchSite:
    """Note that the practice sees patients at another address too, from a day on."""
    site = BranchSite.objects.create(
        practice=practice, started_on=started_on, recorded_by=by, recorded_at=at, **details
    )
    record(
        chains=[practice.chain], verb="people.site_added", actor=by, subject=practice.key, at=at,
        data={"site": str(site.line), "started_on": plain(started_on)},
    )  # fmt: skip
    return site


@transaction.atomic
def close_branch_site(*, site: BranchSite, last_day: dt.date, by: str = "", at: dt.datetime) -> BranchSite:
    """Note the last day on which the practice sees patients there; a site that opens later never was."""
    closed = end_before(site, last_day + A_DAY, by=by, at=at)
    record(
        chains=[site.practice.chain], verb="people.site_closed", actor=by, subject=site.practice.key, at=at,
        data={"site": str(site.line), "ended_on": plain(closed.ended_on)},
    )  # fmt: skip
    return closed


def end_before(fact: DatedFact, day: dt.date, *, by: str, at: dt.datetime) -> DatedFact:
    """Let a dated fact end on the eve of the day; one that would begin that day or later never was."""
    changes = {"withdrawn": True} if fact.started_on >= day else {"ended_on": day - A_DAY}
    return correct(fact, by=by, at=at, **changes)


def _free_key(name: str) -> str:
    """A key for a network of this name: with a number, where another network has it."""
    plain_name = slugify(name)[: LONGEST_KEY - 3].strip("-") or "network"
    taken = set(Network.objects.filter(key__startswith=plain_name).values_list("key", flat=True))
    numbered = (f"{plain_name}-{number}" for number in range(2, len(taken) + 3))
    return plain_name if plain_name not in taken else next(key for key in numbered if key not in taken)
