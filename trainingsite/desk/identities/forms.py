"""What a manager types about two accounts of one person."""

from django import forms

from trainingsite.people.models import Person

THIS, OTHER = "this", "other"


class AskForm(forms.Form):
    """The other account, and which of the two stays."""

    username = forms.CharField(
        label="Sign-in name of the other account",
        max_length=150,
        help_text="The person can tell you. We never guess: a name alone makes nobody the same person.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "Enter the sign-in name of the other account"},
    )
    keep = forms.ChoiceField(
        label="Which account stays?",
        help_text="They sign in with this one from then on. The other one ends.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the account that stays"},
    )

    def __init__(self, *args, person: Person, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(THIS, f"This one: {person.username}"), (OTHER, "The other one")]


class SeparateForm(forms.Form):
    """Why two accounts are separated again."""

    reason = forms.CharField(
        label="Why?",
        max_length=300,
        help_text="A few words, for the record: “two people with the same name”.",
        error_messages={
            "required": "Say in a few words why, for the record",
            "max_length": "Say it in 300 characters or fewer",
        },
    )
