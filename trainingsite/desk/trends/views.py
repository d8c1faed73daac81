"""The page of trends."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from trainingsite.audit.actions import note_look_of_the_day
from trainingsite.compliance.dates import Span, add_months, days_later
from trainingsite.desk.forms import asked_day
from trainingsite.desk.inductions import Induction, inductions_within
from trainingsite.desk.pictures import for_every_width, on_page
from trainingsite.desk.targets import target_of
from trainingsite.desk.trends import charts
from trainingsite.desk.trends.forecast import forecast_from
from trainingsite.desk.trends.joining import days_taken, how_long, usual_days
from trainingsite.desk.trends.reading import Reading
from trainingsite.desk.trends.weeks import Trend, table_of, trends_on, weeks_to
from trainingsite.desk.views import managed_practice
from trainingsite.formats.pdf import Picture
from trainingsite.people.access import second_factor_required
from trainingsite.people.models import Practice

YEARS = 2


@dataclass(frozen=True)
class Lookback:
    """Two years of a practice that end with a day."""

    trends: list[Trend]
    inductions: list[Induction]
    began_later: bool

    @classmethod
    def until(cls, practice: Practice, day: dt.date, today: dt.date) -> "Lookback":
        """What the page shows of the past. Whoever was here when the practice went live did not join then."""
        days, years = weeks_to(day, practice.went_live_on), two_years_to(day)
        reading = Reading.between(practice, Span(days[0], day), today)
        first = max(years.first, days_later(practice.went_live_on, 1))
        inductions = inductions_within(practice, first, day, day=day)
        return cls(trends_on(reading, days), inductions, practice.went_live_on > years.first)


def two_years_to(day: dt.date) -> Span:
    """The two years that end with the day."""
    return Span(days_later(add_months(day, -12 * YEARS), 1), day)


@second_factor_required
@require_GET
def trends(request, ods):
    """How the practice did over the two years up to a day, what will lapse, and how long inductions took."""
    today = timezone.localdate()
    practice = managed_practice(request, ods, today)
    form, day = asked_day(request, practice, today)
    note_look_of_the_day(
        actor=request.user.key, verb="desk.trends_opened", subject=practice.key, at=timezone.now()
    )  # fmt: skip
    context = {"practice": practice, "form": form, "day": day, "today": today}
    context |= shown_of_the_past(practice, day, today) | shown_of_what_lapses(practice, day, today)
    return render(request, "desk/trends/trends.html", context)


def shown_of_the_past(practice: Practice, day: dt.date, today: dt.date) -> dict:
    """The weeks and the inductions, with their pictures."""
    past, target = Lookback.until(practice, day, today), target_of(practice, day)
    everything, *by_programme = past.trends
    usual = usual_days(past.inductions)
    return {
        "trends": past.trends,
        "everything": everything,
        "began_later": past.began_later,
        "target": target,
        "picture": on_page(for_every_width(partial(charts.trend_chart, everything, target))),
        "small": [(trend, on_page(Picture(charts.small_chart(trend, None)))) for trend in by_programme],
        "table": table_of(past.trends),
        "inductions": [(each, how_long(each)) for each in past.inductions],
        "finished": len(days_taken(past.inductions)),
        "usual": usual,
        "dots": dots_of(past.inductions, usual),
    }


def dots_of(inductions: Sequence[Induction], usual: int | None) -> str:
    """A dot for each who finished, unless there are so few that it would say too much of each."""
    if usual is None:
        return ""
    return on_page(for_every_width(partial(charts.inductions_chart, inductions, usual)))


def shown_of_what_lapses(practice: Practice, day: dt.date, today: dt.date) -> dict:
    """The forecast, with its picture if anything lapses at all."""
    forecast = forecast_from(practice, day, today)
    picture = on_page(for_every_width(partial(charts.forecast_chart, forecast))) if forecast.number else ""
    return {"forecast": forecast, "forecast_picture": picture, "from_today": day < today}
