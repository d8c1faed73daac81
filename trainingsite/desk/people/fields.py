"""The fields of the forms about staff: days that can be right, names, numbers, colleagues and job roles."""

import datetime as dt
import unicodedata

from django import forms

from trainingsite.formats.sheets import FORMULA_STARTS
from trainingsite.people.importing.entries import EARLIEST, IN_NAMES, LONGEST
from trainingsite.people.models import JobRole, Person

NOBODY = ("", "Nobody")
A_YEAR_AHEAD, TEN_YEARS_AHEAD = dt.timedelta(days=366), dt.timedelta(days=10 * 366)


class DayField(forms.DateField):
    """A day, typed or chosen; ``most_ahead`` is how far it may lie ahead."""

    def __init__(self, label, *, help_text="", required=True, most_ahead=A_YEAR_AHEAD):
        super().__init__(
            label=label,
            help_text=help_text,
            required=required,
            widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={
                "required": "Give the day, for example 31/03/2026",
                "invalid": "Type a date that exists, for example 31/03/2026",
            },
        )
        self.most_ahead = most_ahead

    def what_is_wrong(self, day: dt.date, today: dt.date) -> str:
        if day < EARLIEST:
            return f"The year {day.year} cannot be right. Type all four figures of the year"
        if day - today > self.most_ahead:
            return "That is too far ahead. Check the year"
        return ""


class PlainField(forms.CharField):
    """A line of text without what a spreadsheet or a printer would stumble over."""

    def to_python(self, value):
        text = unicodedata.normalize("NFC", " ".join(super().to_python(value).split()))
        if text.startswith(FORMULA_STARTS):
            raise forms.ValidationError(f"Take the “{text[0]}” at the beginning out")
        if any(unicodedata.category(character) == "Cc" for character in text):
            raise forms.ValidationError("There is a character in it that cannot be shown. Type it again")
        return text


class NameField(PlainField):
    """A first or a last name."""

    def to_python(self, value):
        name = super().to_python(value)
        if strange := next((each for each in name if not _in_a_name(each)), ""):
            raise forms.ValidationError(f"“{strange}” cannot be part of a name. Take it out")
        return name


class ColleagueField(forms.ChoiceField):
    """One of the practice's people, by their key; or nobody."""

    def __init__(self, label, *, help_text="", required=False, problem="Choose somebody"):
        super().__init__(label=label, help_text=help_text, required=required, error_messages={"required": problem})
        self.people = {}

    def offer(self, people: list[Person], nobody=NOBODY) -> None:
        self.people = {str(person.key): person for person in people}
        self.choices = [nobody, *((key, person.name) for key, person in self.people.items())]

    def clean(self, value) -> Person | None:
        return self.people.get(super().clean(value))


class JobRoleField(forms.ChoiceField):
    """One of the job roles, under their staff groups."""

    def __init__(self):
        super().__init__(label="Job role", error_messages={"required": "Choose the job role"})
        self.roles = {}

    def offer(self, roles: list[JobRole]) -> None:
        self.roles = {role.key: role for role in roles}
        groups = {}
        for role in roles:
            groups.setdefault(role.staff_group.name, []).append((role.key, role.name))
        self.choices = [("", "Choose one"), *groups.items()]

    def clean(self, value) -> JobRole | None:
        return self.roles.get(super().clean(value))


def number_field() -> PlainField:
    return PlainField(
        label="Staff number (optional)",
        help_text="As your payroll or rota has it.",
        max_length=LONGEST["staff_number"],
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )


def _in_a_name(character: str) -> bool:
    return character in IN_NAMES or unicodedata.category(character)[0] in "LM"
