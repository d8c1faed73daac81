"""The trend and the forecast: what was met week by week over two years, and what lapses in twelve months."""

from collections.abc import Iterator, Sequence
from functools import partial

from trainingsite.compliance.dates import Span
from trainingsite.desk.pictures import for_every_width
from trainingsite.desk.reports.asking import DAY, Answer, Asked, Column, Parted, Report, Section, Several, Value
from trainingsite.desk.reports.links import person_links
from trainingsite.desk.targets import against_target, target_of
from trainingsite.desk.trends import charts
from trainingsite.desk.trends.forecast import Forecast, forecast_from
from trainingsite.desk.trends.reading import Reading
from trainingsite.desk.trends.weeks import Trend, trends_on, weeks_to
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Picture

PARTS = ("met", "required")
LAPSES = (Column("Last good day", 1), Column("Person", 1.6), Column("What", 3))
COUNTED = (
    (
        "Week by week",
        "The same day of each week over two years, as known now; after today, what would be if nobody did more.",
    ),
    ("Required", "Everything asked of everybody that day, without what was not required, on leave or exempt."),
    (
        "Percentages",
        "Only from ten people and ten obligations on; of fewer, what was met is drawn beside what was required.",
    ),
    ("Lapses", "What is held on its last good day, and asked for again on the day after."),
)


def answer(asked: Asked) -> Answer:
    """The two years up to the day, and the twelve months from it, or from today if it is past."""
    days = weeks_to(asked.day, asked.practice.went_live_on)
    reading = Reading.between(asked.practice, Span(days[0], asked.day), asked.today)
    trends, forecast = trends_on(reading, days), forecast_from(asked.practice, asked.day, asked.today)
    target = target_of(asked.practice, asked.day)
    columns = [Column("As at", 1), *(Parted(trend.title, 1.4, parts=PARTS) for trend in trends)]
    lapses = Section(
        "What lapses", LAPSES, list(_lapses(asked, forecast)), "Nothing that anybody holds lapses.", folded=True
    )
    weeks = Section(
        "Week by week", columns, list(_weeks(trends)), "Nothing was required in these weeks.", keys=1, folded=True
    )
    pictures = [*_trend_pictures(trends, target), *_forecast_pictures(forecast)]
    return Answer(list(_headline(asked, trends[0], forecast, target)), [weeks, lapses], COUNTED, pictures)


def _headline(asked: Asked, everything: Trend, forecast: Forecast, target: int) -> Iterator[str]:
    first, last = everything.weeks[0], everything.weeks[-1]
    compared = f"; on {long_date(first.on)}: {first.in_words}" if len(everything.weeks) > 1 else ""
    if everything.ever_required:
        yield f"Met of what was required on {long_date(last.on)}: {last.in_words}{compared}."
    else:
        yield f"Nothing was required of anybody up to {long_date(last.on)}, so there is no trend to show."
    if said := against_target(last.sums, last.people, target):
        yield f"{said}."
    if forecast.months:
        until = long_date(forecast.months[-1].last)
        yield f"From {long_date(forecast.months[0].first)} to {until}, {forecast.number} met now lapse unless renewed."
    else:
        yield f"What lapses can be said up to {long_date(forecast.reaches_to)} only."


def _weeks(trends: Sequence[Trend]) -> Iterator[Sequence[Value]]:
    """A row for each week, the newest first; none if nothing was ever required."""
    if not trends[0].ever_required:
        return
    for row in reversed(list(zip(*(trend.weeks for trend in trends), strict=True))):
        yield (row[0].on, *(Several(week.in_words, (week.sums.met, week.sums.required)) for week in row))


def _lapses(asked: Asked, forecast: Forecast) -> Iterator[Sequence[Value]]:
    linked = person_links(asked)
    found = sorted((each for month in forecast.months for each in month.lapses), key=lambda each: each.on)
    for each in found:
        yield each.on, linked(each.person), each.title


def _trend_pictures(trends: Sequence[Trend], target: int) -> Iterator[Picture]:
    """Everything, then each programme, where there is more than one week to draw."""
    if len(trends[0].weeks) > 1 and trends[0].ever_required:
        yield for_every_width(partial(charts.trend_chart, trends[0], target))
        for trend in trends[1:]:
            yield for_every_width(partial(charts.trend_chart, trend, None, height=charts.LOW))


def _forecast_pictures(forecast: Forecast) -> Iterator[Picture]:
    if forecast.number:
        yield for_every_width(partial(charts.forecast_chart, forecast))


REPORT = Report(
    key="trend",
    title="Trend and forecast",
    about="What was met of what was required week by week over two years, and what lapses in the next twelve months.",
    takes=frozenset({DAY}),
    answer=answer,
)
