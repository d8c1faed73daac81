"""What a manager ticks before the network's leads see names."""

from django import forms

ASKED_FIRST = "Tick this once your staff know: people should hear it from you before somebody outside reads their name"


class AgreeForm(forms.Form):
    """That the practice's staff were told."""

    told_staff = forms.BooleanField(
        label="We have told our staff who will see this, and why", error_messages={"required": ASKED_FIRST}
    )
