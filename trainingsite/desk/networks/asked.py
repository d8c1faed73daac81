"""What somebody asks of a network's pages: which network they lead, as at which day, which practices."""

import datetime as dt

from django import forms
from django.http import Http404, HttpRequest, QueryDict
from django.utils import timezone

from trainingsite.compliance.remembering import AHEAD, BACK
from trainingsite.desk.forms import DayForm
from trainingsite.formats.dates import long_date
from trainingsite.people.links import networks_led
from trainingsite.people.models import Network


def led_network(request: HttpRequest, key: str) -> tuple[Network, dt.date]:
    """The network with this key, if the person leads it today, and today. Raises Http404 for anybody else."""
    today = timezone.localdate()
    network = networks_led(request.user, today).filter(key=key).first()
    if network is None:
        raise Http404("This person leads no such network.")
    return network, today


def day_asked(request: HttpRequest, today: dt.date) -> tuple[DayForm, dt.date]:
    """The date control and the day to show. Of hundreds of practices only the days are at hand that are kept ready."""
    form = DayForm(request.GET if "on" in request.GET else None, query=request.GET, initial={"on": today})
    first, last = today - BACK, today + AHEAD
    day = form.day_or(today, earliest=first)
    if day > last:
        form.add_error("on", f"There is nothing to show after {long_date(last)}, so this is today")
        day = today
    return form, day


class SearchForm(forms.Form):
    """Part of a practice's name, or its ODS code. What else the address says goes along."""

    search = forms.CharField(
        label="Find a practice",
        help_text="Part of its name, or its ODS code",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "class": "nhsuk-input--width-20", "autocomplete": "off"}),
        error_messages={"max_length": "Type a shorter part of the name: these are all practices"},
    )

    def __init__(self, query: QueryDict):
        super().__init__(query)
        self.on = query.get("on", "")

    @property
    def wanted(self) -> str:
        """What is looked for; nothing, if that makes no sense."""
        return self.cleaned_data.get("search", "") if self.is_valid() else ""
