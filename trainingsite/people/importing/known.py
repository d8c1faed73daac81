"""What is known of a practice's people before a file is read: plain facts. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from trainingsite.people.importing.entries import alike
from trainingsite.people.merging.rules import GoingOver

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A job at the practice from a day to a day."""

    pk: int
    started_on: date
    ended_on: date | None
    job_role: str
    staff_number: str = ""
    manager: int | None = None

    def lasts_on(self, day: date) -> bool:
        """Whether it has not ended before the day; it may begin later."""
        return self.ended_on is None or self.ended_on >= day

    def meets(self, first: date, last: date | None) -> bool:
        """Whether it has a day in common with the time from the first day to the last."""
        return (self.ended_on is None or first <= self.ended_on) and (last is None or self.started_on <= last)


@dataclass(frozen=True)
class Colleague:
    """Somebody who works or has worked at the practice, with every job they had there, the earliest first."""

    pk: int
    key: str
    first_name: str
    last_name: str
    email: str
    stays: tuple[Stay, ...]
    duties: tuple[str, ...] = ()
    elsewhere: bool = False
    belongs_elsewhere: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @cached_property
    def numbers(self) -> list[str]:
        """The staff numbers they have or had here."""
        return list(dict.fromkeys(stay.staff_number for stay in self.stays if stay.staff_number))

    @cached_property
    def alike(self) -> str:
        return alike(self.name)

    def lasting(self, day: date) -> list[Stay]:
        """The jobs that have not ended before the day."""
        return [stay for stay in self.stays if stay.lasts_on(day)]

    def first_day(self, stay: Stay) -> date:
        """The day they began here, if this job came straight after another."""
        before = next((each for each in self.stays if each.ended_on == stay.started_on - A_DAY), None)
        return self.first_day(before) if before else stay.started_on


@dataclass(frozen=True)
class Known:
    """Everybody the practice knows, the names of the job roles by their keys, and whether it goes over to another."""

    colleagues: tuple[Colleague, ...]
    roles: dict[str, str]
    going_over: GoingOver | None = None

    @cached_property
    def by_pk(self) -> dict[int, Colleague]:
        return {colleague.pk: colleague for colleague in self.colleagues}
