"""Who is ticked of those who could be reminded."""

from collections.abc import Sequence

from django import forms

from trainingsite.people.models import Person
from trainingsite.reminders.nudging import Candidate

NOBODY = "Tick at least one person"
GONE = "Somebody you ticked does not work here any more: look at the list once more, and send it again"


class TicksForm(forms.Form):
    """The people to remind, and the page that it was asked from."""

    person = forms.MultipleChoiceField(error_messages={"required": NOBODY, "invalid_choice": GONE})
    batch = forms.UUIDField(required=False)

    def __init__(self, *args, candidates: Sequence[Candidate], **kwargs):
        super().__init__(*args, **kwargs)
        self.people_by_key = {str(each.person.key): each.person for each in candidates}
        self.fields["person"].choices = [(key, person.name) for key, person in self.people_by_key.items()]

    @property
    def people(self) -> list[Person]:
        """The people ticked."""
        return [self.people_by_key[key] for key in self.cleaned_data["person"]]
