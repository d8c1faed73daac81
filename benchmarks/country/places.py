"""The practices of the network: who manages each, what it follows, which versions of the policy it adopted."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice

from benchmarks.country.chaining import Act, Chance
from benchmarks.country.shared import AGO, Shared, at_nine
from trainingsite.audit.actions import plain
from trainingsite.audit.models import Chain
from trainingsite.compliance.models import Adoption
from trainingsite.people.agreements import NamesAgreed
from trainingsite.people.models import Duty, Membership, NetworkPractice, Person, Practice, Responsibility
from trainingsite.policies.models import PolicyVersion

AT_ONCE = 1000
SMALLEST = 6
SHARED_BETWEEN_TWO = 0.3
FIRST_CODE = 50_000


@dataclass
class Place:
    """One practice while it is being filled, and what happened there."""

    practice: Practice
    chain: Chain
    stay: uuid.UUID
    people: list[Person] = field(default_factory=list)
    jobs: list[Membership] = field(default_factory=list)
    versions: list[PolicyVersion] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    next_door: "dict[Person, Place]" = field(default_factory=dict)

    @property
    def manager(self) -> Person:
        return self.people[0]

    def happened(self, person: Person, act: Act) -> None:
        """Note an act of somebody, at each practice where they work."""
        self.acts.append(act)
        if elsewhere := self.next_door.get(person):
            elsewhere.acts.append(act)


def sizes(people: int, practices: int, chance: Chance) -> list[int]:
    """How many people each practice has: small ones and large ones, and everybody somewhere."""
    found = [min(SMALLEST, people // practices)] * practices
    weights = [chance.paretovariate(2) for _ in range(practices)]
    for place in chance.choices(range(practices), weights, k=people - sum(found)):
        found[place] += 1
    return found


def open_practices(shared: Shared, count: int, chance: Chance) -> list[Place]:
    """Practices of the network, live for three years."""
    practices = Practice.objects.bulk_create(
        Practice(
            name=f"{name} {kind}", ods_code=f"M{FIRST_CODE + number}", went_live_on=shared.went_live_on,
            key=chance.key(),
        )
        for number, (name, kind) in enumerate(names(count))
    )  # fmt: skip
    at = at_nine(shared.went_live_on)
    stays = NetworkPractice.objects.bulk_create(
        NetworkPractice(
            network=shared.network, practice=practice, started_on=shared.went_live_on, recorded_at=at, line=chance.key()
        )
        for practice in practices
    )
    Adoption.objects.bulk_create(
        Adoption(
            programme=shared.programme, practice=practice, started_on=shared.went_live_on, recorded_at=at,
            line=chance.key(),
        )
        for practice in practices
    )  # fmt: skip
    chains = Chain.objects.bulk_create(Chain(key=practice.chain) for practice in practices)
    return [Place(practice, chain, stay.line) for practice, chain, stay in zip(practices, chains, stays, strict=True)]


def names(count: int) -> list[tuple[str, str]]:
    """Names of surgeries, put together by chance."""
    first = (
        "Ash",
        "Birch",
        "Cedar",
        "Elm",
        "Fern",
        "Hazel",
        "Holly",
        "Ivy",
        "Larch",
        "Maple",
        "Oak",
        "Rowan",
        "Willow",
    )
    last = ("bank", "brook", "croft", "dale", "field", "ford", "gate", "ham", "hurst", "lea", "mere", "ton", "wick")
    kinds = ("Surgery", "Medical Centre", "Health Centre", "Practice")
    return list(islice(((one + two, kind) for kind in kinds for one in first for two in last), count))


def take_on(places: Iterable[Place], people: Iterable[Person], counts: Iterable[int], shared: Shared, chance: Chance):
    """Give each place its people, the first of whom manages it; here and there one who works next door too."""
    rest, before = iter(people), None
    for place, count in zip(places, counts, strict=True):
        place.people = list(islice(rest, count))
        place.jobs = [job_at(place, person, shared, chance) for person in place.people]
        if before and chance.random() < SHARED_BETWEEN_TWO:
            place.jobs.append(job_at(place, before.people[-1], shared, chance))
            before.next_door[before.people[-1]] = place
        before = place
    Membership.objects.bulk_create((job for place in places for job in place.jobs), batch_size=AT_ONCE)
    at = at_nine(shared.went_live_on)
    Responsibility.objects.bulk_create(
        Responsibility(
            duty=Duty.PRACTICE_MANAGER, practice=place.practice, person=place.manager, line=chance.key(),
            started_on=shared.went_live_on, recorded_at=at,
        )
        for place in places
    )  # fmt: skip
    for place in places:
        place.acts += [joined(job, chance) for job in place.jobs]


def job_at(place: Place, person: Person, shared: Shared, chance: Chance) -> Membership:
    """A job that began up to three years before the practice went live, and was put down that day."""
    began_on = shared.went_live_on - dt.timedelta(days=chance.randrange(AGO))
    return Membership(
        person=person, practice=place.practice, job_role=chance.choice(shared.jobs), started_on=began_on,
        manager=None if person is place.manager else place.manager, line=chance.key(),
        recorded_at=at_nine(shared.went_live_on),
    )  # fmt: skip


def joined(job: Membership, chance: Chance) -> Act:
    data = {"job": str(job.line), "job_role": job.job_role.key, "started_on": plain(job.started_on)}
    return Act(job.recorded_at, "people.joined", "", str(job.person.key), chance.key(), data=data)


def agree_to_names(places: Iterable[Place], shared: Shared, chance: Chance) -> None:
    """Let the network's leads see names, at every practice: the whole file is what is measured."""
    at, steps = at_nine(shared.went_live_on), []
    for place in places:
        step = NamesAgreed(
            practice=place.practice, network=shared.network, stay=place.stay, kind=NamesAgreed.Kind.AGREED, number=1,
            acted_by=place.manager, acted_at=at, acted_on=shared.went_live_on, key=chance.key(), act=chance.key(),
            recorded_at=at,
        )  # fmt: skip
        steps.append(step)
        subject, data = str(place.practice.key), {"network": shared.network.key, "kind": "agreed"}
        place.acts.append(
            Act(at, "people.names_agreed", str(place.manager.key), subject, step.act, [step], data)
        )  # fmt: skip
    NamesAgreed.objects.bulk_create(steps, batch_size=AT_ONCE)


def adopt_policy(places: Iterable[Place], shared: Shared, chance: Chance) -> None:
    """Make each of the network's versions the practices' own, on the day on which it came."""
    for place in places:
        for published in shared.versions:
            version = PolicyVersion(
                page=published.page, practice=place.practice, major=published.major, minor=published.minor,
                title=published.title, snapshot_id=published.snapshot_id, published_at=published.published_at,
                effective_on=published.effective_on, material=published.material, reason=published.reason,
                key=chance.key(), act=chance.key(), recorded_at=published.published_at,
            )  # fmt: skip
            place.versions.append(version)
            data = {
                "policy": published.page.key, "version": version.number, "snapshot": version.snapshot_id,
                "material": version.material, "published": str(published.key),
            }  # fmt: skip
            actor, subject = str(place.manager.key), str(version.key)
            place.acts.append(
                Act(published.published_at, "policies.adopted", actor, subject, version.act, [version], data)
            )
    PolicyVersion.objects.bulk_create((each for place in places for each in place.versions), batch_size=AT_ONCE)
