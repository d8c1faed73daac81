"""What a manager may do next about one requirement of one person."""

import datetime as dt
from typing import NamedTuple

from django.urls import reverse

from trainingsite.compliance.elsewhere import own_rows
from trainingsite.compliance.matrix import OPEN
from trainingsite.compliance.rules import Status
from trainingsite.desk.matrix.behind import Behind
from trainingsite.desk.training import CAN_BE_DONE_ELSEWHERE
from trainingsite.people.models import Person, Practice

CANNOT_BE_RELEASED = {Status.NOT_REQUIRED, Status.EXEMPT}


class NextStep(NamedTuple):
    """Something to do, and where."""

    words: str
    address: str


def next_steps(
    practice: Practice, person: Person, found: Behind, *, by: Person, day: dt.date, today: dt.date
) -> list[NextStep]:
    """What may be done today; nothing for another day, or for who does not work here."""
    if day != today or found.stay is None:
        return []
    ods, wording, status = practice.ods_code.lower(), found.wording, found.cell.status
    own = person.pk in own_rows(by)
    steps = []
    if status in OPEN:
        steps.append(NextStep("Remind them", reverse("desk:remind", args=[ods], query={"person": person.key})))
    if wording.kind in CAN_BE_DONE_ELSEWHERE and not own and status is not Status.NOT_REQUIRED:
        query = {"person": person.key, "for": f"{wording.kind}:{wording.target.key}"}
        steps.append(
            NextStep("Record training done elsewhere", reverse("desk:record_elsewhere", args=[ods], query=query))
        )
    if status not in CANNOT_BE_RELEASED and not own:
        query = {"person": person.key, "for": wording.line}
        steps.append(NextStep("Exempt them", reverse("desk:exempt", args=[ods], query=query)))
    if status in OPEN or status in (Status.QUERIED, Status.DECLINED):
        query = {"person": person.key, "requirement": wording.line}
        steps.append(NextStep("Plan what to do about it", reverse("desk:add_plan", args=[ods], query=query)))
    return steps
