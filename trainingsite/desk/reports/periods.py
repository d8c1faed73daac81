"""Periods that practices report on: the DSPT year, the financial year, the calendar year, the last twelve months."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from trainingsite.compliance.dates import add_months, days_later
from trainingsite.formats.dates import long_date

JANUARY, APRIL, JULY = 1, 4, 7


@dataclass(frozen=True)
class Period:
    """Days from a first to a last, and what practices call them."""

    words: str
    first: dt.date
    last: dt.date

    @property
    def days(self) -> str:
        """The days in words."""
        return f"{long_date(self.first)} to {long_date(self.last)}"


def twelve_months_to(day: dt.date) -> Period:
    """The twelve months that end with the day."""
    return Period("Last twelve months", days_later(add_months(day, -12), 1), day)


def periods_around(today: dt.date) -> Iterator[Period]:
    """The period of each kind that the day is in, and the one before it."""
    yield twelve_months_to(today)
    for words, month in (("DSPT year", JULY), ("Financial year", APRIL), ("Calendar year", JANUARY)):
        begun = today.year if today.month >= month else today.year - 1
        for year in (begun, begun - 1):
            named = f"{words} {year}" if month == JANUARY else f"{words} {year}/{(year + 1) % 100:02}"
            first = dt.date(year, month, 1)
            yield Period(named, first, days_later(add_months(first, 12), -1))
