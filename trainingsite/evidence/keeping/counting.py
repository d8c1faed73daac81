"""When a period is over: counted from the last day anywhere and from the last thing that was done. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trainingsite.formats.dates import long_date, months_later

A_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """So many months after leaving and, where that is said too, so many after the last act: the later counts."""

    after_leaving: int
    after_act: int | None = None

    @property
    def in_words(self) -> str:
        leaving = f"{in_years(self.after_leaving)} after the last day anywhere"
        if self.after_act is None:
            return leaving
        return f"{leaving}, and {in_years(self.after_act)} after the last of them"


class State(StrEnum):
    """How it stands with one kind of somebody's details."""

    DUE = "due"
    KEPT = "kept"
    ERASED = "erased"


@dataclass(frozen=True)
class Standing:
    """How it stands with one kind of somebody's details on a day: gone, to go, or kept and until when."""

    of: str
    state: State
    first_on: dt.date | None = None

    @property
    def is_due(self) -> bool:
        return self.state == State.DUE

    @property
    def is_erased(self) -> bool:
        return self.state == State.ERASED

    @property
    def in_words(self) -> str:
        if self.is_erased:
            return "Erased already"
        if self.is_due:
            return "The period is over"
        return f"Not before {long_date(self.first_on)}" if self.first_on else "No period has begun"


def in_years(months: int) -> str:
    """A number of months as people say it: in years where it is whole years."""
    number, unit = (months // 12, "year") if months and months % 12 == 0 else (months, "month")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def first_day(period: Period, left_on: dt.date, acted_on: dt.date | None) -> dt.date:
    """The first day on which details may be erased: the day after the period's last."""
    ends = [months_later(left_on, period.after_leaving)]
    if acted_on and period.after_act is not None:
        ends.append(months_later(acted_on, period.after_act))
    return max(ends) + A_DAY


def standings(
    day: dt.date,
    periods: Mapping[str, Period],
    last: str,
    *,
    left_on: dt.date | None,
    acted_on: Mapping[str, dt.date],
    erased_on: Mapping[str, dt.date],
) -> list[Standing]:
    """How each kind of somebody's details stands on a day, in the order of the periods.

    ``last`` is the kind that goes after all the others. Without a last day somebody is still here: all is kept.
    """
    if left_on is None:
        return [Standing(of, State.KEPT) for of in periods]
    first = {of: first_day(period, left_on, acted_on.get(of)) for of, period in periods.items()}
    first[last] = max(first.values())
    return [_standing(of, day, first[of], left_on, erased_on.get(of)) for of in periods]


def _standing(of: str, day: dt.date, first_on: dt.date, left_on: dt.date, erased_on: dt.date | None) -> Standing:
    """What was erased before somebody came back and left again counts for nothing."""
    if erased_on and erased_on > left_on:
        return Standing(of, State.ERASED)
    return Standing(of, State.DUE if day >= first_on else State.KEPT, first_on)
