"""The days from which a change may hold, and why it is made."""

import datetime as dt

from django import forms

from trainingsite.formats.dates import long_date

YEARS_AHEAD = 3
CHOOSE = "Choose a day that exists, for example 31/03/2027"
GONE = "Days that are over keep the rules they had: choose today or a later day"


class DayField(forms.DateField):
    """A day typed or chosen."""

    def __init__(self, label: str, **kwargs):
        super().__init__(
            label=label,
            widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={"required": CHOOSE, "invalid": CHOOSE},
            **kwargs,
        )


class ReasonField(forms.CharField):
    """Why something is changed, in the words that inspectors will read."""

    def __init__(self, help_text: str = "Inspectors read this. No names, and nothing about anybody's health."):
        super().__init__(
            label="Why?",
            help_text=help_text,
            max_length=300,
            error_messages={"required": "Say in a sentence why", "max_length": "Say it in 300 characters or fewer"},
        )


class DayForm(forms.Form):
    """From which day a change holds: today or later. ``expected`` is what the page showed when it was opened."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    on = DayField("From which day?")

    def __init__(self, data=None, *, today: dt.date, expected: str = "", initial: dict | None = None):
        super().__init__(data, initial={"on": today, "expected": expected, **(initial or {})})
        self.today = today

    def clean_on(self):
        day = self.cleaned_data["on"]
        farthest = self.today.replace(year=self.today.year + YEARS_AHEAD, day=min(self.today.day, 28))
        if day < self.today:
            raise forms.ValidationError(GONE)
        if day > farthest:
            raise forms.ValidationError(f"Choose a day before {long_date(farthest)}")
        return day


class DayAndReasonForm(DayForm):
    """From which day, and why."""

    reason = ReasonField()


class ProgrammeForm(DayForm):
    """What a programme of one's own is called. ``token`` belongs to the page: sent twice, it makes one programme."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="What is it called?",
        help_text="For example “Chaperones” or “Minor surgery”.",
        max_length=80,
        error_messages={"required": "Give it a name", "max_length": "Give it a name of 80 characters or fewer"},
    )
    field_order = ("token", "title", "on", "expected")
