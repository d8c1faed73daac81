"""What the administrator types to change what the regulator looks for, or what supports it."""

import datetime as dt

from django import forms
from django.utils.text import slugify

from trainingsite.evidence.frameworks.files import FILES
from trainingsite.evidence.frameworks.tables import Framework, Mapping, Said, Statement
from trainingsite.evidence.frameworks.wording import SAY_SUPPORTS, claims_in
from trainingsite.formats.dates import long_date

WHOLE = ("certainty", "position", "holds_from", "dropped", "why")
TYPED = ("title", "about", "dates", "note", "reason")
LONG = ("about", "dates", "note", "reason")
OF_EVERY_ROW = {
    "certainty": ("How sure we are of it", "What is from memory is never printed without saying so."),
    "position": ("Place in the order", "Rows with a lower number come first."),
    "holds_from": ("Packs show it so from", "Packs as at an earlier day keep showing what was said before."),
    "dropped": ("Stop showing it from that day", ""),
    "why": ("Why it is changed", "One sentence, for whoever looks at this later."),
}
QUICKER = "Somebody changed this while you were typing. Look at what they said, below, and send again."
NONE = ("", "None: it stands by itself")
DAY = "Type a day, like 24/3/2026"


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


def in_plain_words(field: forms.Field) -> None:
    """Errors that say what to do; days are picked."""
    if isinstance(field, forms.DateField):
        field.widget = DayInput()
        field.error_messages |= {"required": DAY, "invalid": DAY}
    elif isinstance(field, forms.IntegerField):
        field.error_messages |= dict.fromkeys(("required", "invalid"), "Type a whole number")
    else:
        field.error_messages["required"] = "Fill this in"


class SaidForm(forms.ModelForm):
    """The whole of a row, from a day on. ``before`` is the version on the screen; without it, something is added."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data=None, *, before: Said | None, today: dt.date, **initial):
        model = self._meta.model
        told = {name: getattr(before, name) for name in self._meta.fields} if before else initial
        seen = {"seen": before.number if before else 0, "holds_from": today, "why": ""}
        super().__init__(data, instance=model(code=before.code if before else ""), initial={**told, **seen})
        self.before = before
        for name, (label, hint) in OF_EVERY_ROW.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        for name, field in self.fields.items():
            in_plain_words(field)
            if name in LONG:
                field.widget = forms.Textarea(attrs={"rows": 3, "maxlength": field.max_length})
        self.fields["why"].required = before is not None
        if before is None:
            del self.fields["dropped"]

    def clean(self):
        cleaned = super().clean()
        for name in TYPED:
            if name in cleaned and claims_in(cleaned[name]):
                self.add_error(name, SAY_SUPPORTS)
        return cleaned

    def clean_holds_from(self):
        day = self.cleaned_data["holds_from"]
        if self.before and day < self.before.holds_from:
            raise forms.ValidationError(
                f"What is there holds from {long_date(self.before.holds_from)}. Type that day or a later one"
            )
        return day

    def _post_clean(self):
        super()._post_clean()
        if not self.before and not self.errors:
            self.instance.code = self.code_of_new()
            if type(self.instance).objects.of_code(self.instance.code).exists():
                self.add_error(None, "This is there already, or was once. Change that row instead.")

    def code_of_new(self) -> str:
        return slugify(self.cleaned_data["title"])[:80].strip("-")

    def look_again(self) -> None:
        """Somebody was quicker: what was typed stays, and the next try is made after theirs."""
        there = type(self.instance).objects.of_code(self.instance.code).last()
        self.data = {**self.data.dict(), "seen": there.number}
        self.add_error(
            None, "Somebody changed this while you were typing. Look at what they said, below, and send again."
        )

    @property
    def says_the_same(self) -> bool:
        """Whether nothing but the day and the reason was typed."""
        return self.before is not None and not set(self.changed_data) - {"holds_from", "why", "seen"}


class FrameworkForm(SaidForm):
    class Meta:
        model = Framework
        fields = ("title", "standing", "in_force_from", "in_force_until", "dates", "note", "source", *WHOLE)
        labels = {"dates": "Its days, in words", "source": "Where it was read"}

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("in_force_from"), cleaned.get("in_force_until")
        if first and last and last < first:
            self.add_error("in_force_until", "The last day cannot come before the first")
        return cleaned


class StatementForm(SaidForm):
    class Meta:
        model = Statement
        fields = ("framework", "kind", "under", "reference", "title", "about", "source", *WHOLE)
        labels = {"about": "In our own words", "under": "Below which key question", "source": "Where it was read"}

    def __init__(self, data=None, *, codes: dict, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["framework"] = chosen_from("Framework", codes["framework"])
        self.fields["under"] = chosen_from("Below which key question", [NONE, *codes["question"]])
        self.fields["under"].required = False

    def clean(self):
        cleaned = super().clean()
        low = cleaned.get("kind") in (Statement.Kind.QUALITY_STATEMENT, Statement.Kind.ASSESSMENT_QUESTION)
        if low and not cleaned.get("under"):
            self.add_error("under", "Choose the key question that it stands below")
        if not low and cleaned.get("under"):
            self.add_error("under", "Only quality statements and assessment questions stand below a key question")
        return cleaned


class MappingForm(SaidForm):
    file = forms.ChoiceField(label="Where in the pack", choices=[(path, path) for path in FILES])

    class Meta:
        model = Mapping
        fields = ("statement", "record_kind", "main", "reason", "file", *WHOLE)
        labels = {"record_kind": "Which record", "main": "It is among the main support", "reason": "What it shows"}

    def __init__(self, data=None, *, codes: dict, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["statement"] = chosen_from("What it supports", codes["statement"])

    def code_of_new(self) -> str:
        return slugify(f"{self.cleaned_data['statement']}-{self.cleaned_data['record_kind']}".replace("_", "-"))[:80]


def chosen_from(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, error_messages={"required": "Choose one"})
