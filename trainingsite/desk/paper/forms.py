"""What is said about a sheet that somebody signed on paper."""

import datetime as dt
import uuid

from django import forms

from trainingsite.desk.claims.forms import ACCEPTED_FILES, CHOOSE_AGAIN

NO_FILE = "Choose the scan of the sheet"


class UploadForm(forms.Form):
    """Who signed, when, and the scan. The token belongs to the page: sent twice, it is one sheet."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label="Who signed it?", error_messages={"required": "Choose who signed it"})
    signed_on = forms.DateField(
        label="The day written on the sheet",
        help_text="For example 31/03/2026.",
        widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        error_messages={
            "required": "Give the day written on the sheet, for example 31/03/2026",
            "invalid": "Type a date that exists, for example 31/03/2026",
        },
    )
    scan = forms.FileField(
        label="The scan",
        help_text="PDF, PNG or JPEG, 10 MB at the most: one sheet.",
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED_FILES}),
        error_messages={"required": NO_FILE, "missing": NO_FILE, "invalid": NO_FILE, "empty": NO_FILE},
    )

    def __init__(self, data=None, files=None, *, members, published_on: dt.date, today: dt.date):
        super().__init__(data, files, initial={"token": uuid.uuid4()})
        self.people = {str(member.person.key): member.person for member in members}
        self.published_on, self.today = published_on, today
        choices = [(key, person.name) for key, person in self.people.items()]
        self.fields["person"].choices = [("", "Choose one"), *choices]

    def clean_person(self):
        return self.people[self.cleaned_data["person"]]

    def clean_signed_on(self):
        day = self.cleaned_data["signed_on"]
        if day > self.today:
            raise forms.ValidationError("That day is still to come. Give the day written on the sheet")
        if day < self.published_on:
            raise forms.ValidationError("That is before this version was published. Check the day, and the version")
        return day

    def ask_for_file_again(self) -> None:
        """A browser cannot be given a file back: say so, where the file itself was not what was wrong."""
        if "scan" not in self.errors:
            self.add_error("scan", CHOOSE_AGAIN)


class SendBackForm(forms.Form):
    """Why a sheet cannot be countersigned; whoever uploaded it reads it."""

    reason = forms.CharField(
        label="What is wrong with it?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say what is wrong, so that they know what to do next",
            "max_length": "Say it in 500 characters or fewer",
        },
    )
