"""Files of staff, and what importing them at a practice does."""

import csv
import datetime as dt
import io

from tests.factories import TUESDAY, make_job_role
from trainingsite.people.importing.actions import Commandline, import_staff, plan_import
from trainingsite.people.importing.entries import STAFF
from trainingsite.people.importing.known import Colleague, Known, Stay
from trainingsite.people.importing.rules import Plan, plan_for
from trainingsite.people.leaving import leave_now
from trainingsite.people.models import Person, Practice

TODAY = TUESDAY.date()
ROLES = {"receptionist": "Receptionist", "practice-nurse": "Practice nurse", "gp-partner": "GP partner"}
ANN = {
    "staff_number": "101", "email": "ann@surgery.example", "first_name": "Ann", "last_name": "Lee",
    "job_role": "Receptionist", "started_on": "01/02/2025",
}  # fmt: skip
BEN = {**ANN, "staff_number": "102", "email": "ben@surgery.example", "first_name": "Ben", "last_name": "Ode"}


def staff_file(*rows: dict, columns=STAFF.columns, separator: str = ",", encoding: str = "utf-8") -> bytes:
    """A CSV file with these people in it."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, restval="", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def make_roles() -> None:
    for name in ROLES.values():
        make_job_role(name)


def imported(
    practice: Practice, *rows: dict, by: Person | Commandline | None = None, at: dt.datetime = TUESDAY, **wanted
) -> Plan:
    """Import these rows, with the rules of leaving that people alone know."""
    body = staff_file(*rows)
    return import_staff(body=body, practice=practice, end_access=leave_now, by=by or Commandline(), at=at, **wanted)


def planned(practice: Practice, *rows: dict, day: dt.date = TODAY) -> Plan:
    return plan_import(staff_file(*rows), practice, day)


def a_colleague(pk: int = 1, **said) -> Colleague:
    """Ann Lee, number 101, a receptionist since 1 February 2025, unless something else is said."""
    stay = {"pk": pk * 10, "started_on": dt.date(2025, 2, 1), "ended_on": None, "job_role": "receptionist"}
    of_stay = [name for name in said if name in Stay.__slots__]
    stay |= {"staff_number": "101", **{name: said.pop(name) for name in of_stay}}
    person = {"first_name": "Ann", "last_name": "Lee", "email": "ann@surgery.example", "stays": (Stay(**stay),), **said}
    return Colleague(pk=pk, key=f"key-{pk}", **person)


def plan_of(
    *rows: dict, known: tuple[Colleague, ...] = (), today: dt.date = TODAY, importer: int | None = None
) -> Plan:
    """What these rows would do where these people are known; no database is asked."""
    return plan_for(staff_file(*rows), Known(known, ROLES), today, importer)


def errors_of(plan: Plan) -> list[tuple[int, str]]:
    return [(error.row, error.column) for error in plan.errors]


def changes_of(plan: Plan) -> list[tuple[str, str, str]]:
    return [(change.what, change.old, change.new) for outcome in plan.updated for change in outcome.changes]
