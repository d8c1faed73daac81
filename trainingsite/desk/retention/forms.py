"""What the administrator types to say how long practice answers are kept."""

from django import forms


class PeriodsForm(forms.Form):
    """The two periods. Nobody may be sent back to the beginning after three months, nor watched for years."""

    days_after_passing = forms.IntegerField(
        label="Days after passing",
        help_text="Once somebody has passed, their answers are of little use to them. From 1 to 365.",
        min_value=1,
        max_value=365,
        error_messages={
            "required": "Type a number of days from 1 to 365",
            "invalid": "Type a number of days from 1 to 365",
            "min_value": "Type a number of days from 1 to 365",
            "max_value": "Type a number of days from 1 to 365",
        },
    )
    months_otherwise = forms.IntegerField(
        label="Months otherwise",
        help_text="Of somebody who has not passed yet, or who stopped half way. From 4 to 24.",
        min_value=4,
        max_value=24,
        error_messages={
            "required": "Type a number of months from 4 to 24",
            "invalid": "Type a number of months from 4 to 24",
            "min_value": "Type a number of months from 4 to 24",
            "max_value": "Type a number of months from 4 to 24",
        },
    )
