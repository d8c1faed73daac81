"""What a manager may ask of an evidence pack."""

import datetime as dt

from django import forms

EARLIEST = dt.date(1990, 1, 1)


class DayField(forms.DateField):
    """A day, picked or typed."""

    def __init__(self, **options):
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={
                "invalid": "Type a date that exists, for example 31/03/2026",
                "required": "Type a date, for example 31/03/2026",
            },
            **options,
        )


class PackForm(forms.Form):
    """Of which practice, as at which day, and for which period."""

    practice = forms.ModelChoiceField(
        queryset=None, to_field_name="ods_code", empty_label=None, label="Practice",
        error_messages={"invalid_choice": "Choose one of your practices", "required": "Choose one of your practices"},
    )  # fmt: skip
    on = DayField(label="As at", help_text="The pack shows where everybody stood at the end of this day.")
    from_on = DayField(
        label="Period from", help_text="Policies, signatures and training since this day. A year is usual."
    )

    def __init__(self, *args, practices, today: dt.date, **options):
        super().__init__(*args, **options)
        self.today = today
        self.fields["practice"].queryset = practices

    def clean_on(self) -> dt.date:
        day = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Choose today or a day before: what has not happened cannot be shown")
        return self.possible(day)

    def clean_from_on(self) -> dt.date:
        return self.possible(self.cleaned_data["from_on"])

    def possible(self, day: dt.date) -> dt.date:
        if day < EARLIEST:
            raise forms.ValidationError(f"Choose a day after {EARLIEST:%Y}")
        return day

    def clean(self) -> dict:
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("on")
        if first and last and first > last:
            self.add_error("from_on", "The period must begin on or before the day the pack is as at")
        return self.cleaned_data
