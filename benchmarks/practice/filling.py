"""Fills the database with a practice and its years, and says how long that took and how much there is now."""

import time

from django.db import transaction
from django.utils import timezone

from benchmarks.country.chaining import Chance, events_in
from benchmarks.country.places import AT_ONCE, Place, adopt_policy
from benchmarks.country.shared import at_nine
from benchmarks.practice import papers, staff, years
from benchmarks.practice.beginnings import Common, begin
from benchmarks.report import say
from trainingsite.audit.models import AuditEvent, Chain
from trainingsite.compliance.models import Adoption
from trainingsite.people.models import NetworkPractice, Practice


@transaction.atomic
def fill(ods_code: str, *, people: int, lasting: int, seed: int = 1) -> Practice:
    """Put in a practice of so many people that has been here for so many years, with all the events of it."""
    chance, started = Chance(f"{ods_code} {seed}"), time.perf_counter()
    common = begin(ods_code.lower(), lasting, timezone.localdate())
    place = open_practice(ods_code, common, chance)
    stays = staff.take_on(place, people, common, chance)
    adopt_policy([place], common, chance)
    papers.certify(place, years.learn(place, stays, common, chance), chance)
    years.bring_along(place, stays, common, chance)
    years.sign(place, stays, common, chance)
    papers.plan(place, common, chance)
    papers.release(place, stays, common, chance)
    AuditEvent.objects.bulk_create(events_in(place.chain, place.acts), batch_size=AT_ONCE)
    say(
        f"    {people} people, {len(stays)} in {lasting} years, with {len(place.acts):,} events: put in within"
        f" {time.perf_counter() - started:.0f} seconds"
    )
    return place.practice


def open_practice(ods_code: str, common: Common, chance: Chance) -> Place:
    """A practice that went live on the first day, and follows what is asked from then on."""
    day, at = common.went_live_on, at_nine(common.went_live_on)
    practice = Practice.objects.create(name="Measured Surgery", ods_code=ods_code, went_live_on=day, key=chance.key())
    stay = NetworkPractice.objects.create(
        network=common.network, practice=practice, started_on=day, recorded_at=at, line=chance.key()
    )
    Adoption.objects.create(
        programme=common.programme, practice=practice, started_on=day, recorded_at=at, line=chance.key()
    )
    return Place(practice, Chain.objects.create(key=practice.chain), stay.line)
