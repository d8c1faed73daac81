"""What a person sends while playing a scenario."""

from django import forms


class PlaceForm(forms.Form):
    """Where in the story a page was when it was sent: kept in the page, so that an old tab is noticed."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)
    position = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    step = forms.CharField(max_length=60, widget=forms.HiddenInput)


class DecisionForm(PlaceForm):
    """One choice at one step."""

    use_required_attribute = False

    option = forms.ChoiceField(
        label="Your choice",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you would do",
            "invalid_choice": "Choose one of the answers shown here",
        },
    )

    def __init__(self, data=None, *, options, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["option"].choices = [(option.id, option.text) for option in options]


class ChangeForm(forms.Form):
    """What an author says of a change before it goes out."""

    use_required_attribute = False

    revision = forms.IntegerField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label="Is this change material?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Say whether the change is material or minor",
            "invalid_choice": "Say whether the change is material or minor",
        },
    )
    reason = forms.CharField(
        label="What has changed, and why?",
        help_text="One or two sentences. They are kept with the version, for whoever asks later.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence what has changed and why"},
    )

    def __init__(self, data=None, *, changes, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["change"].choices = changes
