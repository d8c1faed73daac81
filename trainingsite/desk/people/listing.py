"""Who works at a practice, who is to come and who left in the last year, as its managers look them up."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from trainingsite.desk.work import stays_until
from trainingsite.people.days import A_DAY
from trainingsite.people.importing.entries import alike
from trainingsite.people.models import Absence, Membership, Person, Practice

LEFT_FOR = dt.timedelta(days=366)


class Show(StrEnum):
    """Which of the practice's people a list is about."""

    HERE = "here"
    COMING = "coming"
    AWAY = "away"
    NOT_IN = "not-in"
    LEFT = "left"
    ALL = "all"

    @property
    def label(self) -> str:
        return {
            Show.HERE: "Work here",
            Show.COMING: "To come",
            Show.AWAY: "On leave today",
            Show.NOT_IN: "Not signed in yet",
            Show.LEFT: "Left in the last year",
            Show.ALL: "Everybody",
        }[self]


@dataclass(frozen=True)
class Line:
    """One person of the list: the jobs that count on the day, and from when to when they are here."""

    person: Person
    jobs: list[Membership]
    first_day: dt.date
    last_day: dt.date | None
    standing: Show
    is_away: bool

    @property
    def has_signed_in(self) -> bool:
        return self.person.last_login is not None

    def belongs_to(self, show: Show) -> bool:
        waits_to_sign_in = not self.has_signed_in and self.standing is not Show.LEFT
        return {Show.ALL: True, Show.AWAY: self.is_away, Show.NOT_IN: waits_to_sign_in}.get(show, self.standing is show)

    def is_found_by(self, typed: str) -> bool:
        """Whether the name, the address or a staff number has in it what somebody typed."""
        words = [alike(word) for word in typed.split()]
        numbers = [job.staff_number for job in self.jobs]
        said = [alike(each) for each in (self.person.name, self.person.email, *numbers)]
        return all(any(word in each for each in said) for word in words)


def people_of(practice: Practice, day: dt.date) -> list[Line]:
    """Everybody a manager still has to do with, by name, in a fixed number of queries."""
    stays = Membership.objects.known().at(practice).select_related("person", "job_role", "manager")
    by_person = defaultdict(list)
    for stay in stays.order_by("started_on", "pk"):
        by_person[stay.person].append(stay)
    away = set(Absence.objects.known().on(day).at(practice).values_list("person", flat=True))
    lines = (line_of(person, stays, day, person.pk in away) for person, stays in by_person.items())
    recent = [line for line in lines if line.last_day is None or line.last_day >= day - LEFT_FOR]
    return sorted(recent, key=lambda line: (line.person.last_name.casefold(), line.person.first_name.casefold()))


def line_of(person: Person, stays: list[Membership], day: dt.date, is_away: bool) -> Line:
    """One person's line, from all their jobs at the practice, the earliest first."""
    now = [stay for stay in stays if stay.started_on <= day and (stay.ended_on is None or stay.ended_on >= day)]
    coming = [stay for stay in stays if stay.started_on > day]
    standing = Show.HERE if now else Show.COMING if coming else Show.LEFT
    jobs = now or coming[:1] or [stay for stay in stays if stay.ended_on == stays_until(stays)]
    lasting = now + coming
    return Line(
        person=person,
        jobs=jobs,
        first_day=unbroken_from(jobs[0], stays),
        last_day=stays_until(lasting or stays),
        standing=standing,
        is_away=is_away and bool(now),
    )


def unbroken_from(stay: Membership, stays: list[Membership]) -> dt.date:
    """The first day of the jobs that came to this one without a day between."""
    before = next((each for each in stays if each.ended_on == stay.started_on - A_DAY), None)
    return unbroken_from(before, stays) if before else stay.started_on
