"""What a manager types as the practice's target."""

from django import forms

from trainingsite.compliance.practice_targets import LEAST, MOST

A_NUMBER = f"Type a whole number from {LEAST} to {MOST}, for example 95"


class TargetForm(forms.Form):
    """How much of what is asked the practice wants to have done."""

    percent = forms.IntegerField(
        label="Target in percent",
        help_text=f"A whole number from {LEAST} to {MOST}. It is 95 unless you change it.",
        min_value=LEAST,
        max_value=MOST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-3"}),
        error_messages={
            "required": A_NUMBER, "invalid": A_NUMBER, "min_value": A_NUMBER, "max_value": A_NUMBER,
        },
    )  # fmt: skip
