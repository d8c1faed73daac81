"""What an administrator types about a practice, its network, its sites and its manager."""

import datetime as dt

from django import forms

from trainingsite.desk.places.opening import Manager
from trainingsite.people.models import Network, Person, Practice
from trainingsite.people.ods_codes import plain_code, why_no_code

EARLIEST, DAYS_AHEAD = dt.date(1990, 1, 1), 366
A_DATE = {
    "required": "Type a date, for example 31/03/2026",
    "invalid": "Type a date that exists, for example 31/03/2026",
}
STAYS = "It stays in every network it is in"
JOINS_NONE = "It joins none"


def day_field(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, error_messages=A_DATE, input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date", "class": "nhsuk-input--width-10"}, format="%Y-%m-%d"),
    )  # fmt: skip


def refuse_far_days(day: dt.date, today: dt.date) -> dt.date:
    if day < EARLIEST:
        raise forms.ValidationError(f"The year {day.year} cannot be right. Check the date")
    if (day - today).days > DAYS_AHEAD:
        raise forms.ValidationError("That is more than a year ahead. Choose an earlier day, or come back later")
    return day


class Dated(forms.Form):
    """A form in which days are neither long ago nor far ahead."""

    def __init__(self, *args, today: dt.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, dt.date):
                try:
                    refuse_far_days(value, self.today)
                except forms.ValidationError as problem:
                    self.add_error(name, problem)
        return cleaned


class NetworkForm(forms.Form):
    """A network that begins."""

    name = forms.CharField(
        label="Name of the network",
        help_text="A primary care network or a federation.",
        max_length=200,
        error_messages={"required": "Type the name of the network"},
    )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if Network.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError("A network of this name is here already")
        return name


class PracticeForm(forms.Form):
    """What is known of a practice and may change."""

    name = forms.CharField(
        label="Name of the practice", max_length=200, error_messages={"required": "Type the name of the practice"}
    )
    cqc_provider_id = forms.CharField(label="CQC provider ID (optional)", max_length=30, required=False)
    cqc_location_id = forms.CharField(label="CQC location ID (optional)", max_length=30, required=False)
    address = forms.CharField(
        label="Address (optional)", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    phone = forms.CharField(label="Telephone number (optional)", max_length=40, required=False)
    website = forms.URLField(
        label="Website (optional)",
        help_text="For example https://www.millbrook-lane.example",
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Type the address of the website, for example https://www.surgery.example"},
    )
    approved_messaging_apps = forms.CharField(
        label="Approved messaging apps (optional)",
        help_text="Where staff may write about work. The policy names them.",
        max_length=200,
        required=False,
    )

    @property
    def details(self) -> dict[str, str]:
        """The fields of the practice."""
        return {name: self.cleaned_data[name] for name in PracticeForm.base_fields}


class ManagerForm(forms.Form):
    """Who is to manage a practice: somebody who is here already, by their sign-in name, or somebody new."""

    username = forms.CharField(
        label="Sign-in name, if they have one here",
        help_text="For somebody who works at another practice on this site. Then leave the name empty.",
        max_length=150,
        required=False,
    )
    first_name = forms.CharField(label="Or: first name", max_length=150, required=False)
    last_name = forms.CharField(label="Last name", max_length=150, required=False)
    email = forms.EmailField(
        label="E-mail (optional)",
        help_text="Without one they get in with a code that you make for them.",
        required=False,
        error_messages={"invalid": "Type an e-mail address, for example ann@example.nhs.uk"},
    )
    invite = forms.BooleanField(label="Send an invitation by e-mail now", required=False)
    must_be_named = True

    def clean_username(self):
        name = self.cleaned_data["username"]
        if not name:
            return None
        person = Person.objects.filter(username__iexact=name, is_active=True).first()
        if person is None:
            raise forms.ValidationError(f"Nobody signs in here as {name}. Check it, or type the person's name below")
        return person

    def clean(self):
        cleaned = super().clean()
        names = [cleaned.get("first_name"), cleaned.get("last_name")]
        if "username" in self.errors:
            return cleaned
        if cleaned["username"] and any(names):
            self.add_error("first_name", "Give the sign-in name or the name of somebody new, not both")
        elif not cleaned["username"] and not all(names) and (any(names) or self.must_be_named or cleaned.get("email")):
            self.add_error("first_name", "Give the first and the last name of whoever is to manage the practice")
        elif same := self._same_person(cleaned):
            known = f"{same.name} is here already, as {same.username}"
            self.add_error("username", f"{known}: type that sign-in name, so that nobody has two records")
        return cleaned

    def _same_person(self, cleaned) -> Person | None:
        """Somebody with this name and this address: the same human, as far as anybody can say."""
        if cleaned["username"] or not cleaned.get("email"):
            return None
        names = {"first_name__iexact": cleaned["first_name"], "last_name__iexact": cleaned["last_name"]}
        return Person.objects.filter(email__iexact=cleaned["email"], **names).first()

    @property
    def manager(self) -> Manager | None:
        """Whom the form names, if anybody."""
        said = self.cleaned_data
        if not (said["username"] or said["first_name"]):
            return None
        return Manager(said["username"], said["first_name"], said["last_name"], said["email"])


class OpeningForm(Dated, ManagerForm, PracticeForm):
    """A practice that begins, and who manages it first."""

    ods_code = forms.CharField(
        label="ODS code",
        help_text="Letters and figures, such as A81001. It stays the same for ever.",
        max_length=20,
        error_messages={"required": "Type the practice's ODS code, such as A81001"},
    )
    went_live_on = day_field("Day it goes live", "Nothing is asked of anybody before this day.")
    network = forms.ModelChoiceField(
        queryset=None, to_field_name="key", empty_label="None", required=False, label="Network (optional)",
        error_messages={"invalid_choice": "There is no such network. Choose one, or add it first"},
    )  # fmt: skip
    follow_programmes = forms.BooleanField(
        label="Follow the starter programmes from the day it goes live",
        help_text="Induction, annual refresher, account holders, managers. The practice may change them.",
        required=False,
        initial=True,
    )
    must_be_named = False
    field_order = ["name", "ods_code", *PracticeForm.base_fields, "went_live_on", "network", "follow_programmes"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["network"].queryset = Network.objects.all()

    def clean_ods_code(self):
        code = plain_code(self.cleaned_data["ods_code"])
        if problem := why_no_code(code):
            raise forms.ValidationError(problem)
        if taken := Practice.objects.filter(ods_code__iexact=code).first():
            raise forms.ValidationError(f"{taken} has this ODS code. Check the code")
        return code

    @property
    def opening(self) -> dict:
        """What opening the practice is given."""
        own = ("ods_code", "went_live_on", "network", "follow_programmes")
        return {**self.details, **{name: self.cleaned_data[name] for name in own}, "manager": self.manager}


class SiteForm(Dated):
    """Another address at which a practice sees patients."""

    name = forms.CharField(
        label="Name of the branch site", max_length=200, error_messages={"required": "Type the name of the site"}
    )
    address = forms.CharField(
        label="Address (optional)", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    cqc_location_id = forms.CharField(label="CQC location ID (optional)", max_length=30, required=False)
    started_on = day_field("First day")


class LastDayForm(Dated):
    """The last day of a branch site."""

    last_day = day_field("Last day on which patients are seen there")


class MoveForm(Dated):
    """From which network to which, and when."""

    leaves = forms.ModelChoiceField(
        queryset=None, to_field_name="key", required=False, empty_label=STAYS, label="Which network does it leave?"
    )
    joins = forms.ModelChoiceField(
        queryset=None, to_field_name="key", required=False, empty_label=JOINS_NONE, label="Which network does it join?"
    )
    on = day_field("First day in the new network", "The days before keep the network they had.")

    def __init__(self, *args, current, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["leaves"].queryset = Network.objects.filter(pk__in=[network.pk for network in current])
        self.fields["joins"].queryset = Network.objects.exclude(pk__in=[network.pk for network in current])

    def clean(self):
        cleaned = super().clean()
        if not (cleaned.get("leaves") or cleaned.get("joins")) and not self.errors:
            self.add_error("joins", "Choose the network that it leaves, the one that it joins, or both")
        return cleaned


class MergeForm(Dated):
    """Into which practice, and when."""

    into = forms.ModelChoiceField(
        queryset=None, to_field_name="ods_code", empty_label="Choose a practice",
        label="Which practice does it go over into?",
        error_messages={"required": "Choose the practice", "invalid_choice": "There is no such practice to choose"},
    )  # fmt: skip
    on = day_field("First day as one practice")
    with_sites = forms.BooleanField(
        label="Its addresses become branch sites of the other practice", required=False, initial=True
    )

    def __init__(self, *args, practices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = practices
        self.fields["into"].label_from_instance = lambda practice: f"{practice.name} ({practice.ods_code})"
