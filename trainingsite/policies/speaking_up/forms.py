"""What is typed about a route for speaking up."""

from django import forms

from trainingsite.policies.routes import SpeakingUpRoute


class RouteForm(forms.Form):
    """Whom staff can speak up to, how they are reached, and from when."""

    kind = forms.ChoiceField(
        label="Where is it?",
        choices=SpeakingUpRoute.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is inside the practice or outside"},
    )
    name = forms.CharField(
        label="Who can be told?",
        help_text="A person with their role, or an organisation. For example “Your union or professional body”.",
        max_length=200,
        error_messages={"required": "Say who can be told", "max_length": "Say it in 200 characters or fewer"},
    )
    contact = forms.CharField(
        label="How to reach them (optional)",
        help_text="A telephone number, an e-mail address or a website. Copy it from their own page.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Say it in 200 characters or fewer"},
    )
    started_on = forms.DateField(
        label="From",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day from which staff can use it",
            "invalid": "Choose the first day as a date, for example 3 March 2027",
        },
    )
    ended_on = forms.DateField(
        label="Last day (optional)",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        error_messages={"invalid": "Choose the last day as a date, for example 3 March 2027"},
    )

    def clean(self):
        first, last = self.cleaned_data.get("started_on"), self.cleaned_data.get("ended_on")
        if first and last and last < first:
            self.add_error("ended_on", "The last day is before the first: choose the same day or a later one")
        return self.cleaned_data


def initial_of(route: SpeakingUpRoute) -> dict:
    """What the form shows of a route that is there."""
    return {name: getattr(route, name) for name in RouteForm.base_fields}
