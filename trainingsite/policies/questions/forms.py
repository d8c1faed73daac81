"""What a person types to ask, to object and to answer."""

import uuid

from django import forms

from trainingsite.policies.forms import SentFromPage
from trainingsite.policies.questions.threads import OBJECTION, QUESTION

LONGEST = 4000
TOO_LONG = "Say it in 4,000 characters or fewer"


class AskForm(SentFromPage):
    """A question or an objection, and whom it goes to."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    purpose = forms.ChoiceField(
        label="What would you like to do?",
        choices=[(QUESTION, "Ask a question"), (OBJECTION, "Object to something in it")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you ask or object"},
    )
    to = forms.ChoiceField(
        label="Who should answer?",
        help_text="Only you and they can read it, unless nobody answers within 7 days.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who should answer", "invalid_choice": "Choose somebody from the list"},
    )
    text = forms.CharField(
        label="What would you like to say?",
        help_text="In your own words. Leave out anything about a patient.",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write what you would like to ask or say", "max_length": TOO_LONG},
    )

    def __init__(self, data=None, *, people, initial=None, **kwargs):
        first = {"token": uuid.uuid4(), "purpose": QUESTION, **(initial or {})}
        super().__init__(data, initial=first, **kwargs)
        self.people = {str(each.person.key): each.person for each in people}
        self.fields["to"].choices = [(str(each.person.key), each.label) for each in people]

    def clean_to(self):
        return self.people[self.cleaned_data["to"]]


class AnswerForm(forms.Form):
    """The answer; the one who asked reads it."""

    text = forms.CharField(
        label="Your answer",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Write your answer", "max_length": TOO_LONG},
    )
