"""What a manager types about an account of the practice."""

from django import forms

from trainingsite.policies.never_kept import SENTENCE, looks_like_a_secret

YES, NO = "yes", "no"
YES_OR_NO = [(YES, "Yes"), (NO, "No")]
PLATFORMS = (
    "Facebook", "Instagram", "X", "Bluesky", "LinkedIn", "TikTok", "YouTube", "Nextdoor", "Google business profile",
    "WhatsApp group",
)  # fmt: skip


class Suggesting(forms.TextInput):
    """A line of free text with suggestions, which works without a script."""

    template_name = "desk/accounts/suggesting.html"

    def __init__(self, suggestions, attrs=None):
        super().__init__(attrs)
        self.suggestions = suggestions

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}-suggestions"
        context["widget"]["attrs"]["list"] = list_id
        return {**context, "list_id": list_id, "suggestions": self.suggestions}


class AccountForm(forms.Form):
    """Everything the register keeps of an account; a password or a code is never part of it."""

    platform = forms.CharField(
        label="Platform",
        max_length=60,
        widget=Suggesting(PLATFORMS),
        error_messages={"required": "Say which platform it is on"},
    )
    address = forms.CharField(
        label="Address or name of the account",
        help_text="For example facebook.com/millbrooklane, or @millbrooklane.",
        max_length=300,
        error_messages={"required": "Give the address or the name of the account"},
    )
    purpose = forms.CharField(
        label="What it is for",
        help_text="For example “News and opening times for patients”.",
        max_length=300,
        error_messages={"required": "Say in a few words what it is for"},
    )
    second_factor_on = forms.ChoiceField(
        label="Is its second factor on?",
        help_text="Also called two-step verification: signing in needs a code as well as the password.",
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether its second factor is on"},
    )
    recovery_address = forms.CharField(
        label="Recovery address (optional)",
        help_text="Where the platform writes when somebody is locked out. It should be the practice's, not a person's.",
        max_length=200,
        required=False,
    )
    on_personal_profile = forms.ChoiceField(
        label="Does it hang on somebody's personal profile?",
        help_text="Then the account goes when that person does, or closes their profile.",
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it hangs on somebody's personal profile"},
    )
    holders = forms.MultipleChoiceField(
        label="Who holds it?",
        help_text="Everybody who may post from it: at least two. Each does the account holders' training.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data=None, *, people: dict, **kwargs):
        super().__init__(data, **kwargs)
        self.people = people
        self.fields["holders"].choices = [(key, person.name) for key, person in people.items()]

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str) and looks_like_a_secret(value):
                self.add_error(name, SENTENCE)
        return cleaned

    @property
    def details(self) -> dict:
        """The account's own fields, as the register keeps them."""
        texts = {name: self.cleaned_data[name] for name in ("platform", "address", "purpose", "recovery_address")}
        flags = {name: self.cleaned_data[name] == YES for name in ("second_factor_on", "on_personal_profile")}
        return {**texts, **flags}

    @property
    def chosen(self) -> list:
        """The people who hold it."""
        return [self.people[key] for key in self.cleaned_data["holders"]]


def initial_of(account, holders) -> dict:
    """What the form shows of an account that is there."""
    return {
        "platform": account.platform,
        "address": account.address,
        "purpose": account.purpose,
        "second_factor_on": YES if account.second_factor_on else NO,
        "recovery_address": account.recovery_address,
        "on_personal_profile": YES if account.on_personal_profile else NO,
        "holders": [str(holding.person.key) for holding in holders],
    }
