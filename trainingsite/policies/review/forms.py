"""What somebody says who has reviewed a policy and changed nothing."""

import datetime as dt

from django import forms

from trainingsite.formats.dates import long_date, months_later
from trainingsite.policies.fields import day_field

LONGEST_MONTHS = 36


class ReviewedForm(forms.Form):
    """When the next review is due, and perhaps a note."""

    next_due_on = day_field("Next review by", "Choose the day by which it is reviewed next")
    note = forms.CharField(
        label="Anything to note? (optional)",
        help_text="For example what you compared it with. Leave out anything about a person.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Say it in 300 characters or fewer"},
    )

    def __init__(self, data=None, *, part: str, today: dt.date, usual: dt.date):
        super().__init__(data, initial={"next_due_on": usual}, auto_id=f"id_{part}_%s")
        self.part, self.today = part, today

    def clean_next_due_on(self):
        day, last = self.cleaned_data["next_due_on"], months_later(self.today, LONGEST_MONTHS)
        if day <= self.today:
            raise forms.ValidationError("The next review comes after today: choose a later day")
        if day > last:
            raise forms.ValidationError(f"Three years are the longest: choose a day up to {long_date(last)}")
        return day
