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
    """As at which day; past or future. What else the address says goes along, so that a filter survives."""

    on = DayField(label="As at")

    def __init__(self, *args, query: QueryDict | None = None, **options):
        super().__init__(*args, **options)
        self.query = query if query is not None else QueryDict()

    @property
    def others(self) -> list[tuple[str, str]]:
        """What else the address says: the form sends it again."""
        return [(name, value) for name, values in self.query.lists() if name not in self.fields for value in values]

    @property
    def as_today(self) -> str:
        """The same address without a day: as at today."""
        query = self.query.copy()
        query.pop("on", None)
        return query.urlencode()

    def day_or(self, otherwise: dt.date, *, earliest: dt.date) -> dt.date:
        """The day asked for if it makes sense; otherwise the other, with the reason on the form."""
        if not self.is_bound or not self.is_valid():
            return otherwise
        day = self.cleaned_data["on"]
        if day < earliest:
            self.add_error("on", f"There is nothing to show before {long_date(earliest)}, so this is today")
        elif day > FARTHEST:
            self.add_error("on", f"Choose a day before {FARTHEST:%Y}; this is today")
        else:
            return day
        return otherwise


def asked_day(
    request: HttpRequest, practice: Practice, today: dt.date, *, earliest: dt.date | None = None
) -> tuple[DayForm, dt.date]:
    """The date control of a page and the day to show: what makes no sense is said on the form, and today is shown."""
    form = DayForm(request.GET if "on" in request.GET else None, query=request.GET, initial={"on": today})
    return form, form.day_or(today, earliest=earliest or practice.went_live_on)
