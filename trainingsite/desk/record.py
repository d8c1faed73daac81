"""One person's record at one practice: what they did on which version, what they signed, what they were told."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from modules.models import CheckUp, Completion
from trainingsite.certificates.models import Certificate
from trainingsite.certificates.standing import Stated, stated
from trainingsite.compliance.facts import Demand
from trainingsite.compliance.matrix import Cell, training_matrix
from trainingsite.compliance.models import PriorLearning
from trainingsite.compliance.rules import Basis
from trainingsite.desk.tags import STATUS_TAGS, detail, short_date, told
from trainingsite.notices.models import Notice
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.policies.minors import with_minors
from trainingsite.policies.models import Attestation
from trainingsite.policies.soon_after import marked
from trainingsite.reminders.concerning import our_own

MESSAGES_SHOWN, MESSAGES_READ = 50, 500


@dataclass(frozen=True)
class Line:
    """One requirement as it falls on the person."""

    key: uuid.UUID
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
    certificates: list[Stated]
    notices: list[Notice]
    check_ups: list[CheckUp]


def record_of(person: Person, practice: Practice, day: dt.date) -> PersonRecord:
    """The person's record at the practice as at the day."""
    elsewhere = list(
        PriorLearning.objects.by_human(person)
        .filter(completed_on__lte=day)
        .annotate(is_ours=Exists(PriorLearning.objects.at(practice).filter(pk=OuterRef("pk"))))
        .select_related(
            "module", "outside_training", "accepted_by", "entry", "withdrawal__withdrawn_by", "decision__claim"
        )
        .order_by("-completed_on", "-pk")
    )
    attestations = Attestation.objects.by_human(person).at(practice).filter(attested_on__lte=day)
    return PersonRecord(
        lines=lines_of(person, practice, day, elsewhere),
        stays=list(
            Membership.objects.known().by(person).at(practice).select_related("job_role").order_by("started_on")
        ),
        completions=list(
            Completion.objects.by_human(person)
            .filter(completed_on__lte=day)
            .select_related("version")
            .order_by("-completed_on", "-pk")
        ),
        prior_learning=elsewhere,
        attestations=with_minors(
            marked(attestations.select_related("version", "confirmed").order_by("-attested_at")), day
        ),
        certificates=certificates_of(person, practice, day),
        notices=messages_of(person, practice),
        check_ups=list(CheckUp.objects.by_human(person).filter(done_on__lte=day).order_by("-done_on", "-pk")),
    )


def certificates_of(person: Person, practice: Practice, day: dt.date) -> list[Stated]:
    """What was issued to the person at the practice by the day, and how it stood then."""
    issued = Certificate.objects.by_human(person).at(practice).filter(issued_on__lte=day)
    return stated(issued.select_related("programme", "completion__version").order_by("issued_on", "pk"), day)


def lines_of(person: Person, practice: Practice, day: dt.date, elsewhere: list[PriorLearning]) -> list[Line]:
    """What is asked of the person as at the day, and how they stand with it."""
    matrix = training_matrix(practice, day, people=[person])
    pairs = zip(matrix.demands, matrix.rows[0].cells, strict=True) if matrix.rows else ()
    return [
        Line(
            demand.line,
            demand.newest.title,
            STATUS_TAGS[cell.status],
            detail(cell),
            told(cell),
            how_known(demand, cell, elsewhere),
        )
        for demand, cell in pairs
    ]


def messages_of(person: Person, practice: Practice) -> list[Notice]:
    """The newest of the practice's own messages to the person, without their text."""
    newest = Notice.objects.by(person).select_related("handed_over_by", "nudge__sender").order_by("-queued_at", "-pk")
    return our_own(newest.defer("body", "html_body")[:MESSAGES_READ], practice)[:MESSAGES_SHOWN]


def how_known(demand: Demand, cell: Cell, elsewhere: list[PriorLearning]) -> str:
    """How it is known that it was done; of training done elsewhere also who accepted it, if that was here, and when."""
    if cell.basis is None:
        return ""
    if cell.basis is Basis.NETWORK:
        return f"{cell.basis.label} on {short_date(cell.completed_on)}"
    kind, target_id = demand.target
    ours = [learning for learning in elsewhere if learning.is_ours and not learning.taken_back]
    for learning in ours if cell.basis in (Basis.PRIOR_LEARNING, Basis.IMPORTED) else ():
        if (getattr(learning, f"{kind}_id", None), learning.completed_on) == (target_id, cell.completed_on):
            return f"{cell.basis.label}, {learning.on_whose_word} on {short_date(learning.accepted_on)}"
    return cell.basis.label
