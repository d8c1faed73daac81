"""What a person sends when they hand in a knowledge check, or ask a colleague for help with one."""

from django import forms

from modules.rules import Kind, Place, put

ANSWER = "q-"
NOT_ASKED = "Something was answered that this page does not ask. Nothing was recorded: check your answers here"
MOST_WORDS = 500


class GoForm(forms.Form):
    """Which go a page of questions belongs to."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)


class PlacesInput(forms.SelectMultiple):
    """Reads where each option was put: each has radio buttons of its own."""

    def value_from_datadict(self, data, files, name):
        put_where = {option_id: data.get(place_name(name, option_id)) for option_id in self.option_ids}
        return [put(option_id, place) for option_id, place in put_where.items() if place]


class PlacesField(forms.MultipleChoiceField):
    """A place for each option of a question."""

    widget = PlacesInput

    def __init__(self, *, options: list[dict], **kwargs):
        ids = [option["id"] for option in options]
        super().__init__(choices=[(put(option_id, place), place) for option_id in ids for place in Place], **kwargs)
        self.widget.option_ids = ids

    def validate(self, value):
        super().validate(value)
        if len(value) < len(self.widget.option_ids):
            raise forms.ValidationError(self.error_messages["required"], code="required")


class CheckForm(GoForm):
    """Every question of a knowledge check on one page."""

    def __init__(self, data=None, *, questions, **kwargs):
        super().__init__(data, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[name_of(question)] = _field(number, question)

    def clean(self):
        expected = {name for question in self.questions for name in _names(question)}
        if {name for name in self.data if name.startswith(ANSWER)} - expected:
            raise forms.ValidationError(NOT_ASKED)

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """What was chosen, by question."""
        chosen = {question["id"]: self.cleaned_data[name_of(question)] for question in self.questions}
        return {key: tuple(value) if isinstance(value, list) else (value,) for key, value in chosen.items()}

    def chosen(self, question: dict) -> set[str]:
        """What is chosen on the page as it stands."""
        value = self[name_of(question)].value() or ()
        return {value} if isinstance(value, str) else set(value)


def name_of(question: dict) -> str:
    return f"{ANSWER}{question['id']}"


def place_name(name: str, option_id: str) -> str:
    """What the radio buttons of one option are called."""
    return f"{name}:{option_id}"


def _names(question: dict) -> list[str]:
    name = name_of(question)
    if question["kind"] == Kind.SORT:
        return [place_name(name, option["id"]) for option in question["options"]]
    return [name]


def _field(number: int, question: dict) -> forms.Field:
    errors = {
        "required": _missing(number, question["kind"]),
        "invalid_choice": f"Choose one of the answers shown for question {number}",
    }
    if question["kind"] == Kind.SORT:
        return PlacesField(options=question["options"], error_messages=errors)
    kind = forms.ChoiceField if question["kind"] == Kind.ONE else forms.MultipleChoiceField
    return kind(choices=[(option["id"], option["text"]) for option in question["options"]], error_messages=errors)


def _missing(number: int, kind: str) -> str:
    if kind == Kind.SORT:
        return f"Choose a place for each line of question {number}"
    if kind == Kind.MARK:
        return f"Mark at least one piece of the text in question {number}"
    return f"Answer question {number}"


class HelpForm(forms.Form):
    """Whom to ask for help, and what to say."""

    colleague = forms.ChoiceField(
        label="Whom would you like to ask?",
        error_messages={
            "required": "Choose whom to ask",
            "invalid_choice": "Choose a colleague who works with you today",
        },
    )
    words = forms.CharField(
        label="Anything you would like to add (optional)",
        help_text="They read this with your name and the name of the module.",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"Write {MOST_WORDS} characters or fewer"},
    )

    def __init__(self, data=None, *, colleagues, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["colleague"].choices = [("", "Choose"), *colleagues]
