"""What one person owes and has done, practice by practice and programme by programme."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from trainingsite.certificates.models import Certificate, CertificateRevocation
from trainingsite.certificates.standing import Standing, revocation_of, standing_of
from trainingsite.compliance.facts import Demand
from trainingsite.compliance.matrix import MET, NOT_COUNTED, Cell, training_matrix
from trainingsite.compliance.models import Programme
from trainingsite.compliance.programmes import Finish, finished_programmes, minutes_of
from trainingsite.compliance.rules import Basis, Status
from trainingsite.desk.tags import STATUS_TAGS
from trainingsite.people.models import Person, Practice

SOON_DAYS = 60
ADDRESSES = {"module": "modules:module", "scenario": "scenarios:scenario", "policy": "policies:read"}
KINDS = {
    "module": "Module",
    "scenario": "Scenario: you decide",
    "policy": "Policy to read and sign",
    "outside_training": "Training that happens elsewhere",
}
CAN_BE_DONE_ELSEWHERE = ("module", "outside_training")
URGENCY = (Status.OVERDUE, Status.DUE, Status.EXPIRING)


@dataclass(frozen=True)
class Task:
    """One thing asked of the person."""

    demand: Demand
    cell: Cell
    minutes: int | None

    @property
    def title(self) -> str:
        return self.demand.newest.title

    @property
    def kind(self) -> str:
        return KINDS[self.demand.newest.kind]

    @property
    def address(self) -> str:
        """Where it is done; nothing for training that happens elsewhere."""
        name = ADDRESSES.get(self.demand.newest.kind)
        return reverse(name, args=[self.demand.newest.target.key]) if name else ""

    @property
    def proof_address(self) -> str:
        """Where proof is sent of having done it elsewhere; nothing for what can only be done here."""
        asked = self.demand.newest
        if not self.is_open or asked.kind not in CAN_BE_DONE_ELSEWHERE:
            return ""
        return reverse("desk:send_claim", query={"for": f"{asked.kind}:{asked.target.key}"})

    @property
    def done_elsewhere(self) -> bool:
        return self.cell.basis in (Basis.PRIOR_LEARNING, Basis.IMPORTED)

    @property
    def tag(self) -> str:
        return STATUS_TAGS[self.cell.status]

    @property
    def is_met(self) -> bool:
        return self.cell.status in MET

    @property
    def is_open(self) -> bool:
        return self.cell.status in URGENCY


@dataclass(frozen=True)
class Part:
    """One programme at one practice: its tasks, and the certificate when it is finished."""

    practice: Practice
    programme: Programme
    tasks: list[Task]
    finish: Finish | None
    certificate: Certificate | None
    revocation: CertificateRevocation | None = None

    @property
    def earns_certificate(self) -> bool:
        """Whether there is one to be had: finished, not all of it elsewhere, and not taken from them."""
        earned = self.finish is not None and self.finish.done_here and self.programme.grants_certificate
        return earned and not self.certificate and not self.revocation

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.is_open]

    @property
    def met(self) -> int:
        return sum(task.is_met for task in self.tasks)


@dataclass(frozen=True)
class Training:
    """Everything “Your training” shows."""

    parts: list[Part]
    on: dt.date

    @property
    def next_task(self) -> Task | None:
        """What to do first: the earliest due of what can be done here."""
        open_tasks = [task for part in self.parts for task in part.open_tasks if task.address]
        return min(open_tasks, key=lambda task: task.cell.due_on or dt.date.max, default=None)

    @property
    def minutes_soon(self) -> int:
        """How long everything takes that is overdue or due soon; next year's refresher weighs on nobody yet."""
        soon = self.on + dt.timedelta(days=SOON_DAYS)
        open_tasks = (task for part in self.parts for task in part.open_tasks)
        return sum(task.minutes or 0 for task in open_tasks if (task.cell.due_on or soon) <= soon)


def training_of(person: Person, practices: list[Practice], day: dt.date) -> Training:
    """The person's training at each of these practices on the day."""
    parts = []
    for practice in practices:
        matrix = training_matrix(practice, day, people=[person])
        if not matrix.rows:
            continue
        row, minutes = matrix.rows[0], minutes_of(matrix.demands)
        finished = {finish.programme.pk: finish for finish in finished_programmes(matrix, row)}
        held, revoked = certificates_of(person, practice, day, finished)
        by_programme: dict[Programme, list[Task]] = {}
        for demand, cell in zip(matrix.demands, row.cells, strict=True):
            if cell.status not in NOT_COUNTED or cell.status is Status.ON_LEAVE:
                by_programme.setdefault(demand.newest.programme, []).append(Task(demand, cell, minutes[demand.line]))
        parts += [
            Part(
                practice,
                programme,
                tasks,
                finished.get(programme.pk),
                held.get(programme.pk),
                revoked.get(programme.pk),
            )
            for programme, tasks in by_programme.items()
        ]
    return Training(parts, day)


def good_certificates(person: Person, day: dt.date) -> list[Certificate]:
    """What the person holds anywhere that is good on the day."""
    own = Certificate.objects.by_human(person).valid_on(day)
    return list(own.select_related("programme", "practice", "completion__version").order_by("issued_on", "pk"))


def certificates_of(
    person: Person, practice: Practice, day: dt.date, finished: Mapping[int, Finish]
) -> tuple[dict[int, Certificate], dict[int, CertificateRevocation]]:
    """By programme: the certificate the person holds that is good on the day, or how the last one was revoked.

    One that another practice gave them for the same completions is as good here, and there is no second.
    """
    own = Certificate.objects.by_human(person).not_superseded().filter(programme__isnull=False)
    there = own.select_related("revocation").order_by("issued_on", "pk")
    counting = [each for each in there if each.practice_id == practice.pk or is_for(each, finished)]
    last = {each.programme_id: each for each in sorted(counting, key=lambda each: each.practice_id == practice.pk)}
    held = {key: each for key, each in last.items() if standing_of(each, day) is Standing.VALID}
    return held, {key: revocation for key, each in last.items() if (revocation := revocation_of(each))}


def is_for(certificate: Certificate, finished: Mapping[int, Finish]) -> bool:
    """Whether it was given for what finished the programme here too, or for what came after that."""
    finish = finished.get(certificate.programme_id)
    return finish is not None and certificate.finished_on >= finish.finished_on
