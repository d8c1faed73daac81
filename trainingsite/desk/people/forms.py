"""What managers type about the people of their practice."""

import datetime as dt

from django import forms

from trainingsite.desk.people.fields import (
    NOBODY,
    TEN_YEARS_AHEAD,
    ColleagueField,
    DayField,
    JobRoleField,
    NameField,
    number_field,
)
from trainingsite.people.importing.entries import LONGEST, Entry
from trainingsite.people.staff.adding import Resembling

SOMEBODY_ELSE = "somebody-else"
OUTSIDE = ("", "Somebody outside the practice, named below")


class StaffForm(forms.Form):
    """A form about staff: it knows the day, the colleagues and the job roles there are."""

    def __init__(self, data=None, *, today: dt.date, colleagues=(), roles=(), **kwargs):
        super().__init__(data, **kwargs)
        self.today = today
        for field in self.fields.values():
            if isinstance(field, ColleagueField):
                field.offer(colleagues)
            elif isinstance(field, JobRoleField):
                field.offer(roles)

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            wrong = field.what_is_wrong(cleaned[name], self.today) if _is_day(field) and cleaned.get(name) else ""
            if wrong:
                self.add_error(name, wrong)
        return cleaned


class SeenForm(StaffForm):
    """A form about something there is already: it carries which wording of it was on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class JobForm(StaffForm):
    """A job that begins."""

    job_role = JobRoleField()
    started_on = DayField("First day", help_text="Past or to come. For example 31/03/2026.")
    ended_on = DayField(
        "Last day (optional)",
        help_text="Only where it is known already, for example of a placement.",
        required=False,
        most_ahead=TEN_YEARS_AHEAD,
    )
    manager = ColleagueField("Manager (optional)", help_text="Hears of what is overdue.")
    staff_number = number_field()


class ChangeJobForm(SeenForm):
    """What a job is from a day on."""

    from_day = DayField("From which day?", help_text="Until the day before, everything stays as it was.")
    job_role = JobRoleField()
    manager = ColleagueField("Manager")
    staff_number = number_field()


class CorrectJobForm(SeenForm):
    """What a job should have said all along."""

    started_on = DayField("First day")
    job_role = JobRoleField()
    manager = ColleagueField("Manager")
    staff_number = number_field()


class PersonForm(JobForm):
    """Somebody who is added to the staff, and who they turn out to be."""

    same_person = forms.CharField(label="Is it the same person?", required=False, widget=forms.RadioSelect)
    first_name = NameField(
        max_length=LONGEST["first_name"], error_messages={"required": "Give the first name"}, label="First name"
    )
    last_name = NameField(
        max_length=LONGEST["last_name"], error_messages={"required": "Give the last name"}, label="Last name"
    )
    email = forms.EmailField(
        label="E-mail address (optional)",
        help_text="One that only they read. Without one, you print them a code to sign in with.",
        max_length=LONGEST["email"],
        required=False,
        error_messages={"invalid": "Type one address, like ann@example.nhs.uk, or leave it empty"},
    )
    sign_in_name = forms.CharField(
        label="Sign-in name (optional)",
        help_text="Only if they have one from another practice: ask them. What they learned there comes with them.",
        max_length=150,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    invite = forms.BooleanField(label="Send an invitation by e-mail now", required=False)
    field_order = ("same_person", "first_name", "last_name", "email", "sign_in_name")

    def ask_who(self, found: Resembling | None, here: dict[str, str]) -> None:
        """Ask whether it is one of those; ``here`` says by key what is known of the practice's own."""
        if found is None or not found.any:
            del self.fields["same_person"]
            return
        choices = [(each.key, f"Yes: {here.get(each.key) or _known_elsewhere(each.name)}") for each in found.likely]
        choices.append((SOMEBODY_ELSE, "No, it is somebody else, who has no sign-in yet"))
        self.fields["same_person"].widget.choices = choices
        self["same_person"].help_text = " ".join(_what_is_known_elsewhere(found))
        if self.cleaned_data.get("same_person") not in dict(choices):
            self.add_error("same_person", "Somebody like this is known already. Say whether it is the same person")

    @property
    def entry(self) -> Entry:
        """What was typed, as a line of a file of staff would say it."""
        said = {name: self.cleaned_data[name] for name in ("staff_number", "email", "first_name", "last_name")}
        days = {"started_on": self.cleaned_data["started_on"], "left_on": self.cleaned_data["ended_on"]}
        return Entry(row=1, job_role=self.cleaned_data["job_role"].key, **said, **days)


class LastDayForm(StaffForm):
    """Somebody's last day, of one job or of all."""

    last_day = DayField(
        "Last day",
        help_text="They can sign in until the end of that day. For example 31/03/2026.",
        most_ahead=TEN_YEARS_AHEAD,
    )
    jobs = forms.MultipleChoiceField(
        label="Which jobs end?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one job"},
    )

    def __init__(self, data=None, *, stays, **kwargs):
        super().__init__(data, **kwargs)
        self.stays = {str(stay.pk): stay for stay in stays}
        self.fields["jobs"].choices = [(key, stay.job_role.name) for key, stay in self.stays.items()]

    @property
    def chosen(self) -> list:
        return [self.stays[key] for key in self.cleaned_data["jobs"]]


class TeamForm(StaffForm):
    """Who manages somebody's team, and from when."""

    manager = ColleagueField("New manager", required=True, problem="Choose who manages them")
    from_day = DayField("From which day?")


class LeaveForm(StaffForm):
    """Leave: dates only."""

    started_on = DayField("First day away", help_text="It may be past. For example 31/03/2026.")
    ended_on = DayField(
        "Last day away (optional)",
        help_text="Leave it empty while you do not know, and put it in when they are back.",
        required=False,
        most_ahead=TEN_YEARS_AHEAD,
    )


class CorrectLeaveForm(LeaveForm, SeenForm):
    """Other dates for leave that is noted."""


class HolderForm(StaffForm):
    """Who gets a duty, one of the practice's people or somebody outside, and from when."""

    holder = ColleagueField("Who?")
    holder_name = NameField(label="Name, for somebody outside (optional)", max_length=200, required=False)
    contact = forms.CharField(
        label="How staff reach them (optional)",
        help_text="For somebody outside: an address or a telephone number. Staff see it.",
        max_length=200,
        required=False,
    )
    started_on = DayField("From which day?")

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        field = self.fields["holder"]
        field.choices = [OUTSIDE, *(choice for choice in field.choices if choice != NOBODY)]

    def clean(self):
        cleaned = super().clean()
        outside = [name for name in ("holder_name", "contact") if cleaned.get(name)]
        if cleaned.get("holder") and outside:
            self.add_error(outside[0], "Leave this empty for somebody who works here")
        elif not cleaned.get("holder") and not cleaned.get("holder_name") and "holder_name" not in self.errors:
            self.add_error("holder", "Choose somebody who works here, or name somebody outside")
        return cleaned

    @property
    def said(self) -> dict:
        """The holder, as the actions take one."""
        return {
            "person": self.cleaned_data["holder"],
            "holder_name": self.cleaned_data["holder_name"],
            "contact": self.cleaned_data["contact"],
        }


class GiveDutyForm(HolderForm):
    """A duty, who gets it and from when."""

    duty = forms.ChoiceField(label="Duty", error_messages={"required": "Choose the duty"})
    field_order = ("duty",)

    def __init__(self, data=None, *, duties, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["duty"].choices = [("", "Choose one"), *((duty.value, duty.label) for duty in duties)]


class HandOverForm(HolderForm, SeenForm):
    """Who takes a duty over."""


class EndDutyForm(SeenForm):
    """The last day of a duty."""

    last_day = DayField("Last day", help_text="Doors that the duty opens stay open until the end of that day.")


class WithdrawForm(SeenForm):
    """Takes back what never was."""


class SearchForm(forms.Form):
    """What a list of people is narrowed by."""

    q = forms.CharField(label="Name, staff number or e-mail", required=False, max_length=100)
    role = forms.ChoiceField(label="Job role", required=False)

    def __init__(self, data=None, *, roles):
        super().__init__(data)
        self.fields["role"].choices = [("", "All job roles"), *roles]


def _is_day(field) -> bool:
    return isinstance(field, DayField)


def _known_elsewhere(name: str) -> str:
    return f"{name}, who has a sign-in from another practice. They are told by e-mail that you added them"


def _what_is_known_elsewhere(found: Resembling):
    if found.name_is_known_elsewhere:
        yield "Somebody of this name has a sign-in from another practice."
    if found.address_is_known_elsewhere:
        yield "This e-mail address belongs to a sign-in from another practice, under another name."
    if found.name_is_known_elsewhere or found.address_is_known_elsewhere:
        yield "If it is the same person, ask them for their sign-in name and put it in below."
    yield "Two people may have one name. One person should have one record: it holds what they learned."
