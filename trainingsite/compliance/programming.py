"""A practice's programmes, and a network's: followed and left, made, and what they ask begun, changed and ended.

Each change is planned first, so that it can be shown before anybody confirms it, and holds from a day that is not over.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from trainingsite.audit.actions import key_of_page, plain, record
from trainingsite.compliance.dates import days_later
from trainingsite.compliance.models import TARGETS, Adoption, OutsideTraining, Programme, Requirement
from trainingsite.compliance.rewording import Rewording, stopped_before
from trainingsite.people.models import Network, Person, Practice

TERMS = (
    "staff_groups", "job_roles", "duties", "due_within_days", "refresher_months", "anchor", "fixed_month", "fixed_day",
)  # fmt: skip


class TooEarly(Exception):
    """The day is over: nothing that was asked can be changed for days gone by."""


class Overtaken(Exception):
    """Somebody changed it while the page was open: what was shown is not what there is."""


class AskedAlready(Exception):
    """The programme asks for this very thing already."""


@dataclass(frozen=True)
class Owner:
    """Whose programmes they are: a practice's, or a network's."""

    practice: Practice | None = None
    network: Network | None = None

    @property
    def chain(self) -> str:
        return (self.practice or self.network).chain

    @property
    def fields(self) -> dict:
        return {"practice": self.practice, "network": self.network}

    @property
    def sees(self) -> Q:
        """The wordings that concern the owner: the shared ones, and a practice's own."""
        shared = Q(practice__isnull=True)
        return shared | Q(practice=self.practice) if self.practice else shared

    def key_for(self, title: str, token: uuid.UUID) -> str:
        """A key of the owner's that nobody else has, in the forty letters that an event holds."""
        place = self.practice.ods_code if self.practice else self.network.key
        return "-".join(part for part in (slugify(place)[:10], slugify(title)[:20], token.hex[:8]) if part)

    def lock(self) -> None:
        """Let nobody else change the same owner's programmes until the transaction ends."""
        place = self.practice or self.network
        type(place).objects.select_for_update().get(pk=place.pk)

    def own(self, rows: list[Requirement]) -> list[Requirement]:
        """The wordings that are the owner's to change; of a network's programme, those for all its practices."""
        return [row for row in rows if row.practice_id == (self.practice.pk if self.practice else None)]


def adoptions_of(practice: Practice, programme: Programme) -> list[Adoption]:
    """When the practice follows the programme, as is known now."""
    rows = Adoption.objects.known().at(practice).filter(programme=programme).select_related("programme")
    return list(rows.order_by("started_on", "pk"))


def wordings_of(line: uuid.UUID, owner: Owner) -> list[Requirement]:
    """Every wording of a requirement that the owner sees, as is known now, in order."""
    rows = Requirement.objects.known().filter(owner.sees, line=line)
    rows = rows.select_related("programme", "module", "scenario", "policy", "outside_training")
    return list(rows.order_by("started_on", "pk"))


def seen(rows) -> str:
    """What a page shows of some rows: when it differs, somebody was faster."""
    return "-".join(str(row.pk) for row in rows)


def plan_to_follow(programme: Programme, practice: Practice, on: dt.date) -> Rewording:
    """Follow a programme from a day on; what was planned for later begins on that day instead."""
    there = adoptions_of(practice, programme)
    begun = Adoption(programme=programme, practice=practice, started_on=on)
    return Rewording(on, stopped_before(there, on), (begun,))


def plan_to_stop(programme: Programme, practice: Practice, on: dt.date) -> Rewording:
    """Follow a programme no more from a day on."""
    return Rewording(on, stopped_before(adoptions_of(practice, programme), on))


def plan_to_ask(programme: Programme, owner: Owner, on: dt.date, target, *, line: uuid.UUID, **terms) -> Rewording:
    """Ask for one thing more in a programme."""
    kind = next(kind for kind in TARGETS if Requirement._meta.get_field(kind).related_model is type(target))
    begun = Requirement(
        line=line, programme=programme, practice=owner.practice, key=target.key, position=_last_place(programme),
        started_on=on, **{kind: target}, **terms,
    )  # fmt: skip
    return Rewording(on, (), (begun,))


def plan_to_change(rows: list[Requirement], owner: Owner, on: dt.date, **terms) -> Rewording:
    """Word a requirement anew from a day on: a practice's wording of what is shared takes the shared one's place."""
    pattern = rows[-1]
    copied = ("line", "programme", "key", "position", "window_days", *TARGETS)
    kept = {name: getattr(pattern, name) for name in (*copied, *TERMS)}
    begun = Requirement(**{**kept, **terms}, practice=owner.practice, started_on=on)
    return Rewording(on, stopped_before(owner.own(rows), on), (begun,))


def plan_to_end(rows: list[Requirement], owner: Owner, on: dt.date) -> Rewording:
    """Ask for it no more from a day on: a practice leaves out what is shared, and ends what is its own."""
    if owner.practice and any(row.practice_id is None for row in rows):
        return plan_to_change(rows, owner, on, left_out=True)
    return Rewording(on, stopped_before(owner.own(rows), on))


def plan_to_share(rows: list[Requirement], owner: Owner, on: dt.date) -> Rewording:
    """Go back to the shared wording from a day on."""
    return Rewording(on, stopped_before(owner.own(rows), on))


@transaction.atomic
def follow(
    *, programme: Programme, practice: Practice, on: dt.date, expected: str, by: Person, at: dt.datetime
) -> None:
    """Let a practice follow a programme from a day on. Raises TooEarly and Overtaken."""
    Owner(practice).lock()
    _refuse(on, at, seen(adoptions_of(practice, programme)), expected)
    change = plan_to_follow(programme, practice, on)
    change.done(by=str(by.key), at=at)
    _record("compliance.programme_adopted", Owner(practice), change.begun[0].line, by, at, programme, started_on=on)


@transaction.atomic
def stop_following(
    *, programme: Programme, practice: Practice, on: dt.date, reason: str, expected: str, by: Person, at: dt.datetime
) -> None:
    """Let a practice follow a programme no more from a day on. Raises TooEarly and Overtaken."""
    Owner(practice).lock()
    there = adoptions_of(practice, programme)
    _refuse(on, at, seen(there), expected)
    plan_to_stop(programme, practice, on).done(by=str(by.key), at=at, reason=reason)
    _record(
        "compliance.programme_left", Owner(practice), there[-1].line, by, at, programme, ended_on=days_later(on, -1)
    )


@transaction.atomic
def make_programme(
    *, title: str, owner: Owner, token: uuid.UUID, started_on: dt.date, by: Person, at: dt.datetime
) -> Programme:
    """Begin a programme of one's own, which its practice follows at once. ``token`` is the sent page's: two clicks
    make one programme, and another title or day makes another."""
    owner.lock()
    key = owner.key_for(title, key_of_page(by.key, token, title, started_on))
    programme, is_new = Programme.objects.get_or_create(key=key, defaults={"title": title, **owner.fields})
    if is_new:
        _record("compliance.programme_made", owner, programme.key, by, at, programme)
        if owner.practice:
            follow(programme=programme, practice=owner.practice, on=started_on, expected="", by=by, at=at)
    return programme


@transaction.atomic
def add_subject(*, title: str, owner: Owner, by: Person, at: dt.datetime) -> OutsideTraining:
    """Add a subject of training elsewhere for one's own people; one that is there by that name is taken."""
    there = OutsideTraining.objects.filter(title__iexact=title)
    found = there.shared().first() or there.filter(**owner.fields).first()
    if found:
        return found
    subject = OutsideTraining.objects.create(key=owner.key_for(title, uuid.uuid4()), title=title, **owner.fields)
    record(
        chains=[owner.chain], verb="compliance.subject_added", actor=by.key, subject=subject.key, at=at,
        data={"title": title},
    )  # fmt: skip
    return subject


@transaction.atomic
def ask(
    *, programme: Programme, owner: Owner, target, on: dt.date, reason: str, token: uuid.UUID, by: Person,
    at: dt.datetime, **terms,
) -> Requirement:  # fmt: skip
    """Ask for one thing more from a day on. Two clicks ask once; anything else from that page is judged anew.

    Raises TooEarly and AskedAlready.
    """
    owner.lock()
    what = (programme.key, target._meta.model_name, target.key, on, reason)
    line = key_of_page(by.key, token, *what, {name: plain(value) for name, value in terms.items()})
    if sent := Requirement.objects.filter(line=line).first():
        return sent
    _refuse(on, at)
    if asks_for(programme, owner, target, on):
        raise AskedAlready
    change = plan_to_ask(programme, owner, on, target, line=line, reason=reason, **terms)
    change.done(by=str(by.key), at=at)
    begun = change.begun[0]
    _record("compliance.requirement_begun", owner, line, by, at, programme, requirement=begun.key, **said_of(begun))
    return begun


@transaction.atomic
def change(
    *, line: uuid.UUID, owner: Owner, on: dt.date, reason: str, expected: str, by: Person, at: dt.datetime, **terms
) -> Requirement:
    """Word a requirement anew from a day on; days before it keep the rule they had. Raises TooEarly and Overtaken."""
    rows = _expected_rows(line, owner, on, expected, at)
    rewording = plan_to_change(rows, owner, on, reason=reason, **terms)
    rewording.done(by=str(by.key), at=at)
    begun = rewording.begun[0]
    _record("compliance.requirement_changed", owner, line, by, at, begun.programme, **said_of(begun))
    return begun


@transaction.atomic
def end(*, line: uuid.UUID, owner: Owner, on: dt.date, reason: str, expected: str, by: Person, at: dt.datetime) -> None:
    """Ask for it no more from a day on; what was done stays. Raises TooEarly and Overtaken."""
    rows = _expected_rows(line, owner, on, expected, at)
    rewording = plan_to_end(rows, owner, on)
    for row in rewording.begun:
        row.reason = reason
    rewording.done(by=str(by.key), at=at, reason="" if rewording.begun else reason)
    _record("compliance.requirement_ended", owner, line, by, at, rows[0].programme, ended_on=days_later(on, -1))


@transaction.atomic
def share(
    *, line: uuid.UUID, owner: Owner, on: dt.date, reason: str, expected: str, by: Person, at: dt.datetime
) -> None:
    """Go back to the shared wording from a day on. Raises TooEarly and Overtaken."""
    rows = _expected_rows(line, owner, on, expected, at)
    plan_to_share(rows, owner, on).done(by=str(by.key), at=at, reason=reason)
    _record("compliance.requirement_shared", owner, line, by, at, rows[0].programme, started_on=on)


def asks_for(programme: Programme, owner: Owner, target, on: dt.date) -> bool:
    """Whether the programme asks the owner's people for it on the day or later."""
    rows = Requirement.objects.known().filter(owner.sees, programme=programme, left_out=False).exclude(ended_on__lt=on)
    return any(row.target == target for row in rows)


def said_of(wording: Requirement) -> dict:
    """A wording as its event tells it."""
    return {"started_on": wording.started_on, **{name: getattr(wording, name) for name in TERMS}}


def _expected_rows(line, owner: Owner, on: dt.date, expected: str, at: dt.datetime) -> list[Requirement]:
    owner.lock()
    rows = wordings_of(line, owner)
    _refuse(on, at, seen(rows), expected)
    return rows


def _refuse(on: dt.date, at: dt.datetime, there: str = "", expected: str = "") -> None:
    if there != expected:
        raise Overtaken
    if on < timezone.localdate(at):
        raise TooEarly


def _last_place(programme: Programme) -> int:
    """Behind everything the programme asks for."""
    last = Requirement.objects.filter(programme=programme).order_by("-position").first()
    return last.position + 1 if last else 0


def _record(verb: str, owner: Owner, subject, by: Person, at: dt.datetime, programme: Programme, **data) -> None:
    record(
        chains=[owner.chain], verb=verb, actor=by.key, subject=str(subject), at=at,
        data={"programme": programme.key, **{name: plain(value) for name, value in data.items()}},
    )  # fmt: skip
