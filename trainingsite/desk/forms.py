"""The one date control of the manager's pages."""

import datetime as dt

from django import forms
from django.http import HttpRequest, QueryDict

from trainingsite.formats.dates import long_date
from trainingsite.people.models import Practice

FARTHEST = dt.date(2100, 1, 1)


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **options):
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={
                "invalid": "Type a date that exists, for example 31/03/2026",
                "required": "Type a date, for example 31/03/2026",
            },
            **options,
        )


class DayForm(forms.Form):
    """As at which day; past or future. What else the address says goes along, so that a filter survives.

    ``goes_live_on``: of a practice that is not live yet, the day that is shown unless another is asked for.
    """

    on = DayField(label="As at")

    def __init__(self, *args, query: QueryDict | None = None, goes_live_on: dt.date | None = None, **options):
        super().__init__(*args, **options)
        self.query = query if query is not None else QueryDict()
        self.goes_live_on = goes_live_on

    @property
    def others(self) -> list[tuple[str, str]]:
        """What else the address says: the form sends it again."""
        return [(name, value) for name, values in self.query.lists() if name not in self.fields for value in values]

    @property
    def as_today(self) -> str:
        """The same address without a day: as at today, or when the practice goes live."""
        query = self.query.copy()
        query.pop("on", None)
        return query.urlencode()

    def day_or(self, otherwise: dt.date, *, earliest: dt.date) -> dt.date:
        """The day asked for if it makes sense; otherwise the other, with the reason on the form."""
        if not self.is_bound or not self.is_valid():
            return otherwise
        day = self.cleaned_data["on"]
        if day < earliest:
            self.add_error("on", f"There is nothing to show before {long_date(earliest)}, so this is {self.instead}")
        elif day > FARTHEST:
            self.add_error("on", f"Choose a day before {FARTHEST:%Y}; this is {self.instead}")
        else:
            return day
        return otherwise

    @property
    def instead(self) -> str:
        """Which day is shown when the one asked for cannot be, in words."""
        return "the day you go live" if self.goes_live_on else "today"


def usual_day(went_live_on: dt.date, today: dt.date) -> dt.date:
    """The day that is shown when none is asked for: today, or the day on which there is first something to show."""
    return max(today, went_live_on)


def live_later(went_live_on: dt.date, today: dt.date) -> dt.date | None:
    """The day on which a practice goes live that is not live yet."""
    return went_live_on if went_live_on > today else None


def asked_day(
    request: HttpRequest, practice: Practice, today: dt.date, *, earliest: dt.date | None = None
) -> tuple[DayForm, dt.date]:
    """The date control of a page and the day to show; of what makes no sense the form says that it is another day."""
    live = practice.went_live_on
    usual = usual_day(live, today)
    form = DayForm(
        request.GET if "on" in request.GET else None, query=request.GET, initial={"on": usual},
        goes_live_on=live_later(live, today),
    )  # fmt: skip
    return form, form.day_or(usual, earliest=earliest or live)
