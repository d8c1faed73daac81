"""What a network's owner decides before a version goes out, and what a practice decides before it adopts one."""

import datetime as dt

from django import forms

from trainingsite.policies.life.forms import ALONE, MOVED_ON

MATERIAL, MINOR = "material", "minor"


class NetworkPublishForm(forms.Form):
    """How much has changed, and why: the practices read both before they adopt."""

    seen = forms.CharField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label="How much has changed?",
        choices=[
            (MATERIAL, "Material: what people must do has changed, so everybody signs again where it is adopted"),
            (MINOR, "Minor: wording only, so signatures stand"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the change is material or minor"},
    )
    reason = forms.CharField(
        label="What has changed, and why?",
        help_text="The practices, their staff and inspectors read this sentence.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say in a sentence what has changed and why"},
    )
    effective_on = forms.DateField(
        label="In force nowhere before",
        help_text="Each practice chooses its own day, this one or a later one.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Choose the first day on which a practice may have it in force"},
    )

    def __init__(self, data=None, *, today: dt.date, seen: str):
        super().__init__(data, initial={"effective_on": today, "seen": seen})
        self.today, self.now_seen = today, seen

    def clean(self):
        """What was looked at is what there is; otherwise the page is shown again, with what there is now."""
        if "seen" in self.cleaned_data and self.cleaned_data["seen"] != self.now_seen:
            self.data = {**self.data.dict(), "seen": self.now_seen}
            raise forms.ValidationError(MOVED_ON)
        return self.cleaned_data

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day < self.today:
            raise forms.ValidationError("A version cannot be in force before it is published: choose today or later")
        return day


class AdoptForm(forms.Form):
    """From which day the version is the practice's own."""

    effective_on = forms.DateField(
        label="In force at your practice from",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day from which it is in force at your practice",
            "invalid": "Choose the day as a date, for example 3 March 2027",
        },
    )
    alone = forms.BooleanField(
        label=ALONE,
        help_text="You published this version for the network. Your practice's version and the record say so.",
        error_messages={"required": "Nobody else here can adopt this. Tick the box to say so"},
    )

    def __init__(self, data=None, *, earliest: dt.date, alone: bool = False):
        super().__init__(data, initial={"effective_on": earliest})
        self.earliest = earliest
        if not alone:
            del self.fields["alone"]

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day < self.earliest:
            raise forms.ValidationError(f"Choose {self.earliest:%-d %B %Y} or a later day")
        return day
