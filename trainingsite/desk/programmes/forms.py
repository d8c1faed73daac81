"""What a manager types of a requirement: what is asked, of whom, how soon, how often, from when and why."""

from calendar import monthrange

from django import forms

from trainingsite.compliance.asked_in_words import ANCHORS, example
from trainingsite.compliance.programming import TERMS
from trainingsite.compliance.rules import Anchor
from trainingsite.desk.programmes.days import DayForm, ReasonField
from trainingsite.formats.dates import MONTHS
from trainingsite.people.models import Duty, JobRole, StaffGroup

EVERYBODY, SOME = "everybody", "some"
AUDIENCE = ("staff_groups", "job_roles", "duties")
LEAP_YEAR = 2028
LONGEST_DAYS, LONGEST_MONTHS = 365, 60
WHOLE_YEARS = "By one day of the year it comes round in whole years: give 12, 24 or 36"


class Ticks(forms.MultipleChoiceField):
    """Several of a list."""

    def __init__(self, label: str):
        super().__init__(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class TermsForm(DayForm):
    """Of whom something is asked, how soon, how often, counted from what; from which day, and why."""

    who = forms.ChoiceField(
        label="Who is it for?",
        choices=[(EVERYBODY, "Everybody"), (SOME, "Those I tick below")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who it is for"},
    )
    staff_groups = Ticks("Staff groups")
    job_roles = Ticks("Job roles")
    duties = Ticks("Duties")
    due_within_days = forms.IntegerField(
        label="Within how many days?",
        help_text="The time to do it for the first time: 28 is four weeks.",
        min_value=1,
        max_value=LONGEST_DAYS,
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
        error_messages={
            "required": "Say within how many days",
            "invalid": "Give the days as a number, for example 28",
            "min_value": "Give people one day or more",
            "max_value": f"Give at most {LONGEST_DAYS} days",
        },
    )
    refresher_months = forms.IntegerField(
        label="Again after how many months? (optional)",
        help_text="12 is every year. Leave it empty if once is enough.",
        required=False,
        min_value=1,
        max_value=LONGEST_MONTHS,
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-4"}),
        error_messages={
            "invalid": "Give the months as a number, for example 12",
            "min_value": "Give one month or more, or leave it empty",
            "max_value": f"Give at most {LONGEST_MONTHS} months",
        },
    )
    anchor = forms.ChoiceField(label="When does it come round?", widget=forms.RadioSelect, initial=Anchor.COMPLETION)
    fixed_day = forms.IntegerField(
        label="Day of the month",
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.NumberInput(attrs={"class": "nhsuk-input--width-2"}),
    )
    fixed_month = forms.TypedChoiceField(
        label="Month", required=False, coerce=int, empty_value=None,
        choices=[("", "Choose a month"), *enumerate(MONTHS, start=1)],
    )  # fmt: skip
    reason = ReasonField()
    field_order = (
        "expected", "who", *AUDIENCE, "due_within_days", "refresher_months", "anchor", "fixed_day", "fixed_month", "on",
        "reason",
    )  # fmt: skip

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["staff_groups"].choices = list(StaffGroup.objects.values_list("key", "name"))
        self.fields["job_roles"].choices = list(JobRole.objects.values_list("key", "name"))
        self.fields["duties"].choices = [each for each in Duty.choices if each[0] != Duty.NETWORK_LEAD]
        self.fields["anchor"].choices = [
            (anchor.value, f"{words}. {example(anchor, 12, self.today)}") for anchor, words in ANCHORS.items()
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("who") == SOME and not any(cleaned.get(name) for name in AUDIENCE):
            self.add_error("who", "Tick at least one staff group, job role or duty, or choose everybody")
        self._clean_rhythm(cleaned)
        return cleaned

    def _clean_rhythm(self, cleaned: dict) -> None:
        if cleaned.get("anchor") != Anchor.FIXED_DAY or not cleaned.get("refresher_months"):
            return
        day, month = cleaned.get("fixed_day"), cleaned.get("fixed_month")
        if not day or not month:
            self.add_error("fixed_day", "Give the day and the month, for example 31 March")
        elif day > monthrange(LEAP_YEAR, month)[1]:
            self.add_error("fixed_day", f"{MONTHS[month - 1]} has no day {day}")
        if cleaned["refresher_months"] % 12:
            self.add_error("refresher_months", WHOLE_YEARS)

    @property
    def terms(self) -> dict:
        """What was typed as a wording has it: what says nothing is left empty."""
        typed = {name: self.cleaned_data[name] for name in TERMS}
        if self.cleaned_data["who"] == EVERYBODY:
            typed |= {name: [] for name in AUDIENCE}
        if not typed["refresher_months"]:
            typed |= {"refresher_months": None, "anchor": Anchor.COMPLETION}
        if typed["anchor"] != Anchor.FIXED_DAY:
            typed |= {"fixed_month": None, "fixed_day": None}
        return typed


class RequirementForm(TermsForm):
    """The same of something that is not asked yet: a thing from the list, or a subject of one's own."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    target = forms.ChoiceField(label="What is asked?", required=False)
    subject = forms.CharField(
        label="Or a subject of your own, for training that happens elsewhere (optional)",
        help_text="For example “Ear irrigation”. It is added to your list of subjects.",
        max_length=120,
        required=False,
        error_messages={"max_length": "Name it in 120 characters or fewer"},
    )
    field_order = ("token", "target", "subject", *TermsForm.field_order)

    def __init__(self, data=None, *, targets: list, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["target"].choices = [("", "Choose one"), *targets]

    def clean(self):
        cleaned = super().clean()
        if "target" in cleaned and bool(cleaned["target"]) == bool(cleaned.get("subject")):
            both = cleaned["target"]
            words = "Choose one from the list, or name a subject of your own"
            self.add_error("target", f"{words}, not both" if both else words)
        return cleaned


def initial_of(wording) -> dict:
    """What the form shows of a wording that is there."""
    some = not wording.is_for_everyone
    shown = {name: getattr(wording, name) for name in TERMS}
    return {**shown, "who": SOME if some else EVERYBODY}
