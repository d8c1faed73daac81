"""What a manager types to release somebody from a requirement, to change that, or to end it early."""

import datetime as dt
import uuid

from django import forms

from trainingsite.compliance.exemptions import MOST_MONTHS, last_day_for
from trainingsite.compliance.models import Exemption

DAYS_TYPED = ["%Y-%m-%d", "%d/%m/%Y"]
A_YEAR = dt.timedelta(days=366)
NOT_A_DAY = "Type a date that exists, for example 31/03/2026"


def day_field(label: str, required: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
        input_formats=DAYS_TYPED,
        error_messages={"required": required, "invalid": NOT_A_DAY},
    )


class TermsForm(forms.Form):
    """Why, from when and until when."""

    reason = forms.ChoiceField(
        label="Why?",
        help_text="Choose what fits best. Health is nobody's business here: for time off, note leave instead.",
        choices=Exemption.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why", "invalid_choice": "Choose why from the list"},
    )
    started_on = day_field("From", "Give the first day, for example 31/03/2026")
    ended_on = day_field(
        "Until",
        "Give the last day: an exemption does not go on for ever",
        f"The last day of it, {MOST_MONTHS} months after the first at the most. Look at it again then.",
    )

    def __init__(self, data=None, *, today: dt.date, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.today = today

    def clean(self):
        first, last = self.cleaned_data.get("started_on"), self.cleaned_data.get("ended_on")
        if first and abs(first - self.today) > A_YEAR and first != self.initial.get("started_on"):
            self.add_error("started_on", "That is more than a year away. Check the year")
        elif first and last and last < first:
            self.add_error("ended_on", "The last day is before the first. Check both, and the years")
        elif first and last and last > last_day_for(first):
            self.add_error(
                "ended_on", f"Choose a day within {MOST_MONTHS} months of the first, and look at it again then"
            )
        return self.cleaned_data


class ExemptForm(TermsForm):
    """Whom, and from what. The token belongs to the page, so that a page sent twice is one exemption."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ChoiceField(
        label="Who?", error_messages={"required": "Choose who it is for", "invalid_choice": "Choose from the list"}
    )
    requirements = forms.MultipleChoiceField(
        label="From what?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one", "invalid_choice": "Tick from the list"},
    )
    field_order = ["token", "person", "requirements", "reason", "started_on", "ended_on"]

    def __init__(self, data=None, *, today: dt.date, people: list, requirements: list, initial: dict | None = None):
        start = {"token": uuid.uuid4(), "started_on": today, **(initial or {})}
        super().__init__(data, today=today, initial=start)
        self.fields["person"].choices = [("", "Choose one"), *people]
        self.fields["requirements"].choices = requirements


class ChangeForm(TermsForm):
    """Other terms for one exemption; ``row`` is the wording that was shown."""

    row = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """The last day, if it ends sooner."""

    row = forms.IntegerField(widget=forms.HiddenInput)
    last_day = day_field("Last day", "Give its last day, for example 31/03/2026")

    def __init__(self, data=None, *, exemption: Exemption, today: dt.date):
        super().__init__(data, initial={"row": exemption.pk, "last_day": today})
        self.exemption, self.today = exemption, today

    def clean_last_day(self):
        day, until = self.cleaned_data["last_day"], self.exemption.ended_on
        if until and day >= until:
            raise forms.ValidationError("It ends by then anyway. Give an earlier day, or change it")
        if day < self.today - A_YEAR:
            raise forms.ValidationError("That is more than a year ago. Check the year")
        return day
