"""What a manager types of a notice of an inspection."""

import datetime as dt
import uuid

from django import forms

from trainingsite.compliance.inspecting import Days
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.desk.forms import DayField
from trainingsite.formats.dates import long_date, months_later
from trainingsite.people.models import Practice

LONGEST_AGO = dt.timedelta(days=366)
LONGEST_MONTHS = 12


class DaysForm(forms.Form):
    """When the notice came, for when, and by when to reply if the letter says so."""

    noticed_on = DayField(
        label="On which day did the notice come?", help_text="The day of the letter, the e-mail or the call."
    )
    inspection_on = DayField(
        label="Which day is the inspection?", required=False, help_text="Leave it empty if you do not know it yet."
    )
    reply_by = DayField(
        label="By when does the letter ask for a reply?",
        required=False,
        help_text="Leave it empty if it names no day: then five working days are counted.",
    )

    def __init__(self, data=None, *, practice: Practice, today: dt.date, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.practice, self.today = practice, today

    def clean_noticed_on(self) -> dt.date:
        day = self.cleaned_data["noticed_on"]
        if day > self.today:
            raise forms.ValidationError("A notice that has come came today or before")
        if day < self.practice.went_live_on:
            began = long_date(self.practice.went_live_on)
            raise forms.ValidationError(f"There is nothing to show before {began}. Give a later day")
        if day < self.today - LONGEST_AGO:
            raise forms.ValidationError("That is more than a year ago. Check the year")
        return day

    def clean_inspection_on(self) -> dt.date | None:
        return self._soon(self.cleaned_data["inspection_on"])

    def clean_reply_by(self) -> dt.date | None:
        return self._soon(self.cleaned_data["reply_by"])

    def _soon(self, day: dt.date | None) -> dt.date | None:
        if day and day > months_later(self.today, LONGEST_MONTHS):
            raise forms.ValidationError("That is more than a year away. Check the year")
        return day

    def clean(self):
        came = self.cleaned_data.get("noticed_on")
        for name in ("inspection_on", "reply_by"):
            day = self.cleaned_data.get(name)
            if came and day and day < came:
                self.add_error(name, "That is before the notice came. Check both days")
        return self.cleaned_data

    @property
    def days(self) -> Days:
        """What was typed, once it makes sense."""
        return Days(**{name: self.cleaned_data[name] for name in ("noticed_on", "inspection_on", "reply_by")})


class NoticeForm(DaysForm):
    """The token belongs to the page, so that a page sent twice is one notice."""

    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, practice: Practice, today: dt.date):
        super().__init__(
            data, practice=practice, today=today, initial={"token": uuid.uuid4(), "noticed_on": today}
        )  # fmt: skip


def reason_field(label: str, required: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": required, "max_length": "Write 300 characters at the most"},
    )


class CorrectForm(DaysForm):
    """Other days, and why; ``number`` is that of the row that was shown."""

    prefix = "correct"
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30000)
    reason = reason_field("Why is it corrected?", "Say why it is corrected")

    def __init__(self, data=None, *, row: InspectionNotice, today: dt.date, days: Days | None = None):
        """``days`` are those to start from, if they are others than the row's."""
        said = {name: getattr(days or row, name) for name in ("noticed_on", "inspection_on", "reply_by")}
        super().__init__(data, practice=row.practice, today=today, initial={"number": row.number, **said})


class EndForm(forms.Form):
    """That it is over, or never was."""

    prefix = "end"
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30000)
    reason = reason_field("What came of it?", "Say what came of it, for example: the inspection has taken place")
