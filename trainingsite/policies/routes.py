"""Where staff can speak up: the table, and the routes that are open at a practice on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from trainingsite.people.facts import DatedFact, DatedQuerySet
from trainingsite.people.models import Duty, Practice, Responsibility

ROUTES = "speaking_up_routes"
INSIDE_BY_DUTY = (Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER, Duty.SPEAK_UP_GUARDIAN)


class RouteQuerySet(DatedQuerySet):
    def at(self, practice):
        return self.filter(practice=practice)


class SpeakingUpRoute(DatedFact):
    """Somebody staff can speak up to, inside the practice or outside it, and how to reach them."""

    class Kind(models.TextChoices):
        INSIDE = "inside", "Inside the practice"
        OUTSIDE = "outside", "Outside the practice"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=200, blank=True)

    objects = RouteQuerySet.as_manager()

    class Meta(DatedFact.Meta):
        pass

    def __str__(self):
        return f"{self.name} ({self.contact})" if self.contact else self.name


Kind = SpeakingUpRoute.Kind


@dataclass(frozen=True)
class Routes:
    """To whom staff can speak up, in words: whoever holds a duty, then what the practice noted."""

    by_duty: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()

    def in_words(self) -> tuple[str, ...]:
        """All of them, those inside first."""
        return (*self.by_duty, *self.inside, *self.outside)

    def missing(self) -> list[Kind]:
        """Which kind of route is not there at all: a policy needs both."""
        there = {Kind.INSIDE: (*self.by_duty, *self.inside), Kind.OUTSIDE: self.outside}
        return [kind for kind, routes in there.items() if not routes]


def routes_at(practices: Iterable[Practice], duties: Iterable[Responsibility], day: dt.date) -> dict[int, Routes]:
    """By practice: its routes on that day, given the duties held there then; one query for any number of practices."""
    keys = [practice.pk for practice in practices]
    held: dict[int, list[Responsibility]] = {key: [] for key in keys}
    for duty in duties:
        held[duty.practice_id].append(duty)
    noted: dict[tuple[int, str], list[str]] = {}
    for route in SpeakingUpRoute.objects.known().on(day).filter(practice__in=keys).order_by("started_on", "pk"):
        noted.setdefault((route.practice_id, route.kind), []).append(str(route))
    return {
        key: Routes(
            tuple(people_to_tell(held[key])),
            tuple(noted.get((key, Kind.INSIDE), ())),
            tuple(noted.get((key, Kind.OUTSIDE), ())),
        )
        for key in keys
    }


def routes_of(practice: Practice, day: dt.date) -> Routes:
    """The routes of one practice on that day."""
    duties = Responsibility.objects.known().on(day).at(practice).select_related("person").order_by("started_on", "pk")
    return routes_at([practice], duties, day)[practice.pk]


def people_to_tell(duties: Iterable[Responsibility]) -> Iterable[str]:
    """Each person who can be told because of a duty, once, with every such duty they hold."""
    found: dict[tuple[str, str], list[str]] = {}
    for duty in sorted(
        (each for each in duties if each.duty in INSIDE_BY_DUTY), key=lambda each: INSIDE_BY_DUTY.index(each.duty)
    ):
        found.setdefault((duty.held_by, duty.contact), []).append(in_a_sentence(Duty(duty.duty)))
    for (name, contact), held in found.items():
        yield f"{name}, {' and '.join(held)}" + (f" ({contact})" if contact else "")


def in_a_sentence(duty: Duty) -> str:
    """The duty as it stands in the middle of a sentence: a Guardian's is a title."""
    return duty.label if duty in (Duty.SPEAK_UP_GUARDIAN, Duty.CALDICOTT_GUARDIAN) else duty.label.lower()


def sentence_on_missing(routes: Routes, day: dt.date, address: str) -> str:
    """What is missing and where to add it; nothing when nothing is."""
    missing = routes.missing()
    if not missing:
        return ""
    where = " and ".join(kind.label.lower() for kind in missing)
    return (
        f"There is no route for speaking up {where} on {day:%-d %B %Y}: add one on the page “Routes for speaking up”"
        f" ({address}), then publish."
    )


@dataclass(frozen=True)
class Noted:
    """The page of one practice: whoever can be told by duty, every route that was noted, and what is missing."""

    practice: Practice
    routes: Routes
    rows: list[SpeakingUpRoute]

    @property
    def missing(self) -> list[str]:
        return [kind.label.lower() for kind in self.routes.missing()]


def noted_at(practices: Iterable[Practice], day: dt.date) -> list[Noted]:
    """The routes of each practice as they are looked after, those that have ended last; three queries for all."""
    practices = list(practices)
    duties = Responsibility.objects.known().on(day).filter(practice__in=practices).select_related("person")
    open_today = routes_at(practices, duties.order_by("started_on", "pk"), day)
    rows: dict[int, list[SpeakingUpRoute]] = {practice.pk: [] for practice in practices}
    noted = SpeakingUpRoute.objects.known().filter(practice__in=practices).order_by("kind", "started_on", "pk")
    for row in sorted(noted, key=lambda row: row.ended_on is not None and row.ended_on < day):
        rows[row.practice_id].append(row)
    return [Noted(practice, open_today[practice.pk], rows[practice.pk]) for practice in practices]
