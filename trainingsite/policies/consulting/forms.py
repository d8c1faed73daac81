"""What is typed in a consultation: by whoever opens it, by those who are asked, by those who answer."""

import uuid

from django import forms

from trainingsite.policies.consultations import LONGEST_NOTE, Comment, CommentAnswer, StaffStatement
from trainingsite.policies.consulting.rules import (
    FEWEST_DAYS,
    Standing,
    themes_in,
    usual_last_day,
    what_is_wrong_with,
    why_not_until,
)

LONGEST = 4000
TOO_LONG = "Say it in %(limit_value)d characters or fewer: there are %(show_value)d"
UNNAMED = "unnamed"
KEPT = "It is kept with the policy for good. Leave out the names of people who commented."


def area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class OpenForm(forms.Form):
    """Until when staff are asked, and what they are told first."""

    last_day = forms.DateField(
        label="Until when may people comment?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the last day for comments",
            "invalid": "Write the day as a date, such as 3 March 2026",
        },
    )
    note = forms.CharField(
        label="What would you like to say to them? (optional)",
        help_text="Shown above the draft and in the message. For example: what you are unsure about yourself.",
        max_length=LONGEST_NOTE,
        required=False,
        widget=area(5),
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, data=None, *, today):
        super().__init__(data, initial={"last_day": usual_last_day(today)})
        self.today = today
        self.fields["last_day"].help_text = f"Two weeks suits most. At least {FEWEST_DAYS} days; its last day counts."

    def clean_last_day(self):
        if why := why_not_until(self.cleaned_data["last_day"], self.today):
            raise forms.ValidationError(why)
        return self.cleaned_data["last_day"]


class CommentForm(forms.Form):
    """A comment, what it is about, and whether a name goes with it."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    clause = forms.ChoiceField(
        label="What is it about?",
        required=False,
        error_messages={"invalid_choice": "Choose a clause from the list"},
    )
    text = forms.CharField(
        label="What would you like to say?",
        help_text="Leave out anything about a patient.",
        max_length=LONGEST,
        widget=area(6),
        error_messages={"required": "Write what you would like to say", "max_length": TOO_LONG},
    )
    way = forms.ChoiceField(
        label="Whose name goes with it?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose whether your name goes with it",
            "invalid_choice": "Choose one of these ways",
        },
    )

    def __init__(self, data=None, *, person, standing: Standing, clauses: dict[str, str], initial=None):
        super().__init__(data, initial={**(initial or {}), "token": uuid.uuid4(), "person": person.key})
        self.sender = person
        self.fields["clause"].choices = [("", "The whole draft"), *clauses.items()]
        self.fields["way"].choices = list(ways_open_to(standing, person.name))

    def is_of_sender(self) -> bool:
        """Whether it is sent by the one it was made for; without a name it is nobody's."""
        return self.cleaned_data["way"] == UNNAMED or self.cleaned_data["person"] == self.sender.key


def ways_open_to(standing: Standing, name: str):
    """The ways in which somebody may comment, as they choose them."""
    if standing.is_asked:
        yield Comment.Way.NAMED, f"Mine: {name}"
        yield UNNAMED, "Nobody’s: it is shown without a name, and no name is kept"
    if standing.represents_staff:
        yield Comment.Way.PASSED_ON, "I pass it on for a colleague, as staff representative"


class AnswerForm(forms.Form):
    """What becomes of a comment, and why."""

    outcome = forms.ChoiceField(
        label="What becomes of it?",
        choices=CommentAnswer.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it", "invalid_choice": "Choose one of these answers"},
    )
    why = forms.CharField(
        label="Why?",
        help_text=f"Everybody who is asked reads it. {KEPT}",
        max_length=LONGEST,
        widget=area(5),
        error_messages={"required": "Write why, in a sentence or two", "max_length": TOO_LONG},
    )


class StatementForm(forms.Form):
    """Whether the staff representative agrees to the draft."""

    stance = forms.ChoiceField(
        label="On behalf of the staff, do you agree to this draft?",
        choices=[
            (StaffStatement.Stance.AGREES, "Yes, I agree"),
            (StaffStatement.Stance.DISSENTS, "No, I do not agree"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you agree", "invalid_choice": "Choose one of the two"},
    )
    how_chosen = forms.CharField(
        label="How were you chosen to speak for the staff?",
        help_text="For example: elected at the staff meeting in May; volunteered; appointed by the partners.",
        max_length=200,
        error_messages={"required": "Say in a few words how you were chosen", "max_length": TOO_LONG},
    )
    note = forms.CharField(
        label="What would you like to add? (optional if you agree)",
        help_text=KEPT,
        max_length=LONGEST,
        required=False,
        widget=area(5),
        error_messages={"max_length": TOO_LONG},
    )

    def clean(self):
        said = super().clean()
        if said.get("stance") == StaffStatement.Stance.DISSENTS and not said.get("note"):
            self.add_error("note", "Say what you do not agree with, so that it can be looked at")
        return said


class CloseForm(forms.Form):
    """What came of it, in a few lines."""

    themes = forms.CharField(
        label="What staff said, and what you did",
        help_text=(
            "One line for each theme, in your own words. For example: “Some asked what they may say about pay: clause 6"
            f" now says it.” {KEPT}"
        ),
        max_length=LONGEST,
        widget=area(8),
        error_messages={
            "required": "Write at least one line. If nobody commented, say so",
            "max_length": TOO_LONG,
        },
    )
    instead = forms.CharField(
        label="How were staff asked?",
        help_text=f"Nobody is recorded as staff representative. For example: “At two team meetings.” {KEPT}",
        max_length=LONGEST,
        widget=area(3),
        error_messages={"required": "Say how staff were asked, as nobody speaks for them", "max_length": TOO_LONG},
    )

    def __init__(self, data=None, *, has_representative: bool):
        super().__init__(data)
        if has_representative:
            del self.fields["instead"]

    def clean_themes(self):
        themes = themes_in(self.cleaned_data["themes"])
        if wrong := what_is_wrong_with(themes):
            raise forms.ValidationError(wrong)
        return themes
