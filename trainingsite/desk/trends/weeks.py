"""The share of obligations met, week by week over two years: in all, and by programme."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trainingsite.compliance.adding_up import NOTHING, Sums
from trainingsite.compliance.sums import all_together
from trainingsite.desk.targets import ENOUGH_FOR_PERCENT
from trainingsite.desk.trends.reading import Reading
from trainingsite.desk.trends.titles import EVERYTHING, titles_of

WEEKS = 104


@dataclass(frozen=True)
class Week:
    """How the practice stood on one day of a week: how many people there were, and what was met of what was required.

    Of fewer than ten people a percentage says too much; so it does of fewer than ten obligations.
    """

    on: dt.date
    people: int
    sums: Sums

    @property
    def percent(self) -> int | None:
        """The share met, where a percentage can be given."""
        if min(self.people, self.sums.required) < ENOUGH_FOR_PERCENT:
            return None
        return self.sums.met * 100 // self.sums.required

    @property
    def in_words(self) -> str:
        """“92% (331 of 360)”, or the count alone."""
        if not self.sums.required:
            return "Nothing was required"
        count = f"{self.sums.met} of {self.sums.required}"
        return count if self.percent is None else f"{self.percent}% ({count})"


@dataclass(frozen=True)
class Trend:
    """The weeks of one programme, or of all of them; ``people``: of whom something is required at the end."""

    title: str
    weeks: Sequence[Week]
    people: int

    @property
    def in_percent(self) -> bool:
        """Whether shares are drawn; otherwise what was met beside what was required, which is never wrong."""
        return self.people >= ENOUGH_FOR_PERCENT and self.weeks[-1].percent is not None

    @property
    def ever_required(self) -> bool:
        """Whether anything was required in any of the weeks, so that there is something to draw and to list."""
        return any(week.sums.required for week in self.weeks)

    @property
    def left_out(self) -> int:
        """In how many weeks there is something to count, but no percentage to draw."""
        return sum(week.percent is None and week.sums.required > 0 for week in self.weeks) if self.in_percent else 0


def weeks_to(day: dt.date, went_live_on: dt.date) -> list[dt.date]:
    """The same day of the week over two years; those before the practice went live are left out."""
    days = [day - dt.timedelta(weeks=number) for number in range(WEEKS, -1, -1)]
    return [each for each in days if each >= went_live_on]


def trends_on(reading: Reading, days: Sequence[dt.date]) -> list[Trend]:
    """The trend of everything first, then those of the programmes by title."""
    sums, people = reading.sums_on(days), reading.people_on(days)
    asked = reading.asked_on(days[-1])
    titles = titles_of({programme for of_day in sums for programme in of_day})
    everything = trend_of(EVERYTHING, days, people, [all_together(of_day) for of_day in sums], people[-1])
    by_programme = [
        trend_of(title, days, people, [of_day.get(pk, NOTHING) for of_day in sums], asked.get(pk, 0))
        for pk, title in titles.items()
    ]
    return [everything, *sorted(by_programme, key=lambda trend: trend.title.casefold())]


def trend_of(title: str, days: Sequence[dt.date], people: Sequence[int], sums: Sequence[Sums], asked: int) -> Trend:
    weeks = [Week(*values) for values in zip(days, people, sums, strict=True)]
    return Trend(title, weeks, asked)


def table_of(trends: Sequence[Trend]) -> list[tuple[dt.date, list[tuple[str, str]]]]:
    """A line for each week, the newest first: by trend, its title and how the week went."""
    rows = zip(*(trend.weeks for trend in trends), strict=True)
    titles = [trend.title for trend in trends]
    return [(row[0].on, list(zip(titles, (week.in_words for week in row), strict=True))) for row in rows][::-1]
