"""The one date control of the manager's pages."""

import datetime as dt

from django import forms

FARTHEST = dt.date(2100, 1, 1)


class DayForm(forms.Form):
    """As at which day; past or future."""

    on = forms.DateField(
        label="As at",
        widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "invalid": "Type a date that exists, for example 31/03/2026",
            "required": "Type a date, for example 31/03/2026",
        },
    )

    def day_or(self, otherwise: dt.date, *, earliest: dt.date) -> dt.date:
        """The day asked for if it makes sense; otherwise the other, with the reason on the form."""
        if not self.is_bound or not self.is_valid():
            return otherwise
        day = self.cleaned_data["on"]
        if day < earliest:
            self.add_error("on", f"There is nothing to show before {earliest:%-d %B %Y}, so this is today")
        elif day > FARTHEST:
            self.add_error("on", f"Choose a day before {FARTHEST:%Y}; this is today")
        else:
            return day
        return otherwise
