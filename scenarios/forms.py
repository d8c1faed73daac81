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
