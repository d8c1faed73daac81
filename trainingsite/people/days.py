"""From a day to a day: which days meet. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From a day to a day, both included; for good where there is no last one."""

    first: date
    last: date | None = None

    def meets(self, other: "Days") -> bool:
        """Whether they have a day in common."""
        return (self.last is None or other.first <= self.last) and (other.last is None or self.first <= other.last)

    def covers(self, day: date) -> bool:
        return self.meets(Days(day, day))
