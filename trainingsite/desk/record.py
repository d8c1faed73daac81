"""One person's record at one practice: what they did on which version, what they signed, what they were told."""

import datetime as dt
from dataclasses import dataclass

from modules.models import Completion
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.desk.tags import STATUS_TAGS, detail, told
from trainingsite.notices.models import Notice
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.models import Attestation


@dataclass(frozen=True)
class Line:
    """One requirement as it falls on the person."""

    title: str
    status: str
    detail: str
    told: str
    basis: str


@dataclass(frozen=True)
class PersonRecord:
    """Everything the page of one person shows: never a score, a try or an answer."""

    lines: list[Line]
    stays: list[Membership]
    completions: list[Completion]
    prior_learning: list[PriorLearning]
    attestations: list[Attestation]
    certificates: list[Certificate]
    notices: list[Notice]


def record_of(person: Person, practice: Practice, day: dt.date) -> PersonRecord:
    """The person's record at the practice as at the day."""
    matrix = training_matrix(practice, day, people=[person])
    pairs = zip(matrix.demands, matrix.rows[0].cells, strict=True) if matrix.rows else ()
    lines = [
        Line(
            demand.newest.title,
            STATUS_TAGS[cell.status],
            detail(cell),
            told(cell),
            cell.basis.label if cell.basis else "",
        )
        for demand, cell in pairs
    ]
    attestations = Attestation.objects.by(person).at(practice).filter(attested_on__lte=day)
    return PersonRecord(
        lines=lines,
        stays=list(
            Membership.objects.known().by(person).at(practice).select_related("job_role").order_by("started_on")
        ),
        completions=list(
            Completion.objects.by(person)
            .filter(completed_on__lte=day)
            .select_related("version")
            .order_by("-completed_on", "-pk")
        ),
        prior_learning=list(
            PriorLearning.objects.by(person)
            .filter(completed_on__lte=day)
            .select_related("module", "outside_training", "accepted_by")
            .order_by("-completed_on", "-pk")
        ),
        attestations=list(attestations.select_related("version").order_by("-attested_at")),
        certificates=list(
            Certificate.objects.by(person).at(practice).filter(issued_on__lte=day).select_related("programme")
        ),
        notices=list(Notice.objects.by(person).order_by("-queued_at")[:50]),
    )
