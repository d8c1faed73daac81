"""What lapses in the next twelve months unless it is renewed: how much, whose and what."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models.functions import Coalesce

from trainingsite.compliance.dates import add_months, days_in_month
from trainingsite.compliance.models import TARGETS, Requirement
from trainingsite.compliance.remembering import AHEAD
from trainingsite.compliance.sums import Lapse, lapsing
from trainingsite.formats.dates import MONTHS
from trainingsite.people.identities import people_today
from trainingsite.people.models import Person, Practice

MONTHS_AHEAD = 12


class Lapsing(NamedTuple):
    """Something that lapses after a day, and whose it is."""

    title: str
    on: dt.date
    person: Person


@dataclass(frozen=True)
class Month:
    """What lapses in one month, or in the days of it that are asked about: by what it is, then by day."""

    first: dt.date
    last: dt.date
    lapses: Sequence[Lapsing]

    @property
    def number(self) -> int:
        return len(self.lapses)

    @property
    def title(self) -> str:
        """“March 2027”, or which days of it."""
        named = f"{MONTHS[self.first.month - 1]} {self.first.year}"
        whole = self.first.day == 1 and self.last.day == days_in_month(self.last.year, self.last.month)
        return named if whole else f"{self.first.day} to {self.last.day} {named}"

    @property
    def short(self) -> str:
        """“Mar”, and “Jan 2027” where a year begins."""
        named = MONTHS[self.first.month - 1][:3]
        return f"{named} {self.first.year}" if self.first.month == 1 else named


@dataclass(frozen=True)
class Forecast:
    """The months from a day on; ``reaches_to``: the last day of which anything can be said, if that is too soon."""

    months: Sequence[Month]
    reaches_to: dt.date | None

    @property
    def number(self) -> int:
        return sum(month.number for month in self.months)


def forecast_from(practice: Practice, day: dt.date, today: dt.date) -> Forecast:
    """What lapses in the month of the day and the eleven after it; from today, if the day is past."""
    first, reach = max(day, today), today + AHEAD
    starts = [first, *(add_months(first.replace(day=1), number) for number in range(1, MONTHS_AHEAD + 1))]
    lasts = [following - dt.timedelta(days=1) for following in starts[1:]]
    spans = [(start, min(last, reach)) for start, last in zip(starts, lasts, strict=False) if start <= reach]
    lapses = lapsing(practice, first, spans[-1][1], today) if spans else []
    months = by_month(lapses, spans)
    return Forecast(months, reach if lasts[-1] > reach else None)


def by_month(lapses: Sequence[Lapse], spans: Sequence[tuple[dt.date, dt.date]]) -> list[Month]:
    """The lapses month by month, with the names and titles they are shown with; two queries for all of them."""
    people = people_today(Person.objects.filter(pk__in={lapse.person_id for lapse in lapses}))
    titles = titles_of({lapse.line for lapse in lapses})
    found = [Lapsing(titles[lapse.line], lapse.on, people[lapse.person_id]) for lapse in lapses]
    found.sort(key=lambda each: (each.title.casefold(), each.on))
    return [Month(first, last, [each for each in found if first <= each.on <= last]) for first, last in spans]


def titles_of(lines: Iterable) -> dict:
    """What each requirement asks for, by line."""
    title = Coalesce(*(f"{name}__title" for name in TARGETS))
    rows = Requirement.objects.filter(line__in=list(lines)).order_by("started_on", "pk")
    return dict(rows.annotate(asked=title).values_list("line", "asked"))
