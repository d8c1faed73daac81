"""Days, months and spans of days, counted as a practice counts them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

DAYS_IN_MONTH = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
FEBRUARY = 2


@dataclass(frozen=True, slots=True)
class Span:
    """Days from a first to a last, both included; without a last day it goes on."""

    first: date
    last: date | None = None

    def __post_init__(self):
        if self.last is not None and self.last < self.first:
            raise ValueError(f"A span cannot end ({self.last}) before it begins ({self.first}).")

    @property
    def is_open(self) -> bool:
        """Whether nobody knows its end yet."""
        return self.last is None

    @property
    def days(self) -> int | None:
        """How many days it has, None while it is open."""
        return None if self.last is None else (self.last - self.first).days + 1

    def covers(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, other: "Span") -> bool:
        """Whether the two have a day in common."""
        return (other.last is None or self.first <= other.last) and (self.last is None or other.first <= self.last)

    def touches(self, later: "Span") -> bool:
        """Whether a span that begins no earlier follows this one without a day between them."""
        return self.last is None or (later.first - self.last).days <= 1


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same days in as few spans as possible, in order."""
    spans = tuple(spans)
    if len(spans) < 2:
        return spans
    whole: list[Span] = []
    for span in sorted(spans, key=lambda span: span.first):
        if whole and whole[-1].touches(span):
            before = whole.pop()
            no_end = before.last is None or span.last is None
            whole.append(Span(before.first, None if no_end else max(before.last, span.last)))
        else:
            whole.append(span)
    return tuple(whole)


@lru_cache(maxsize=65_536)
def days_later(day: date, days: int) -> date:
    """That many days on, and the last day there is when a list of staff says "until 9999"."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def days_in_month(year: int, month: int) -> int:
    """How long that month is in that year."""
    leap = month == FEBRUARY and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return DAYS_IN_MONTH[month - 1] + leap


@lru_cache(maxsize=65_536)
def add_months(day: date, months: int, anniversary_day: int | None = None) -> date:
    """The same day of the month so many months on, clipped to the end of a shorter month.

    The anniversary day is the day of the month on which it all began: with it, a 29 February that was clipped
    to the 28th is the 29th again in the next leap year.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    wanted = anniversary_day or day.day
    return date(year, month + 1, min(wanted, days_in_month(year, month + 1)))


def next_yearly(day: date, month: int, day_of_month: int) -> date:
    """The first time on or after the day that this date of the year comes round."""
    this_year = date(day.year, month, min(day_of_month, days_in_month(day.year, month)))
    return this_year if day <= this_year else add_months(this_year, 12, day_of_month)
