"""What a manager may ask of an evidence pack."""

import datetime as dt

from django import forms
from django.utils.html import format_html

from trainingsite.evidence.asked import Asked, why_not_as_at, why_not_since
from trainingsite.evidence.purposes import ALWAYS, DEFAULT_PARTS, INSPECTION, PARTS, PURPOSES


def explained(title: str, about: str):
    """A choice with a sentence about it."""
    return format_html('{}<span class="choice-about">{}</span>', title, about)


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
    """Of which practice and for what, as at which day, for which period, and what is to be in it."""

    practice = forms.ModelChoiceField(
        queryset=None, to_field_name="ods_code", empty_label=None, label="Practice",
        error_messages={"invalid_choice": "Choose one of your practices", "required": "Choose one of your practices"},
    )  # fmt: skip
    purpose = forms.ChoiceField(
        choices=[(purpose.key, explained(purpose.title, purpose.about)) for purpose in PURPOSES.values()],
        widget=forms.RadioSelect, initial=INSPECTION.key, label="What is it for?",
        error_messages={"invalid_choice": "Choose what it is for", "required": "Choose what it is for"},
    )  # fmt: skip
    on = DayField(label="As at", help_text="The pack shows where everybody stood at the end of this day.")
    from_on = DayField(
        label="Period from", help_text="Policies, signatures and training since this day. A year is usual."
    )
    parts = forms.MultipleChoiceField(
        choices=[(key, explained(title, about)) for key, (title, about) in PARTS.items()],
        widget=forms.CheckboxSelectMultiple, initial=sorted(DEFAULT_PARTS - ALWAYS), required=False,
        label="What else is to be in it?",
        help_text="The training matrix, what is missing, the signatures and what people completed are always in it.",
        error_messages={"invalid_choice": "Choose from the list"},
    )  # fmt: skip

    def __init__(self, *args, practices, today: dt.date, **options):
        super().__init__(*args, **options)
        self.today = today
        self.fields["practice"].queryset = practices

    def clean_on(self) -> dt.date:
        day = self.cleaned_data["on"]
        return self.possible(day, why_not_as_at(day, self.today))

    def clean_from_on(self) -> dt.date:
        day = self.cleaned_data["from_on"]
        return self.possible(day, why_not_since(day))

    def possible(self, day: dt.date, why_not: str) -> dt.date:
        if why_not:
            raise forms.ValidationError(why_not)
        return day

    def clean(self) -> dict:
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("on")
        if first and last and first > last:
            self.add_error("from_on", "The period must begin on or before the day the pack is as at")
        return self.cleaned_data

    @property
    def asked(self) -> Asked:
        """The question, once the form is valid."""
        said = self.cleaned_data
        parts = ALWAYS | frozenset(said["parts"])
        return Asked(said["practice"], said["on"], said["from_on"], PURPOSES[said["purpose"]], parts)
