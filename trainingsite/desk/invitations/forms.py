"""Whom a manager ticked."""

from collections.abc import Sequence

from django import forms

from trainingsite.desk.invitations.listing import Line

CODES_AT_ONCE = 30
NOBODY = "Tick at least one person"
GONE = "Somebody you ticked is no longer in this list: look at it once more, and send it again"
TOO_MANY = f"Tick {CODES_AT_ONCE} people or fewer: each code takes a moment to make"


class WhoForm(forms.Form):
    """Some of the people in a list, or all of them."""

    everybody = forms.BooleanField(required=False)
    person = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": GONE})

    def __init__(self, *args, lines: Sequence[Line], **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = {str(line.person.key): line for line in lines}
        self.fields["person"].choices = [(key, line.person.name) for key, line in self.lines.items()]

    def clean(self):
        if self.errors:
            return
        if self.cleaned_data["everybody"]:
            self.cleaned_data["person"] = list(self.lines)
        if not self.cleaned_data["person"]:
            self.add_error("person", NOBODY)

    @property
    def people(self):
        """The people ticked, in the order of the list."""
        ticked = set(self.cleaned_data["person"])
        return [line.person for key, line in self.lines.items() if key in ticked]


class CodesForm(WhoForm):
    """Whose codes are to be printed: not too many at once."""

    def clean(self):
        super().clean()
        if len(self.cleaned_data.get("person", [])) > CODES_AT_ONCE:
            self.add_error("person", TOO_MANY)
