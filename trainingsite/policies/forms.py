"""What a person types to sign, and what every page says about who opened it."""

from django import forms


class SentFromPage(forms.Form):
    """A form that says what was on the screen, so that a stale page or somebody else's cannot be sent."""

    person = forms.UUIDField(widget=forms.HiddenInput)
    snapshot = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, data=None, *, version, person, initial=None, **kwargs):
        super().__init__(
            data, initial={**(initial or {}), "person": person.key, "snapshot": version.snapshot_id}, **kwargs
        )
        self.sender = person

    def is_from_this_page(self) -> bool:
        """Whether the person who sends it is the one it was made for, and the text is the one it was made with."""
        return self.is_of_sender() and self.data.get("snapshot") == self.initial["snapshot"]

    def is_of_sender(self) -> bool:
        return self.data.get("person") == str(self.sender.key)


class SignForm(SentFromPage):
    """The review before signing: which version, who signs, their name, and the tick."""

    typed_name = forms.CharField(
        label="Your full name",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Type your full name"},
    )
    agreed = forms.BooleanField(
        label="I have read the statement above and I sign it",
        error_messages={"required": "Tick the box to say that you sign the statement"},
    )

    def __init__(self, data=None, *, person, **kwargs):
        super().__init__(data, person=person, **kwargs)
        self.fields["typed_name"].help_text = f"As it is in your record: {person.name}. Small differences are fine."
