"""One change to what is asked: its form, what it would do, and how it is done. Each is shown before it is confirmed."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from trainingsite.compliance import programming
from trainingsite.compliance.models import OutsideTraining, Programme
from trainingsite.compliance.programming import adoptions_of, seen
from trainingsite.compliance.rewording import Rewording
from trainingsite.desk.programmes.days import DayAndReasonForm, DayForm
from trainingsite.desk.programmes.forms import RequirementForm, TermsForm, initial_of
from trainingsite.desk.programmes.scope import Scope, target_named, targets_for
from trainingsite.people.models import Person


@dataclass(frozen=True)
class Step:
    """What the two pages of one change need: the form, then what it would do with a button to confirm it."""

    scope: Scope
    programme: Programme
    heading: str
    button: str
    form: forms.Form
    expected: str
    here: str
    confirm: str
    back: str
    done: str
    plan: Callable[[dict], Rewording]
    do: Callable[[dict, Person, dt.datetime], object]
    lede: str = ""


def to_follow(scope: Scope, data, key: str) -> Step:
    programme, practice = scope.programme(key), scope.practice
    expected = seen(adoptions_of(practice, programme))
    return Step(
        scope, programme, f"Follow “{programme.title}”", "Follow it",
        DayForm(data, today=scope.today, expected=expected), expected,
        **_addresses(scope, "follow_programme", key=key), done=f"{practice.name} follows “{programme.title}”.",
        plan=lambda typed: programming.plan_to_follow(programme, practice, typed["on"]),
        do=lambda typed, by, at: programming.follow(
            programme=programme, practice=practice, on=typed["on"], expected=typed["expected"], by=by, at=at
        ),
        lede="From that day your people are asked for what it asks.",
    )  # fmt: skip


def to_leave(scope: Scope, data, key: str) -> Step:
    programme, practice = scope.programme(key), scope.practice
    expected = seen(adoptions_of(practice, programme))
    return Step(
        scope, programme, f"Stop following “{programme.title}”", "Stop following it",
        DayAndReasonForm(data, today=scope.today, expected=expected), expected,
        **_addresses(scope, "leave_programme", key=key), done=f"{practice.name} stops following “{programme.title}”.",
        plan=lambda typed: programming.plan_to_stop(programme, practice, typed["on"]),
        do=lambda typed, by, at: programming.stop_following(
            programme=programme, practice=practice, on=typed["on"], reason=typed["reason"],
            expected=typed["expected"], by=by, at=at,
        ),
        lede="From that day nobody is asked for it. What was done stays in everybody's record.",
    )  # fmt: skip


def to_ask(scope: Scope, data, person: Person, key: str) -> Step:
    programme = scope.programme(key)
    form = RequirementForm(
        data, targets=targets_for(scope, person), today=scope.today,
        initial={"token": uuid.uuid4(), "who": "everybody", "due_within_days": 28},
    )  # fmt: skip

    def plan(typed):
        target = _target(scope, person, typed) or OutsideTraining(pk=0, key="new", title=typed["subject"])
        return programming.plan_to_ask(programme, scope.owner, typed["on"], target, line=uuid.uuid4(), **form.terms)

    def do(typed, by, at):
        target = _target(scope, person, typed) or programming.add_subject(
            title=typed["subject"], owner=scope.owner, by=by, at=at
        )
        return programming.ask(
            programme=programme, owner=scope.owner, target=target, on=typed["on"], reason=typed["reason"],
            token=typed["token"], by=by, at=at, **form.terms,
        )  # fmt: skip

    return Step(
        scope, programme, f"Ask for something more in “{programme.title}”", "Ask for it", form, "",
        **_addresses(scope, "ask_for", key=key), done="It is asked for.", plan=plan, do=do,
    )  # fmt: skip


def to_change(scope: Scope, data, line: uuid.UUID) -> Step:
    rows = scope.wordings(line)
    wording = in_force(rows, scope)
    form = TermsForm(data, today=scope.today, expected=seen(rows), initial=initial_of(wording))
    shared = scope.practice and any(row.practice_id is None for row in rows)
    return Step(
        scope, wording.programme, f"Change “{wording.title}”", "Change it", form, seen(rows),
        **_addresses(scope, "change_requirement", line=line), done=f"“{wording.title}” is changed.",
        plan=lambda typed: programming.plan_to_change(rows, scope.owner, typed["on"], left_out=False, **form.terms),
        do=lambda typed, by, at: programming.change(
            line=line, owner=scope.owner, on=typed["on"], reason=typed["reason"], expected=typed["expected"], by=by,
            at=at, left_out=False, **form.terms,
        ),
        lede="This changes it for your practice only." if shared else "",
    )  # fmt: skip


def to_end(scope: Scope, data, line: uuid.UUID) -> Step:
    return _ending(
        scope, data, line, "end_requirement", "Stop asking for “{}”", "Stop asking for it",
        "“{}” is asked for no more.", programming.plan_to_end, programming.end,
        "From that day nobody is asked for it. What was done stays in everybody's record.",
    )  # fmt: skip


def to_share(scope: Scope, data, line: uuid.UUID) -> Step:
    return _ending(
        scope, data, line, "share_requirement", "Go back to the shared wording of “{}”", "Go back to it",
        "“{}” is asked for as everybody else does.", programming.plan_to_share, programming.share,
        "From that day it is asked for here as the programme says.",
    )  # fmt: skip


def in_force(rows, scope: Scope):
    """The wording to start from: the owner's own of today, or else the shared one, or else the newest."""
    today = [r for r in rows if r.started_on <= scope.today and (r.ended_on is None or r.ended_on >= scope.today)]
    own = [row for row in today if row.practice_id is not None]
    return (own or today or rows)[-1]


def _ending(scope, data, line, name, heading, button, done, plan, do, lede) -> Step:
    rows = scope.wordings(line)
    title = rows[-1].title
    return Step(
        scope, rows[-1].programme, heading.format(title), button,
        DayAndReasonForm(data, today=scope.today, expected=seen(rows)), seen(rows),
        **_addresses(scope, name, line=line), done=done.format(title),
        plan=lambda typed: plan(rows, scope.owner, typed["on"]),
        do=lambda typed, by, at: do(
            line=line, owner=scope.owner, on=typed["on"], reason=typed["reason"], expected=typed["expected"], by=by,
            at=at,
        ),
        lede=lede,
    )  # fmt: skip


def _addresses(scope: Scope, name: str, **named) -> dict:
    back = scope.address("requirement", **named) if "line" in named else scope.home
    return {"here": scope.address(name, **named), "confirm": scope.address(f"confirm_{name}", **named), "back": back}


def _target(scope: Scope, person: Person, typed: dict):
    return target_named(scope, person, typed["target"]) if typed["target"] else None
