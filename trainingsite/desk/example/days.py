"""The days of the example's history, counted back from the moment it is loaded."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from trainingsite.compliance.dates import add_months

SETTING_UP = dt.timedelta(days=7)
REWRITTEN_DAYS_AGO = 152
NOTICE_DAYS = 7
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """When the example practice went live, and what the days since are called."""

    now: dt.datetime
    years: int

    @cached_property
    def today(self) -> dt.date:
        return timezone.localdate(self.now)

    @cached_property
    def went_live_on(self) -> dt.date:
        return working_day(add_months(self.today, -12 * self.years))

    @cached_property
    def set_up_on(self) -> dt.date:
        """A week before: the practice, its people and their duties are put in."""
        return self.went_live_on - SETTING_UP

    @cached_property
    def rewritten_on(self) -> dt.date:
        """When the second version of the policy was published."""
        return working_day(self.days_ago(REWRITTEN_DAYS_AGO))

    @cached_property
    def rewritten_from(self) -> dt.date:
        """When it took effect."""
        return self.rewritten_on + dt.timedelta(days=NOTICE_DAYS)

    @cached_property
    def this_monday(self) -> dt.date:
        return self.today - dt.timedelta(days=self.today.weekday())

    def days_ago(self, days: int) -> dt.date:
        return self.today - dt.timedelta(days=days)

    def is_past(self, day: dt.date) -> bool:
        return day < self.today

    def month_ends(self) -> list[dt.date]:
        """The last days of the months that have ended since the set-up."""
        firsts = (add_months(self.set_up_on.replace(day=1), months) for months in range(1, 12 * self.years + 3))
        return [first - dt.timedelta(days=1) for first in firsts if first <= self.today]


def working_day(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend."""
    return day + dt.timedelta(days=7 - day.weekday()) if day.weekday() >= SATURDAY else day


def at_time(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """A time of the day on the practice's own clock."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))
