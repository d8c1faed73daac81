"""From an address to what is asked, and back: a link to a report means the same tomorrow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest

from trainingsite.desk.matrix.choosing import Choice
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Answer, Asked, Report
from trainingsite.desk.reports.forms import FIELDS, AskForm, Limits
from trainingsite.desk.reports.periods import Period, periods_around
from trainingsite.people.models import Practice

CHOOSING = {"role", "staff", "programme", "requirement", "status", "manager", "search", "sort", "group"}


@dataclass(frozen=True)
class Options:
    """What was asked of a report, with the form that says what could not be."""

    report: Report
    form: AskForm
    asked: Asked
    unknown: tuple[str, ...]

    @classmethod
    def read(cls, request: HttpRequest, report: Report, practice: Practice, today) -> "Options":
        """What the address asks; what makes no sense in it is left out, and said."""
        choice = Choice.read(request.GET) if asking.CHOICE in report.takes else Choice()
        limits = Limits(practice.went_live_on, today)
        form = AskForm(request.GET, report=report, limits=limits)
        form.is_valid()
        period, said = form.period, form.cleaned_data
        asked = Asked(
            practice=practice, day=form.day, first=period.first, last=period.last, known_on=said.get("known_on"),
            today=today, by=request.user, choice=choice, within=said.get("within", Asked.within),
        )  # fmt: skip
        known = {"on"} | {name for taken in report.takes for name in FIELDS.get(taken, CHOOSING)}
        return cls(report, form, asked, tuple(name[:40] for name in request.GET if name not in known))

    @property
    def sense(self) -> bool:
        """Whether everything that was asked for could be answered."""
        return self.form.is_valid() and not self.unknown

    def problems_with(self, answer: Answer) -> list[str]:
        """A sentence about each thing in the address that this report does not know."""
        found = [f"This report has no choice called “{name}”: it is shown without it." for name in self.unknown]
        return found + (self.asked.choice.unknown_in(answer.whole) if answer.whole else [])

    @property
    def query(self) -> str:
        """The question as an address that stands for itself: its days are in it."""
        return as_query(self.report, self.asked)

    @property
    def unfiltered(self) -> str:
        """The same question about everybody and everything."""
        return as_query(self.report, replace(self.asked, choice=Choice()))

    @property
    def has_period(self) -> bool:
        return asking.PERIOD in self.report.takes

    def shortcuts(self) -> Iterator[tuple[Period, str, bool]]:
        """The usual periods in which the practice was there, each with its address and whether it is the one shown."""
        asked = self.asked
        for period in periods_around(asked.today):
            if period.last >= asked.practice.went_live_on:
                address = as_query(self.report, replace(asked, first=period.first, last=period.last))
                yield period, f"?{address}", (period.first, period.last) == (asked.first, asked.last)


def as_query(report: Report, asked: Asked) -> str:
    """What is asked as the part of an address after the question mark."""
    said = {
        "from": asked.first, "to": asked.last, "on": asked.day, "within": asked.within, "known_on": asked.known_on,
    }  # fmt: skip
    names = [name for taken, names in FIELDS.items() if taken in report.takes for name in names]
    query = urlencode({name: said[name] for name in names if said[name] is not None})
    filters = asked.choice.as_query() if asking.CHOICE in report.takes else ""
    return "&".join(part for part in (query, filters) if part)
