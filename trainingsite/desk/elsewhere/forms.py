"""What a manager types to record training done elsewhere, or to take it back; and the file of many completions."""

import datetime as dt
import uuid

from django import forms

from trainingsite.desk.claims.forms import ACCEPTED_FILES, CHOOSE_AGAIN, EARLIEST, LONG_AGO
from trainingsite.people.importing.table import MOST_BYTES, MOST_ROWS, TOO_BIG

NO_FILE = "Choose the file with the completions"
NO_PROOF = "Choose the file that shows it, or leave this empty"
DAY = forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d")
DAYS_TYPED = ["%Y-%m-%d", "%d/%m/%Y"]


class ElsewhereForm(forms.Form):
    """Who did which training, when and with whom, and the proof if there is any.

    The token belongs to the page, so that a page sent twice is one entry.
    """

    token = forms.UUIDField(widget=forms.HiddenInput)
    training = forms.ChoiceField(
        label="Which training was it?",
        error_messages={"required": "Choose the training", "invalid_choice": "Choose the training from the list"},
    )
    completed_on = forms.DateField(
        label="When was it done?",
        help_text="For example 31/03/2026.",
        widget=DAY,
        input_formats=DAYS_TYPED,
        error_messages={
            "required": "Give the day it was done, for example 31/03/2026",
            "invalid": "Type a date that exists, for example 31/03/2026",
        },
    )
    day_is_right = forms.BooleanField(label="The day is right: it was that long ago", required=False)
    people = forms.MultipleChoiceField(
        label="Who did it?",
        help_text="Tick everybody who did it on that day.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick who did it", "invalid_choice": "Tick people from the list"},
    )
    where = forms.CharField(
        label="Where, or with whom? (optional)",
        help_text="For example “Harbour View Surgery” or “an online course of the ambulance service”.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Say it in 200 characters or fewer"},
    )
    proof = forms.FileField(
        label="Proof (optional)",
        help_text="A certificate or a list of who was there: PDF, PNG or JPEG, 10 MB at the most. Check that no patient"
        " is in it.",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
        error_messages={"missing": NO_PROOF, "invalid": NO_PROOF, "empty": f"That file is empty. {NO_PROOF}"},
    )

    def __init__(self, data=None, files=None, *, trainings: list, people: list, today: dt.date, initial=None):
        super().__init__(data, files, initial={"token": uuid.uuid4(), **(initial or {})})
        self.today = today
        self.fields["training"].choices = [("", "Choose one"), *trainings]
        self.fields["people"].choices = people

    def clean_completed_on(self):
        day = self.cleaned_data["completed_on"]
        if day > self.today:
            raise forms.ValidationError("That day is still to come. Give the day it was done")
        if day < EARLIEST:
            raise forms.ValidationError("Check the year: type all four figures, for example 31/03/2026")
        return day

    def clean(self):
        day = self.cleaned_data.get("completed_on")
        if day and day < LONG_AGO and not self.cleaned_data.get("day_is_right"):
            sentence = f"You gave {day.day} {day:%B %Y}. If that is right, tick the box; if not, change the day"
            self.add_error("day_is_right", sentence)
        return self.cleaned_data

    def ask_for_file_again(self) -> None:
        """A browser cannot be given a file back: say so, where the file itself was not what was wrong."""
        if "proof" not in self.errors:
            self.add_error("proof", CHOOSE_AGAIN)

    @property
    def asks_about_the_day(self) -> bool:
        return "day_is_right" in self.errors or bool(self.data.get("day_is_right"))


class TakeBackForm(forms.Form):
    """Why it is taken back; the person reads it."""

    reason = forms.CharField(
        label="What was wrong with it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say what was wrong, so that they know what to do next",
            "max_length": "Say it in 500 characters or fewer",
        },
    )

    def __init__(self, data=None, *, name: str):
        super().__init__(data)
        self.fields["reason"].help_text = f"{name} reads this. Write nothing about anybody's health."


class CompletionsForm(forms.Form):
    """Which file to look at."""

    file = forms.FileField(
        label="Your file of completions",
        help_text=f"A CSV file: 1.5 MB and {MOST_ROWS:,} rows at the most. Nothing is changed until you agree.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "invalid": NO_FILE, "empty": "That file is empty"},
    )

    def clean_file(self):
        """Refuse by its size what would take long to read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(TOO_BIG)
        return file
