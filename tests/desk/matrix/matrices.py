"""Matrices made by hand: no database, so that many can be tried."""

import datetime as dt
import uuid

from trainingsite.compliance.matrix import Cell, Matrix, Row
from trainingsite.compliance.models import OutsideTraining, Programme, Requirement
from trainingsite.compliance.rules import Basis, Status
from trainingsite.compliance.wordings import Demand
from trainingsite.people.models import Person, Practice

DAY = dt.date(2026, 3, 2)
INDUCTION = Programme(title="Induction", key="induction")
REFRESHER = Programme(title="Annual refresher", key="annual-refresher")


def somebody(name: str, **fields) -> Person:
    first, _, last = name.partition(" ")
    return Person(username=name.lower().replace(" ", "."), first_name=first, last_name=last, **fields)


def asked(title: str, programme: Programme = INDUCTION) -> Demand:
    """A requirement whose line is the same in every run."""
    line = uuid.uuid5(uuid.NAMESPACE_OID, f"{programme.key}: {title}")
    training = OutsideTraining(pk=line.int % 10**9, title=title, key=title.lower())
    return Demand((Requirement(programme=programme, outside_training=training, line=line),), ())


def cell(status: str, due_on: dt.date | None = None) -> Cell:
    status = Status(status)
    if status in (Status.COMPLIANT, Status.EXPIRING):
        return Cell(status, due_on, DAY, due_on, Basis.OWN, "no" if status is Status.EXPIRING else None)
    return Cell(status, due_on, None, None, None, "no" if status in (Status.DUE, Status.OVERDUE) else None)


def row(name, *cells: Cell, job_role="Receptionist", staff_group="Non-clinical", manager: Person | None = None) -> Row:
    return Row(somebody(name) if isinstance(name, str) else name, job_role, staff_group, manager, list(cells))


def matrix(demands: list[Demand], rows: list[Row]) -> Matrix:
    return Matrix(Practice(name="Millbrook Lane Surgery", ods_code="X99999"), DAY, DAY, demands, rows)
