"""What a person sends when they hand in a knowledge check."""

from django import forms


class GoForm(forms.Form):
    """Which go a page of questions belongs to."""

    attempt = forms.UUIDField(widget=forms.HiddenInput)


class CheckForm(GoForm):
    """Every question of a knowledge check on one page. ``posts`` are those that questions ask about, as HTML."""

    use_required_attribute = False

    def __init__(self, data=None, *, questions, posts, **kwargs):
        super().__init__(data, **kwargs)
        self.questions = questions
        for number, question in enumerate(questions, start=1):
            self.fields[_name(question)] = _field(number, question, posts.get(question["id"], ""))

    @property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """What was chosen, by question."""
        chosen = {question["id"]: self.cleaned_data[_name(question)] for question in self.questions}
        return {key: tuple(value) if isinstance(value, list) else (value,) for key, value in chosen.items()}


def _name(question: dict) -> str:
    return f"q-{question['id']}"


def _field(number: int, question: dict, post: str) -> forms.Field:
    several = question["kind"] == "several"
    kind = forms.MultipleChoiceField if several else forms.ChoiceField
    return kind(
        label=f"{number}. {question['text']}",
        help_text=post,
        choices=[(option["id"], option["text"]) for option in question["options"]],
        widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
        error_messages={
            "required": f"Answer question {number}",
            "invalid_choice": f"Choose one of the answers shown for question {number}",
        },
    )
