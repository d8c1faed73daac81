"""The trends, the forecast and the inductions as charts: what each draws, and what it says to whoever cannot see it."""

from collections.abc import Sequence

from trainingsite.desk.inductions import Induction
from trainingsite.desk.trends.forecast import Forecast
from trainingsite.desk.trends.joining import days_taken
from trainingsite.desk.trends.weeks import Trend, Week
from trainingsite.formats.charts import NARROW, WIDE, Bar, Series, Target, bars_chart, dots_chart, lines_chart
from trainingsite.formats.dates import long_date
from trainingsite.formats.drawing import Drawing

PER_CENT = "%"
LOW = 170.0  # how high a picture is that stands beside others


def trend_chart(trend: Trend, target: int | None, *, width: float = WIDE, height: float = 260.0) -> Drawing:
    """A trend in percent with the practice's target, or what was met beside what was required."""
    shown = {"description": in_words(trend), "days": [week.on for week in trend.weeks], "width": width}
    if not trend.in_percent:
        lines = [
            Series("Required", [week.sums.required for week in trend.weeks]),
            Series("Met", [week.sums.met for week in trend.weeks]),
        ]
        return lines_chart(title=f"{trend.title}: met and required", lines=lines, height=height, **shown)
    line = Series("Met", [week.percent for week in trend.weeks])
    aim = Target(f"Target: {target}{PER_CENT}", target) if target else None
    return lines_chart(
        title=f"{trend.title}: share met", lines=[line], highest=100, unit=PER_CENT, target=aim, height=height, **shown
    )


def small_chart(trend: Trend, target: int | None) -> Drawing:
    """The same, small enough to stand beside another and to be read on a phone."""
    return trend_chart(trend, target, width=NARROW, height=LOW)


def in_words(trend: Trend) -> str:
    """Where a trend began and where it ended, with the lowest and the highest between."""
    counted = [
        week for week in trend.weeks if week.sums.required and (week.percent is not None or not trend.in_percent)
    ]
    if not counted:
        return "Nothing was required."
    first, last = counted[0], counted[-1]
    said = f"From {first.in_words} on {long_date(first.on)} to {last.in_words} on {long_date(last.on)}."
    if not trend.in_percent:
        return said
    lowest, highest = min(counted, key=share), max(counted, key=share)
    return f"{said} Lowest: {lowest.percent}% on {long_date(lowest.on)}; highest: {highest.percent}%."


def share(week: Week) -> int:
    return week.percent or 0


def forecast_chart(forecast: Forecast, *, width: float = WIDE) -> Drawing:
    """A bar for each month: how much lapses in it."""
    bars = [Bar(month.short, month.number) for month in forecast.months]
    most = max(forecast.months, key=lambda month: month.number)
    said = f"{forecast.number} in all. Most of it in {most.title}: {most.number}."
    return bars_chart(title="What lapses, by month", description=said, bars=bars, width=width)


def inductions_chart(inductions: Sequence[Induction], usual: int, *, width: float = WIDE) -> Drawing:
    """A dot for each joiner who finished, and a line at the day by which half of them had."""
    days = days_taken(inductions)
    said = f"{len(days)} joiners finished, the quickest after {min(days)} days and the slowest after {max(days)}."
    mark = Target(f"Half within {usual} {'day' if usual == 1 else 'days'}", usual)
    return dots_chart(
        title="Days from joining to a finished induction", description=said, values=days, mark=mark, unit="days",
        width=width,
    )  # fmt: skip
