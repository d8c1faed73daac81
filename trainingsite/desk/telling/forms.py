"""On which days somebody wants to hear."""

from django import forms

WEEKDAYS = ((0, "Monday"), (1, "Tuesday"), (2, "Wednesday"), (3, "Thursday"), (4, "Friday"))
EVERY_DAY = "every"
CHOICES = (
    (EVERY_DAY, "On any working day, when there is something new"),
    *((str(n), f"Once a week: {name}") for n, name in WEEKDAYS),
)


class DaysForm(forms.Form):
    """On any working day, or all in one message on one day of the week; for managers also the link of the month."""

    days = forms.ChoiceField(
        label="When shall we tell you what waits for you?",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose when we shall tell you.",
            "invalid_choice": "Choose one of the days in the list.",
        },
    )

    monthly_link = forms.BooleanField(
        label="Send me a link to the manager's desk once a month", required=False, initial=True
    )

    def __init__(self, *args, opens_a_desk: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        if not opens_a_desk:
            del self.fields["monthly_link"]

    @property
    def weekdays(self) -> list[int]:
        chosen = self.cleaned_data["days"]
        return [number for number, _ in WEEKDAYS] if chosen == EVERY_DAY else [int(chosen)]


def choice_in(weekdays: list[int] | None) -> str:
    """What the form shows for the days somebody has chosen."""
    return str(weekdays[0]) if weekdays and len(weekdays) == 1 else EVERY_DAY
