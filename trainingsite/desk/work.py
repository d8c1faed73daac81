"""What a manager keeps of one person here: jobs, leave, duties, and whether a last day is noted."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.people.days import A_DAY
from trainingsite.people.models import Absence, Membership, Person, Practice, Responsibility
from trainingsite.people.staff.duties import GIVEN_HERE


@dataclass(frozen=True)
class Work:
    """Jobs, leave and duties at one practice, as they are known now."""

    jobs: list[Membership]
    past_jobs: list[Membership]
    absences: list[Absence]
    duties: list[Responsibility]
    can_stay_on: list[Membership]
    today: dt.date

    @property
    def last_day(self) -> dt.date | None:
        """The last day at the practice, noted or gone by."""
        return stays_until(self.jobs or self.past_jobs)

    @property
    def has_left(self) -> bool:
        return not self.jobs

    @property
    def duties_changed_here(self) -> set[str]:
        return set(GIVEN_HERE)


def work_of(person: Person, practice: Practice, today: dt.date) -> Work:
    """One person's jobs, leave and duties at the practice, in three queries."""
    rows = (
        Membership.objects.known().at(practice).by(person).select_related("job_role", "manager", "person", "practice")
    )
    stays = list(rows.order_by("started_on", "pk"))
    jobs = [stay for stay in stays if stay.ended_on is None or stay.ended_on >= today]
    past = [stay for stay in stays if stay not in jobs]
    absences = Absence.objects.known().at(practice).by(person).order_by("-started_on", "-pk")
    duties = Responsibility.objects.known().at(practice).by(person).exclude(ended_on__lt=today)
    return Work(
        jobs=jobs,
        past_jobs=past,
        absences=list(absences),
        duties=list(duties.select_related("practice").order_by("started_on", "pk")),
        can_stay_on=leaving(jobs or past, stays),
        today=today,
    )


def leaving(stays: list[Membership], all_stays: list[Membership]) -> list[Membership]:
    """The jobs whose last day can be taken back: those that end last, where everything here ends."""
    last_day = stays_until(stays)
    if last_day is None:
        return []
    goes_on = any(each.started_on == last_day + A_DAY for each in all_stays)
    return [] if goes_on else [stay for stay in stays if stay.ended_on == last_day]


def stays_until(stays: Iterable[Membership]) -> dt.date | None:
    """The last day of the last of these jobs; none where one has no end."""
    days = [stay.ended_on for stay in stays]
    return None if None in days else max(days)
