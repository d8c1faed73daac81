"""What somebody who looks after a policy decides and writes."""

import datetime as dt

from django import forms

from trainingsite.policies.fields import day_field, sentence_field

MATERIAL, MINOR = "material", "minor"
INCIDENT = "incident"
ALONE = "I am the only person here who can approve this"
MOVED_ON = (
    "Somebody has changed the draft or published a version since you opened this page. Look at it again, then decide."
)


class PublishForm(forms.Form):
    """What the owner decides before a version goes out."""

    use_required_attribute = False

    seen = forms.CharField(widget=forms.HiddenInput)
    change = forms.ChoiceField(
        label="How much has changed?",
        choices=[
            (MATERIAL, "Material: what people must do has changed, so everybody signs again"),
            (MINOR, "Minor: wording only, so signatures stand"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether the change is material or minor"},
    )
    reason = sentence_field(
        "What has changed, and why?",
        "Say in a sentence what has changed and why",
        help_text="Staff and inspectors read this sentence.",
    )
    effective_on = day_field("In force from", "Choose the day from which it is in force")
    incident = forms.BooleanField(
        label="An incident led to this",
        help_text="Tick it and write nothing about the incident here: no names, no details.",
        required=False,
    )
    alone = forms.BooleanField(
        label=ALONE,
        help_text="The version, its page and the record say so.",
        error_messages={
            "required": "Nobody else here can approve this. Tick the box to say so, or give somebody the duty"
        },
    )

    def __init__(self, *args, today: dt.date, others: bool, seen: str, every_version: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.now_seen = today, seen
        self.initial = {"effective_on": today, "seen": seen, **self.initial}
        if others:
            del self.fields["alone"]
        if every_version:
            self.fields["change"].choices = [
                (MATERIAL, "Material: what people must do has changed"),
                (MINOR, "Minor: wording only. Everybody signs this one too: this policy has every version signed"),
            ]

    def clean_effective_on(self):
        day = self.cleaned_data["effective_on"]
        if day < self.today:
            raise forms.ValidationError("A version cannot be in force before it is published: choose today or later")
        return day

    def clean(self):
        """What was looked at is what there is; otherwise the page is shown again, with what there is now."""
        if "seen" in self.cleaned_data and self.cleaned_data["seen"] != self.now_seen:
            self.data = {**self.data.dict(), "seen": self.now_seen}
            raise forms.ValidationError(MOVED_ON)
        return self.cleaned_data

    @property
    def said(self) -> dict:
        """What was decided, as a proposal holds it."""
        return {
            "material": self.cleaned_data["change"] == MATERIAL,
            "reason": self.cleaned_data["reason"],
            "effective_on": self.cleaned_data["effective_on"],
            "trigger": INCIDENT if self.cleaned_data["incident"] else "",
        }


class SendBackForm(forms.Form):
    """What has to change before it is approved."""

    use_required_attribute = False

    note = forms.CharField(
        label="What should change first?",
        help_text="Whoever asked reads it.",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say what should change before you approve it",
            "max_length": "Say it in 2,000 characters or fewer",
        },
    )


class ReasonForm(forms.Form):
    """Why a policy is put in the archive, or brought back."""

    use_required_attribute = False

    reason = sentence_field(
        "Why?", "Say in a sentence why", help_text="Staff and inspectors read this sentence. No names, please."
    )


class ReclassifyForm(forms.Form):
    """Why a minor version counts as material after all, and from when."""

    use_required_attribute = False

    from_on = day_field("Ask everybody to sign again from", "Choose the day from which everybody signs again")
    reason = sentence_field(
        "Why is the change material after all?",
        "Say in a sentence why the change is material",
        help_text="Staff and inspectors read this sentence.",
    )
