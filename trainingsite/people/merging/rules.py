"""Which days of a job or of leave belong to the practice that goes over, and which to the other. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trainingsite.formats.dates import long_date
from trainingsite.people.days import A_DAY, Days


@dataclass(frozen=True, slots=True)
class GoingOver:
    """A practice is another's from a day on, so whatever is to last longer is put down at the other."""

    practice: str
    into: str
    on: date

    @property
    def eve(self) -> date:
        return self.on - A_DAY

    @property
    def told(self) -> str:
        return f"{self.practice} goes over into {self.into} on {long_date(self.on)}"

    def why_not_begin(self, day: date) -> str:
        """Why nothing begins there on the day; nothing, if it may."""
        if day < self.on:
            return ""
        return f"{self.told}, and from that day on nothing begins here. Put it down at {self.into} instead"

    def why_not_last(self, days: Days) -> str:
        """Why nothing is put down there for these days; nothing, if it may be."""
        if days.first >= self.on:
            return self.why_not_begin(days.first)
        if days.last is not None and days.last < self.on:
            return ""
        return (
            f"{self.told}. Give {long_date(self.eve)} or an earlier day as the last one here, and put down at"
            f" {self.into} what comes after"
        )


def from_day_on(days: Days, day: date) -> Days | None:
    """What is left of the days from that day on; None where they are over by then."""
    if days.last is not None and days.last < day:
        return None
    return Days(max(days.first, day), days.last)


def left_over(days: Days, taken: Iterable[Days]) -> list[Days]:
    """The days that none of those taken covers, in order."""
    found, first = [], days.first
    for each in sorted(taken, key=lambda each: each.first):
        if each.last is not None and each.last < first:
            continue
        if days.last is not None and each.first > days.last:
            break
        if each.first > first:
            found.append(Days(first, each.first - A_DAY))
        if each.last is None:
            return found
        first = each.last + A_DAY
    if days.last is None or first <= days.last:
        found.append(Days(first, days.last))
    return found
