"""Files of completions, and what importing them at a practice does."""

import csv
import datetime as dt
import io

from tests.factories import GO_LIVE, TUESDAY, make_member, make_outside_training
from trainingsite.audit.clock import replaying
from trainingsite.compliance.completions.actions import import_completions, plan_completions
from trainingsite.compliance.completions.known import KnownHere, Training, Trainings
from trainingsite.compliance.completions.lines import COMPLETIONS
from trainingsite.compliance.completions.rules import Plan, plan_for
from trainingsite.compliance.elsewhere import record_elsewhere
from trainingsite.compliance.recorded import ElsewhereEntry
from trainingsite.people.importing.known import Colleague, Stay
from trainingsite.people.models import Membership, Person, Practice

TODAY = TUESDAY.date()
FIRE = Training("outside_training", 1, "fire-safety", "Fire safety")
LIFE = Training("outside_training", 2, "basic-life-support", "Basic life support")
DONE = {"staff_number": "101", "training": "Fire safety", "completed_on": "01/02/2026"}


def completions_file(*rows: dict, columns=COMPLETIONS.columns, separator=",", encoding="utf-8") -> bytes:
    """A CSV file with these completions in it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def a_colleague(pk: int = 1, number: str = "101", name: str = "Ann Lee", email: str = "ann@surgery.example"):
    first, _, last = name.partition(" ")
    stay = Stay(pk * 10, dt.date(2025, 2, 1), None, "receptionist", number)
    return Colleague(pk=pk, key=f"key-{pk}", first_name=first, last_name=last, email=email, stays=(stay,))


def plan_of(*rows: dict, colleagues=None, trainings=(FIRE, LIFE), body: bytes | None = None, **known) -> Plan:
    """What these rows would put in where Ann Lee, number 101, works; no database is asked."""
    everybody = (a_colleague(),) if colleagues is None else colleagues
    here = KnownHere(everybody, Trainings(trainings), went_live_on=GO_LIVE, **known)
    return plan_for(completions_file(*rows) if body is None else body, here, TODAY)


def errors_of(plan: Plan) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in plan.errors]


def ann_who_works_here(practice: Practice | None = None) -> Membership:
    """Ann Lee, number 101, at a practice where fire safety can be recorded."""
    make_outside_training("Fire safety")
    return make_member("Ann Lee", practice=practice, staff_number="101")


def planned(practice: Practice, *rows: dict, by: Person | None = None) -> Plan:
    return plan_completions(completions_file(*rows), practice, TODAY, by)


def put_in(practice: Practice, *rows: dict, by: Person | None = None, at: dt.datetime = TUESDAY, **wanted) -> Plan:
    with replaying(at):
        return import_completions(body=completions_file(*rows), practice=practice, by=by, at=at, **wanted)


def recorded(practice: Practice, *people: Person, by: Person, at: dt.datetime = TUESDAY, **said) -> ElsewhereEntry:
    """A training of these people, done on the first of February, as a manager records it by hand."""
    with replaying(at):
        said = {"completed_on": dt.date(2026, 2, 1), **said}
        return record_elsewhere(practice=practice, people=people, by=by, at=at, **said)
