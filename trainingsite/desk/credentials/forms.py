"""Why a manager changes somebody's way in."""

from django import forms


class ReasonForm(forms.Form):
    """A short reason: it is kept with what was done, and the person may see it."""

    reason = forms.CharField(
        label="Why?",
        max_length=200,
        help_text="A few words, for the record: “has no e-mail and forgot the password”.",
        error_messages={
            "required": "Say in a few words why, for the record",
            "max_length": "Say it in 200 characters or fewer",
        },
    )
