"""Exemptions: given by a manager who is not the person, changed, ended early; and read with what they release from."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from trainingsite.audit.actions import key_of_page
from trainingsite.compliance.actions import exempt, record_exemption
from trainingsite.compliance.dates import Span, add_months
from trainingsite.compliance.elsewhere import own_rows
from trainingsite.compliance.facts import demands_within
from trainingsite.compliance.models import Exemption, Requirement
from trainingsite.compliance.wordings import Demand
from trainingsite.people.facts import correct
from trainingsite.people.models import Person, Practice

MOST_MONTHS = 24
TERMS = ("reason", "started_on", "ended_on", "withdrawn")


class OwnExemption(Exception):
    """Somebody would release themselves."""


class ExemptAlready(Exception):
    """The person is released from it on some of these days."""

    def __init__(self, released: "Released"):
        super().__init__(str(released.exemption))
        self.released = released


class ChangedMeanwhile(Exception):
    """It was corrected after the page was opened: by somebody else, or on it before going back."""


@dataclass(frozen=True)
class Released:
    """An exemption with the title of what it releases from."""

    exemption: Exemption
    title: str

    def is_over(self, day: dt.date) -> bool:
        return self.exemption.ended_on is not None and self.exemption.ended_on < day

    def is_to_come(self, day: dt.date) -> bool:
        return self.exemption.started_on > day


@transaction.atomic
def release(
    *,
    token: uuid.UUID,
    person: Person,
    practice: Practice,
    demands: Sequence[Demand],
    reason: str,
    started_on: dt.date,
    ended_on: dt.date,
    by: Person,
    at: dt.datetime,
) -> list[Exemption]:
    """Release somebody from each of these for the same days. Two clicks on one page make one exemption each.

    Sent again with anything else in it, the page is judged like any other. Raises OwnExemption, ExemptAlready.
    """
    if person.pk in own_rows(by):
        raise OwnExemption
    Practice.objects.select_for_update().get(pk=practice.pk)  # of two managers at once the second finds the first's
    said = (token, person.key, reason, started_on, ended_on, sorted(str(demand.line) for demand in demands))
    lines = {demand.line: key_of_page(by.key, *said, demand.line) for demand in demands}
    sent = Exemption.objects.at(practice).filter(line__in=lines.values())
    if standing := list(sent.known()):
        return standing
    if sent.exists():  # what the page made was taken out since, so this is something new
        lines = {line: uuid.uuid4() for line in lines}
    _refuse_twice(person, practice, lines, Span(started_on, ended_on))
    return [
        exempt(
            person=person, practice=practice, requirement=demand.newest, reason=reason, approved_by=by,
            started_on=started_on, ended_on=ended_on, line=lines[demand.line], at=at,
        )
        for demand in demands
    ]  # fmt: skip


def _refuse_twice(
    person: Person, practice: Practice, lines: Iterable[uuid.UUID], days: Span, but: uuid.UUID | None = None
) -> None:
    """Raises ExemptAlready if the person is released from one of these on one of the days."""
    there = Exemption.objects.known().at(practice).by(person).filter(requirement_line__in=list(lines))
    found = there.between(days.first, days.last or dt.date.max).exclude(line=but).select_related("approved_by").first()
    if found:
        raise ExemptAlready(titled([found])[0])


@transaction.atomic
def change(
    *, exemption: Exemption, reason: str, started_on: dt.date, ended_on: dt.date, by: Person, at: dt.datetime
) -> Exemption:
    """Correct what an exemption says; whoever corrects it approves it. Unchanged, nothing happens.

    ``exemption`` is the row that was shown. Raises OwnExemption, ExemptAlready, ChangedMeanwhile.
    """
    _refuse_own(exemption, by)
    said = {"reason": str(reason), "started_on": started_on, "ended_on": ended_on}
    if sent := _sent_before(exemption, by, said):
        return sent
    if all(getattr(exemption, name) == value for name, value in said.items()):
        return exemption
    days = Span(started_on, ended_on)
    _refuse_twice(exemption.person, exemption.practice, [exemption.requirement_line], days, but=exemption.line)
    return _corrected(exemption, "exemption_changed", by, at, **said)


@transaction.atomic
def end(*, exemption: Exemption, last_day: dt.date, by: Person, at: dt.datetime) -> Exemption:
    """Let it end sooner; what it would have begun later never was. ``exemption`` is the row that was shown.

    Raises OwnExemption, ChangedMeanwhile.
    """
    _refuse_own(exemption, by)
    never_was = last_day < exemption.started_on
    said = {"withdrawn": True} if never_was else {"ended_on": last_day}
    if sent := _sent_before(exemption, by, said):
        return sent
    return _corrected(exemption, "exemption_withdrawn" if never_was else "exemption_ended", by, at, **said)


def _refuse_own(exemption: Exemption, by: Person) -> None:
    if exemption.person_id in own_rows(by):
        raise OwnExemption


def _sent_before(exemption: Exemption, by: Person, said: dict) -> Exemption | None:
    """What an earlier click on the same page made of the exemption. Raises ChangedMeanwhile for anything else."""
    Practice.objects.select_for_update().get(pk=exemption.practice_id)  # the second of two clicks waits for the first
    following = Exemption.objects.at(exemption.practice).filter(supersedes=exemption).first()
    if following is None and not exemption.withdrawn:
        return None
    wanted = {**{name: getattr(exemption, name) for name in TERMS}, **said, "approved_by_id": by.pk}
    if following and all(getattr(following, name) == value for name, value in wanted.items()):
        return following
    raise ChangedMeanwhile


def _corrected(exemption: Exemption, word: str, by: Person, at: dt.datetime, **changes) -> Exemption:
    corrected = correct(exemption, by=str(by.key), at=at, **{"approved_by_id": by.pk, **changes})
    record_exemption(word, corrected, at=at)
    return corrected


def last_day_for(started_on: dt.date) -> dt.date:
    """The last day an exemption may have that begins on this one: then it is looked at again."""
    return add_months(started_on, MOST_MONTHS)


def demands_at(practice: Practice, day: dt.date) -> list[Demand]:
    """What the practice asks of anybody on the day."""
    return demands_within(practice, Span(day, day), None)


def released_at(practice: Practice) -> list[Released]:
    """Every exemption at the practice, the one that ends last first."""
    rows = Exemption.objects.known().at(practice).select_related("person", "approved_by", "practice")
    return titled(rows.order_by("-ended_on", "-started_on", "pk"))


def released_by_person(person: Person, practices: Iterable[Practice], day: dt.date) -> list[Released]:
    """What the person is released from on the day at these practices, or will be."""
    rows = Exemption.objects.known().by(person).filter(practice__in=practices).exclude(ended_on__lt=day)
    return titled(rows.select_related("approved_by", "practice").order_by("started_on", "pk"))


def titled(rows: Iterable[Exemption]) -> list[Released]:
    """Exemptions with the titles of what they release from: the newest wording's. One query."""
    rows = list(rows)
    parts = ("module", "scenario", "policy", "outside_training")
    wordings = Requirement.objects.known().filter(line__in={row.requirement_line for row in rows})
    titles = {each.line: each.title for each in wordings.select_related(*parts).order_by("started_on", "pk")}
    return [Released(row, titles.get(row.requirement_line, "Something asked before")) for row in rows]
