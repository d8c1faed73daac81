"""Who worked at the practice: each post is held by one person after the other, the last of whom is still there."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from benchmarks.country.chaining import Act, Chance
from benchmarks.country.filling import new_people
from benchmarks.country.places import AT_ONCE, Place, joined
from benchmarks.country.shared import at_nine
from benchmarks.practice.beginnings import DAYS_IN_A_YEAR, Common
from trainingsite.audit.actions import plain
from trainingsite.people.models import Absence, Duty, Membership, Person, Responsibility

YEARS_HERE = 7
AT_LEAST, GAP = 90, 30  # days somebody stays, and days until the next begins
ON_LEAVE = 0.03


@dataclass
class Stay:
    """One person's job from a first day to a last, if there was one."""

    person: Person
    job: Membership
    first: dt.date
    last: dt.date | None

    def was_there(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def take_on(place: Place, posts: int, common: Common, chance: Chance) -> list[Stay]:
    """Fill every post from the day the practice went live; whoever holds the first one manages it."""
    times = [days for _ in range(posts) for days in holders(common, chance)]
    people = Person.objects.bulk_create(islice(new_people(chance, place.practice.ods_code), len(times)))
    stays = [
        Stay(person, job_at(place, person, first, common, chance), first, last)
        for person, (first, last) in zip(people, times, strict=True)
    ]
    stays[0].last = None
    place.people = [stay.person for stay in stays]
    Membership.objects.bulk_create((stay.job for stay in stays), batch_size=AT_ONCE)
    Membership.objects.bulk_create((ended(stay) for stay in stays if stay.last), batch_size=AT_ONCE)
    Responsibility.objects.create(
        duty=Duty.PRACTICE_MANAGER, practice=place.practice, person=place.manager, started_on=common.went_live_on,
        recorded_at=at_nine(common.went_live_on), line=chance.key(),
    )  # fmt: skip
    for stay in stays:
        place.acts.append(joined(stay.job, chance))
        if stay.last:
            place.acts.append(left(stay, chance))
    send_on_leave(place, stays, common, chance)
    return stays


def holders(common: Common, chance: Chance) -> Iterator[tuple[dt.date, dt.date | None]]:
    """The days of one post's holders."""
    first = common.went_live_on
    while True:
        days = AT_LEAST + int(chance.expovariate(1 / YEARS_HERE) * DAYS_IN_A_YEAR)
        last = first + dt.timedelta(days=days)
        following = last + dt.timedelta(days=chance.randrange(1, GAP))
        if following >= common.today:
            yield first, None
            return
        yield first, last
        first = following


def job_at(place: Place, person: Person, first: dt.date, common: Common, chance: Chance) -> Membership:
    return Membership(
        person=person, practice=place.practice, job_role=chance.choice(common.jobs), started_on=first,
        line=chance.key(), recorded_at=at_nine(first),
    )  # fmt: skip


def ended(stay: Stay) -> Membership:
    """The row that says when a job ended, in the place of the one that did not know it yet."""
    job = stay.job
    return Membership(
        person=job.person, practice=job.practice, job_role=job.job_role, started_on=job.started_on, ended_on=stay.last,
        line=job.line, supersedes=job, recorded_at=at_nine(stay.last),
    )  # fmt: skip


def left(stay: Stay, chance: Chance) -> Act:
    data = {"job": str(stay.job.line), "ended_on": plain(stay.last)}
    return Act(at_nine(stay.last), "people.left", "", str(stay.person.key), chance.key(), data=data)


def send_on_leave(place: Place, stays: list[Stay], common: Common, chance: Chance) -> None:
    """A few of those who are there are on leave, and do not know until when."""
    since = common.today - dt.timedelta(days=20)
    away = [stay for stay in stays[1:] if stay.last is None and stay.first < since and chance.random() < ON_LEAVE]
    Absence.objects.bulk_create(
        Absence(
            person=stay.person, practice=place.practice, started_on=since, line=chance.key(),
            recorded_at=at_nine(since),
        )
        for stay in away
    )  # fmt: skip
    place.acts += [Act(at_nine(since), "people.leave_noted", "", str(stay.person.key), chance.key()) for stay in away]
