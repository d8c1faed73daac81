"""Fills the database with a network of hundreds of practices, and says how long each step took."""

import time
from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.country import learning, places, shared
from benchmarks.country.chaining import Chance, events_in
from benchmarks.country.places import AT_ONCE, Place
from benchmarks.report import say
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance.remembering import up_to_date
from trainingsite.desk.example.names import invented_names
from trainingsite.people.models import Network, NetworkPractice, Person, Practice

PEOPLE, PRACTICES = 20_000, 600
# Practices: what is in memory while it is made, and in one transaction. SQLite slows down in one of half a gigabyte.
FILLED_AT_ONCE = 30
NO_PASSWORD = "!"


def fill(people: int = PEOPLE, practices: int = PRACTICES, seed: int = 1) -> Network:
    """Put in so many people at so many practices of one network, all that they did, and all the events of it."""
    chance, today, started = Chance(seed), timezone.localdate(), time.perf_counter()
    with transaction.atomic():
        common = shared.begin(today)
        opened = places.open_practices(common, practices, chance)
    rest, sizes, everybody = iter(opened), iter(places.sizes(people, practices, chance)), new_people(chance)
    while some := list(islice(rest, FILLED_AT_ONCE)):
        theirs = list(islice(sizes, len(some)))
        with transaction.atomic():
            fill_some(some, Person.objects.bulk_create(islice(everybody, sum(theirs))), theirs, common, chance)
    analyse()
    say(f"    {people:,} people at {practices} practices put in within {time.perf_counter() - started:.0f} seconds")
    return common.network


def fill_some(some: list[Place], people: list[Person], counts: list[int], common: shared.Shared, chance: Chance):
    """Everything about some of the practices, and then their chains."""
    places.take_on(some, people, counts, common, chance)
    places.adopt_policy(some, common, chance)
    places.agree_to_names(some, common, chance)
    learning.bring_along(some, common, chance)
    learning.learn(some, common, chance)
    learning.sign(some, chance)
    for place in some:
        AuditEvent.objects.bulk_create(events_in(place.chain, place.acts), batch_size=AT_ONCE)
        place.acts.clear()


def new_people(chance: Chance, where: str = "measured") -> Iterator[Person]:
    """Invented people who cannot sign in."""
    for number, name in enumerate(invented_names(chance, set())):
        yield Person(
            username=f"{where}.{number}.{name.username}", first_name=name.first, last_name=name.last,
            password=NO_PASSWORD, key=chance.key(),
        )  # fmt: skip


def analyse() -> None:
    """Let the database know how much there is now, as it finds out by itself where it runs for days."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def practices_of(network: Network) -> list[Practice]:
    stays = NetworkPractice.objects.known().filter(network=network)
    return list(Practice.objects.filter(pk__in=stays.values("practice")))


def keep_timelines(network: Network) -> None:
    """Work out the timelines of every practice, as a site that runs has them from the night before."""
    started, today = time.perf_counter(), timezone.localdate()
    practices = practices_of(network)
    for practice in practices:
        up_to_date(practice, today)
    say(f"    timelines of {len(practices)} practices worked out within {time.perf_counter() - started:.0f} seconds")
