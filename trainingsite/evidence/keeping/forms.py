"""What the administrator types about keeping and forgetting."""

from django import forms

from trainingsite.evidence.keeping.counting import Period
from trainingsite.evidence.keeping.periods import Kept
from trainingsite.evidence.keeping.places import ACTS
from trainingsite.evidence.keeping_tables import Certainty, KeptClass

MONTHS = "Type a whole number of months from 1 to 900: 72 months are 6 years"
WHEN_ASKED = "Type the day on which they asked, not a later one than today"


def months(label: str, help_text: str, **more) -> forms.IntegerField:
    """A field for a number of months.

    Not for none: somebody whose last day was typed wrong would be due on the next one.
    """
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), MONTHS)
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=1, max_value=900, error_messages=errors, **more
    )


class PeriodForm(forms.Form):
    """How long one kind of detail is kept, and where that stands."""

    after_leaving = months("Months after the last day anywhere", "72 months are 6 years.")
    after_act = months(
        "Months after the last certificate, signature or proof",
        "Counted beside the other: the later day holds. Leave it empty where only leaving counts.",
        required=False,
    )
    source = forms.CharField(
        label="Where that stands",
        help_text="The rule or the advice you follow, so that others can check it.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say where it stands, or that it is your own decision"},
    )
    address = forms.URLField(
        label="Address of the source",
        help_text="If it can be read on the web.",
        max_length=300,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Type a web address that begins with https://, or leave it empty"},
    )
    certainty = forms.ChoiceField(
        label="How sure you are",
        choices=Certainty.choices,
        error_messages={"required": "Choose one", "invalid_choice": "Choose one of these"},
    )

    def __init__(self, *args, of: KeptClass, **kwargs):
        super().__init__(*args, **kwargs)
        self.of = of
        if of not in {counted for counted, _, _ in ACTS}:
            del self.fields["after_act"]

    @staticmethod
    def from_kept(kept: Kept) -> dict:
        """What stands in the form before anybody types."""
        return {
            "after_leaving": kept.period.after_leaving,
            "after_act": kept.period.after_act,
            "source": kept.source,
            "address": kept.address,
            "certainty": kept.certainty,
        }

    def kept(self) -> Kept:
        """What was typed."""
        typed = self.cleaned_data
        period = Period(typed["after_leaving"], typed.get("after_act"))
        return Kept(self.of, period, typed["source"], typed["address"], Certainty(typed["certainty"]))


class HoldForm(forms.Form):
    """Why somebody's details are held back."""

    because = forms.CharField(
        label="Keep everything of theirs, because",
        help_text="A complaint, a claim, an inquiry, or a birthday before which a clinician’s record must be kept.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why, so that somebody can decide later whether it is over"},
    )


class AskedForm(forms.Form):
    """On which day somebody asked to be erased. ``today`` is the last day there can be."""

    asked_on = forms.DateField(
        label="They asked on",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": WHEN_ASKED, "invalid": WHEN_ASKED},
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_asked_on(self):
        if self.cleaned_data["asked_on"] > self.today:
            raise forms.ValidationError(WHEN_ASKED)
        return self.cleaned_data["asked_on"]


class ApprovalForm(forms.Form):
    """That somebody looked before they approved what cannot be undone."""

    looked = forms.BooleanField(
        label="I have looked through the list. What is erased cannot be brought back.",
        error_messages={"required": "Look through the list, then tick this"},
    )
