"""Following a programme, asking for something, releasing somebody, accepting what was done elsewhere."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from modules.models import ModulePage
from trainingsite.audit.actions import SITE_CHAIN, plain, record
from trainingsite.compliance.models import (
    Adoption,
    Exemption,
    OutsideTraining,
    PriorLearning,
    Programme,
    Requirement,
)
from trainingsite.people.links import chains_of
from trainingsite.people.models import Person, Practice


@transaction.atomic
def adopt(*, programme: Programme, practice: Practice, started_on: dt.date, by: str = "", at: dt.datetime) -> Adoption:
    """Let a practice follow a programme from a day on."""
    adoption = Adoption.objects.create(
        programme=programme, practice=practice, started_on=started_on, recorded_by=by, recorded_at=at
    )
    record(
        chains=[practice.chain], verb="compliance.programme_adopted", actor=by, subject=adoption.line, at=at,
        data={"programme": programme.key, "started_on": plain(started_on)},
    )  # fmt: skip
    return adoption


@transaction.atomic
def ask_for(
    *,
    programme: Programme,
    key: str,
    practice: Practice | None = None,
    started_on: dt.date,
    by: str = "",
    at: dt.datetime,
    **terms,
) -> Requirement:
    """Ask for one thing in a programme: of everybody who follows it, or as a practice's own addition."""
    requirement = Requirement.objects.create(
        programme=programme, key=key, practice=practice, started_on=started_on, recorded_by=by, recorded_at=at, **terms
    )
    record(
        chains=[practice.chain if practice else SITE_CHAIN], verb="compliance.requirement_begun", actor=by,
        subject=requirement.line, at=at,
        data={"programme": programme.key, "requirement": key, "started_on": plain(started_on)},
    )  # fmt: skip
    return requirement


@transaction.atomic
def exempt(
    *,
    person: Person,
    practice: Practice,
    requirement: Requirement,
    reason: str,
    approved_by: Person,
    started_on: dt.date,
    ended_on: dt.date | None = None,
    line: uuid.UUID | None = None,
    at: dt.datetime,
) -> Exemption:
    """Release somebody from a requirement from a day to a day. ``line``: the page's, so that two clicks make one."""
    exemption = Exemption.objects.create(
        person=person, practice=practice, requirement_line=requirement.line, reason=reason, approved_by=approved_by,
        started_on=started_on, ended_on=ended_on, line=line or uuid.uuid4(),
        recorded_by=str(approved_by.key), recorded_at=at,
    )  # fmt: skip
    record_exemption("exempted", exemption, at=at)
    return exemption


def record_exemption(word: str, exemption: Exemption, *, at: dt.datetime) -> None:
    """The event of an exemption that was given, changed, ended or taken back: what it says now."""
    record(
        chains=[exemption.practice.chain], verb=f"compliance.{word}", actor=exemption.approved_by.key,
        subject=exemption.person.key, at=at,
        data={
            "exemption": str(exemption.line), "requirement": str(exemption.requirement_line),
            "reason": str(exemption.reason), "started_on": plain(exemption.started_on),
            "ended_on": plain(exemption.ended_on),
        },
    )  # fmt: skip


@transaction.atomic
def accept_prior_learning(
    *,
    person: Person,
    module: ModulePage | None = None,
    outside_training: OutsideTraining | None = None,
    completed_on: dt.date,
    basis: str,
    accepted_by: Person,
    at: dt.datetime,
) -> PriorLearning:
    """Accept training that somebody did elsewhere or before, on the word of somebody else."""
    accepted = PriorLearning.objects.create(
        person=person, module=module, outside_training=outside_training, completed_on=completed_on,
        basis=basis, accepted_by=accepted_by,
    )  # fmt: skip
    record(
        chains=chains_of(person, timezone.localdate(at)), verb="compliance.prior_learning_accepted",
        actor=accepted_by.key, subject=person.key, at=at, rows=[accepted],
    )  # fmt: skip
    return accepted
