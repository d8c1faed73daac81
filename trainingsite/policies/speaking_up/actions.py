"""Noting where staff can speak up, and putting right what was noted: dated facts, each with its event."""

import datetime as dt

from django.db import IntegrityError, transaction

from trainingsite.audit.actions import plain, record
from trainingsite.people.facts import correct
from trainingsite.people.models import Person, Practice
from trainingsite.policies.routes import SpeakingUpRoute


class ChangedMeanwhile(Exception):
    """Somebody else put the route right at the same moment."""


@transaction.atomic
def note_route(
    *,
    practice: Practice,
    kind: str,
    name: str,
    contact: str = "",
    started_on: dt.date,
    ended_on: dt.date | None = None,
    by: Person,
    at: dt.datetime,
) -> SpeakingUpRoute:
    """Note somebody staff can speak up to, from a day on."""
    route = SpeakingUpRoute.objects.create(
        practice=practice, kind=kind, name=name, contact=contact, started_on=started_on, ended_on=ended_on,
        recorded_by=str(by.key), recorded_at=at,
    )  # fmt: skip
    _record("noted", route, by, at)
    return route


def correct_route(*, route: SpeakingUpRoute, by: Person, at: dt.datetime, **changes) -> SpeakingUpRoute:
    """Note what the route should have said, or its last day. Raises ChangedMeanwhile."""
    return _superseded("corrected", route, by, at, **changes)


def take_out_route(*, route: SpeakingUpRoute, by: Person, at: dt.datetime) -> SpeakingUpRoute:
    """Note that there never was such a route. Raises ChangedMeanwhile."""
    return _superseded("taken_out", route, by, at, withdrawn=True)


@transaction.atomic
def _superseded(word: str, route: SpeakingUpRoute, by: Person, at: dt.datetime, **changes) -> SpeakingUpRoute:
    try:
        with transaction.atomic():
            corrected = correct(route, by=str(by.key), at=at, **changes)
    except IntegrityError as collision:
        raise ChangedMeanwhile from collision
    _record(word, corrected, by, at)
    return corrected


def _record(word: str, route: SpeakingUpRoute, by: Person, at: dt.datetime) -> None:
    """The event says which route, not its words: they may name a person."""
    record(
        chains=[route.practice.chain], verb=f"policies.route_{word}", actor=by.key, at=at,
        data={
            "route": str(route.line), "kind": str(route.kind), "started_on": plain(route.started_on),
            "ended_on": plain(route.ended_on),
        },
    )  # fmt: skip
