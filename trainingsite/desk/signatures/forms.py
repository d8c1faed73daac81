"""For which days a manager wants the signatures."""

import datetime as dt

from django import forms
from django.http import QueryDict

from trainingsite.formats.dates import long_date

NO_DAY = "There is no such day as the one you asked for: write days as 2026-03-31, or leave them out"


class PeriodForm(forms.Form):
    """The first and the last day; without them, everything up to today."""

    def __init__(self, query: QueryDict, *, today: dt.date):
        super().__init__(query)
        self.today = today
        for name in ("from", "to"):
            self.fields[name] = forms.DateField(
                required=False, input_formats=["%Y-%m-%d"], error_messages={"invalid": NO_DAY}
            )

    def clean(self):
        said = super().clean()
        if self.errors:
            return said
        first, last = said["from"] or dt.date.min, said["to"] or self.today
        if last > self.today:
            raise forms.ValidationError(f"Nobody has signed after today: ask for days up to {long_date(self.today)}")
        if first > last:
            raise forms.ValidationError("The first day must not be after the last: swap the two, or leave one out")
        return {"first": first, "last": last}

    @property
    def problems(self) -> list[str]:
        """What is wrong, each sentence once."""
        return list(dict.fromkeys(sentence for each in self.errors.values() for sentence in each))
