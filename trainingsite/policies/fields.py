"""Fields that several forms about policies have: a day, a sentence."""

from django import forms


def day_field(label: str, required: str, **more) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "Write the day as day/month/year, such as 31/3/2027"},
        **more,
    )


def sentence_field(label: str, required: str, **more) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": required, "max_length": "Say it in 500 characters or fewer"},
        **more,
    )
