"""What a person types to have earlier training counted, and what a manager types to decline it."""

import datetime as dt
import uuid

from django import forms

LONG_AGO = dt.date(1990, 1, 1)
EARLIEST = dt.date(1940, 1, 1)
ACCEPTED_FILES = ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"
CHOOSE_AGAIN = "Choose the file again: it was not kept, because something else has to be put right first"


class ClaimForm(forms.Form):
    """Which training, when, where, and the file that shows it.

    The token belongs to the page, so that a page sent twice is one claim.
    """

    token = forms.UUIDField(widget=forms.HiddenInput)
    counts_for = forms.ChoiceField(
        label="What does it count for?",
        error_messages={
            "required": "Choose what it counts for",
            "invalid_choice": "Choose what it counts for from the list",
        },
    )
    practice = forms.ChoiceField(
        label="Which practice do you send it to?",
        help_text="Only its managers see the file. Once it is accepted, it counts wherever you work.",
        error_messages={
            "required": "Choose the practice you send it to",
            "invalid_choice": "Choose one of the practices in the list",
        },
    )
    completed_on = forms.DateField(
        label="When did you do it?",
        help_text="The day on your certificate, for example 31/03/2026.",
        widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "required": "Give the day you did it, for example 31/03/2026",
            "invalid": "Type a date that exists, for example 31/03/2026",
        },
    )
    day_is_right = forms.BooleanField(label="The day is right: it was that long ago", required=False)
    where = forms.CharField(
        label="Where, or with whom?",
        help_text="For example “Harbour View Surgery” or “an online course of the ambulance service”.",
        max_length=200,
        error_messages={
            "required": "Say where you did it, or who ran it",
            "max_length": "Say it in 200 characters or fewer",
        },
    )
    proof = forms.FileField(
        label="Your proof",
        help_text="A certificate or a screenshot: PDF, PNG or JPEG, 10 MB at the most. Check that no patient is in it.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
        error_messages={
            "required": "Choose the file that shows you did it",
            "missing": "Choose the file that shows you did it",
            "invalid": "Choose the file that shows you did it",
            "empty": "That file is empty. Choose the file that shows you did it",
        },
    )

    def __init__(
        self, data=None, files=None, *, choices: list, practices: list, today: dt.date, initial: dict | None = None
    ):
        super().__init__(data, files, initial={"token": uuid.uuid4(), **(initial or {})})
        self.practices = practices
        self.fields["practice"].choices = [("", "Choose one"), *((each.ods_code, each.name) for each in practices)]
        self.fields["practice"].required = self.asks_which_practice
        self.today = today
        self.fields["counts_for"].choices = [("", "Choose one"), *choices]
        self.fields["counts_for"].widget.choices = self.fields["counts_for"].choices

    @property
    def asks_which_practice(self) -> bool:
        """Whoever works at one practice only is not asked."""
        return len(self.practices) > 1

    def clean_practice(self):
        """The practice chosen, or the only one; none for whoever works nowhere."""
        chosen = self.cleaned_data["practice"]
        named = [each for each in self.practices if each.ods_code == chosen]
        return next(iter(named or self.practices), None)

    def clean_completed_on(self):
        day = self.cleaned_data["completed_on"]
        if day > self.today:
            raise forms.ValidationError("That day is still to come. Give the day you did it")
        if day < EARLIEST:
            raise forms.ValidationError("Check the year: type all four figures, for example 31/03/2026")
        return day

    def clean(self):
        day = self.cleaned_data.get("completed_on")
        if day and day < LONG_AGO and not self.cleaned_data.get("day_is_right"):
            self.add_error(
                "day_is_right",
                f"You gave {day.day} {day:%B %Y}. If that is right, tick the box; if not, change the day",
            )
        return self.cleaned_data

    def refuse_file(self, sentence: str) -> None:
        self.add_error("proof", sentence)

    def ask_for_file_again(self) -> None:
        """A browser cannot be given a file back: say so, where the file itself was not what was wrong."""
        if "proof" not in self.errors:
            self.add_error("proof", CHOOSE_AGAIN)

    @property
    def asks_about_the_day(self) -> bool:
        return "day_is_right" in self.errors or bool(self.data.get("day_is_right"))

    @property
    def target(self) -> tuple[str, str]:
        """The kind of training it counts for, and its key."""
        kind, _, key = self.cleaned_data["counts_for"].partition(":")
        return kind, key


class DeclineForm(forms.Form):
    """Why it does not count; the person reads it."""

    reason = forms.CharField(
        label="Why can it not be accepted?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why, so that they know what to do next",
            "max_length": "Say it in 500 characters or fewer",
        },
    )

    def __init__(self, data=None, *, name: str):
        super().__init__(data)
        self.fields["reason"].help_text = f"{name} reads this."
