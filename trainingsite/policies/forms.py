"""What a person types to sign."""

from django import forms


class SignForm(forms.Form):
    """The review before signing: which version, who signs, their name, and the tick.

    The hidden fields say what was on the screen, so that a stale page or somebody else's cannot be signed.
    """

    person = forms.UUIDField(widget=forms.HiddenInput)
    snapshot = forms.CharField(widget=forms.HiddenInput, max_length=64)
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

    def __init__(self, data=None, *, version, person, **kwargs):
        kwargs.setdefault("initial", {}).update(person=person.key, snapshot=version.snapshot_id)
        super().__init__(data, **kwargs)
        self.signer = person
        self.fields["typed_name"].help_text = f"As it is in your record: {person.name}. Small differences are fine."

    def is_from_this_page(self) -> bool:
        """Whether the person who sends it is the one it was made for, and the text is the one it was made with."""
        sent = {name: self.data.get(name) for name in ("person", "snapshot")}
        return sent == {"person": str(self.signer.key), "snapshot": self.initial["snapshot"]}
