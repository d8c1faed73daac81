"""What a manager types of what is being done about a gap."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django import forms

from trainingsite.compliance.planning import Gap, Steps
from trainingsite.compliance.wordings import Demand
from trainingsite.desk.forms import DayField
from trainingsite.formats.dates import long_date, months_later
from trainingsite.people.colleagues import Colleague
from trainingsite.people.models import Person

FARTHEST_MONTHS = 24
LONGEST = 300


def words_field(label: str, required: str, help_text: str = "", *, rows: int = 2, optional: bool = False):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=not optional,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": f"Write {LONGEST} characters at the most"},
    )


class StepsForm(forms.Form):
    """What is done, by a colleague or somebody else, and by when."""

    action = words_field(
        "What is being done?",
        "Say what is being done",
        "For example: books the session of 14 April. It goes into the evidence pack: no word about anybody's health.",
    )
    carried_by = forms.ChoiceField(
        label="Who does it?", required=False, error_messages={"invalid_choice": "Choose a colleague from the list"}
    )
    who = forms.CharField(
        label="Or somebody who does not work here",
        required=False,
        max_length=100,
        error_messages={"max_length": "Write 100 characters at the most"},
    )
    due_on = DayField(label="By when?")

    def __init__(self, data=None, *, people: Sequence[Colleague], today: dt.date, initial: dict | None = None):
        super().__init__(data, initial=initial)
        self.people, self.today = {str(one.key): one.person for one in people}, today
        self.fields["carried_by"].choices = [("", "Choose one"), *((str(one.key), one.label) for one in people)]

    def clean_due_on(self) -> dt.date:
        day, farthest = self.cleaned_data["due_on"], months_later(self.today, FARTHEST_MONTHS)
        if day < self.today and day != self.initial.get("due_on"):
            raise forms.ValidationError("Give today or a later day")
        if day > farthest:
            raise forms.ValidationError(f"Give a day before {long_date(farthest)}, and plan again then")
        return day

    def clean(self):
        said = self.cleaned_data
        chosen, typed = said.get("carried_by"), said.get("who")
        if "carried_by" in said and not chosen and not typed:
            self.add_error("carried_by", "Choose who does it, or write it below")
        elif chosen and typed:
            self.add_error("who", "Choose a colleague or write somebody's name, not both")
        return said

    @property
    def steps(self) -> Steps:
        """What was typed, once it makes sense."""
        said = self.cleaned_data
        return Steps(said["action"], said["due_on"], self.people.get(said["carried_by"]), said["who"])


class PlanForm(StepsForm):
    """About which gap, too. The token belongs to the page, so that a page sent twice is one plan."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    requirement = forms.ChoiceField(
        label="About what?", required=False, error_messages={"invalid_choice": "Choose from the list"}
    )
    person = forms.ChoiceField(
        label="Whose?",
        required=False,
        help_text="Leave it as it is, if it is about everybody.",
        error_messages={"invalid_choice": "Choose somebody from the list"},
    )
    gap = forms.CharField(
        label="Or a gap that is not in the list",
        required=False,
        max_length=200,
        error_messages={"max_length": "Write 200 characters at the most"},
    )
    field_order = ["token", "requirement", "person", "gap", "action", "carried_by", "who", "due_on"]

    def __init__(self, data=None, *, demands: Sequence[Demand], people, today, initial: dict | None = None):
        start = {"token": uuid.uuid4(), **(initial or {})}
        super().__init__(data, people=people, today=today, initial=start)
        self.lines = {str(demand.line): demand.line for demand in demands}
        self.fields["requirement"].choices = [
            ("", "Choose one"), *((str(demand.line), demand.newest.title) for demand in demands)
        ]  # fmt: skip
        self.fields["person"].choices = [("", "Everybody"), *((str(one.key), one.label) for one in people)]

    def clean(self):
        said = super().clean()
        asked, gap = said.get("requirement"), said.get("gap")
        if "requirement" in said and not asked and not gap:
            self.add_error("requirement", "Choose what it is about, or write it below")
        elif asked and gap:
            self.add_error("gap", "Choose from the list or write a gap, not both")
        elif gap and said.get("person"):
            self.add_error("person", "For one person, choose what it is about from the list")
        return said

    @property
    def about(self) -> Gap:
        """The gap, once it makes sense."""
        said = self.cleaned_data
        person: Person | None = self.people.get(said["person"])
        return Gap(self.lines.get(said["requirement"]), person, said["gap"])


class ShownForm(forms.Form):
    """``number`` is that of the row that was shown: what was said meanwhile is not overrun."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30000)


class ChangeForm(ShownForm, StepsForm):
    """Other steps, and why."""

    reason = words_field("Why is it changed?", "Say why it is changed")
    field_order = ["number", "action", "carried_by", "who", "due_on", "reason"]


class DoneForm(ShownForm):
    """That it is done; what came of it, if there is something to say."""

    prefix = "done"

    reason = words_field("What came of it?", "", "You can leave this empty.", optional=True)


class DropForm(ShownForm):
    """That it is not done, and why."""

    prefix = "drop"

    reason = words_field("Why is it not done?", "Say why it is not done")
