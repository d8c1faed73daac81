"""What a manager may ask of a report: as at which day, for which period, as known then."""

import datetime as dt
from typing import NamedTuple

from django import forms
from django.http import QueryDict

from trainingsite.desk.forms import FARTHEST, DayField, DayForm, live_later, usual_day
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Report
from trainingsite.desk.reports.periods import Period, twelve_months_to
from trainingsite.formats.dates import long_date

EARLIEST = dt.date(1990, 1, 1)
WITHIN, MOST_DAYS = 30, 366
FIELDS = {
    asking.PERIOD: ("from", "to"),
    asking.DAY: ("on",),
    asking.WITHIN: ("within",),
    asking.KNOWN_ON: ("known_on",),
}


class Limits(NamedTuple):
    """The days between which a practice can be asked about: it went live on the one, the other is today."""

    live: dt.date
    today: dt.date

    @property
    def usual(self) -> dt.date:
        """The day that a report is as at when none is asked for."""
        return usual_day(self.live, self.today)


def day_in(text: str | None, limits: Limits) -> dt.date:
    """The day that an address names, where it can be asked about; otherwise the usual one."""
    try:
        day = DayField().clean(text)
    except forms.ValidationError:
        return limits.usual
    return day if limits.live <= day <= FARTHEST else limits.usual


class AskForm(DayForm):
    """The options of one report. What cannot be is said beside its field, and the report answers without it."""

    within = forms.IntegerField(
        label="Within how many days", min_value=1, max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
        error_messages={
            "invalid": f"Type a number of days from 1 to {MOST_DAYS}",
            "min_value": f"Type a number of days from 1 to {MOST_DAYS}",
            "max_value": f"Type a number of days from 1 to {MOST_DAYS}",
        },
    )  # fmt: skip
    known_on = DayField(
        label="As known on", required=False,
        help_text="Leave it empty for what is known now. With a day, what was recorded later is left out.",
    )  # fmt: skip

    def __init__(self, query: QueryDict, *, report: Report, limits: Limits):
        self.limits = limits
        self.usual = twelve_months_to(day_in(query.get("on"), limits))
        usual = {"on": limits.usual, "within": WITHIN, "from": self.usual.first, "to": self.usual.last}
        told = {name: query[name] for name in ("on", "within", "from", "to", "known_on") if query.get(name)}
        super().__init__({**usual, **told}, query=query, goes_live_on=live_later(*limits))
        self.fields |= {"from": DayField(label="From"), "to": DayField(label="To")}
        wanted = [name for taken, names in FIELDS.items() if taken in report.takes for name in names]
        self.fields = {name: self.fields[name] for name in wanted}

    @property
    def day(self) -> dt.date:
        """As at which day: of a report on a period, its last one that has come."""
        if "on" not in self.fields:
            return max(min(self.period.last, self.limits.today), self.limits.live)
        return self.cleaned_data.get("on", self.limits.usual)

    @property
    def period(self) -> Period:
        """The period asked for, or the usual one."""
        said = self.cleaned_data
        return Period("", said["from"], said["to"]) if said.get("from") and said.get("to") else self.usual

    def clean_on(self) -> dt.date:
        day = self.cleaned_data["on"]
        if day < self.limits.live:
            raise forms.ValidationError(self._too_early(f"this is {self.instead}"))
        if day > FARTHEST:
            raise forms.ValidationError(f"Choose a day before {FARTHEST.year}; this is {self.instead}")
        return day

    def clean_known_on(self) -> dt.date | None:
        day = self.cleaned_data["known_on"]
        if day and day > self.limits.today:
            raise forms.ValidationError("Nobody knows yet what will be known then: this is as known now")
        if day and day < self.limits.live:
            raise forms.ValidationError(self._too_early("this is as known now"))
        return day

    def clean(self) -> dict:
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and (wrong := self._wrong_with(first, last)):
            field, sentence = wrong
            self.add_error(field, f"{sentence}, so these are twelve months to {long_date(self.usual.last)}")
        return self.cleaned_data

    def _wrong_with(self, first: dt.date, last: dt.date) -> tuple[str, str] | None:
        """Which of the two days cannot be, and why."""
        if first > last:
            return "from", f"The period must begin on or before {long_date(last)}, the day it ends"
        if last > FARTHEST:
            return "to", f"Choose a day before {FARTHEST.year}"
        if first < EARLIEST:
            return "from", f"Choose a day after {EARLIEST.year}"
        if last < self.limits.live:
            return "to", self._too_early("").removesuffix(", so ")
        return None

    def _too_early(self, instead: str) -> str:
        return f"There is nothing to show before {long_date(self.limits.live)}, so {instead}"
