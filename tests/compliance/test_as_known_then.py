"""Whatever is recorded later, yesterday stays what it was as known then."""

import datetime as dt

import pytest

from tests.compliance.programmes import ask, follow, leave, of
from tests.factories import (
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from trainingsite.audit.clock import replaying
from trainingsite.compliance import programming
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Requirement
from trainingsite.compliance.programming import Owner
from trainingsite.people.facts import correct
from trainingsite.people.models import Absence, Duty, Membership, Responsibility

pytestmark = pytest.mark.django_db

KNOWN_ON = dt.date(2026, 3, 2)
LATER, AT = dt.date(2026, 3, 9), moment(2026, 3, 9)
DAYS = [dt.date(2025, 6, 2), KNOWN_ON, dt.date(2026, 3, 20), dt.date(2027, 3, 20)]


@pytest.fixture
def practice():
    """Two people, one of them with a duty, and something of each kind asked of them."""
    practice = make_practice()
    for name in ("Tom Ellis", "Zoe Park"):
        member = make_member(name, practice=practice)
    give_duty(member.person, practice, Duty.ACCOUNT_HOLDER)
    programme = make_programme("Induction", practice)
    make_requirement(programme, module=make_module(), refresher_months=12, position=1)
    make_requirement(programme, module=make_module("Holders"), duties=[Duty.ACCOUNT_HOLDER], position=2)
    make_requirement(programme, policy=make_policy(practice), position=3)
    return practice


def as_known_then(practice):
    matrices = [training_matrix(practice, day, known_on=KNOWN_ON) for day in DAYS]
    return [
        (
            [(demand.line, demand.newest.pk, demand.terms) for demand in matrix.demands],
            [(row.person.pk, row.job_role, row.cells) for row in matrix.rows],
        )
        for matrix in matrices
    ]


def programme_of(practice):
    return Requirement.objects.at(practice).first().programme


def asked_of(practice):
    return Requirement.objects.known().order_by("position").first()


WHAT_HAPPENS = {
    "the programme is left": lambda p: leave(programme_of(p), p, LATER, at=AT),
    "another is followed": lambda p: follow(make_programme("Refresher", make_practice()), p, LATER, at=AT),
    "a period is changed": lambda p: of(programming.change, asked_of(p), Owner(p), LATER, due_within_days=7, at=AT),
    "an audience is changed": lambda p: of(
        programming.change, asked_of(p), Owner(p), LATER, duties=["policy_owner"], at=AT
    ),
    "something is left out": lambda p: of(programming.end, asked_of(p), Owner(p), LATER, at=AT),
    "something is added": lambda p: ask(programme_of(p), Owner(p), make_module("Privacy"), LATER, at=AT),
    "a policy is published": lambda p: make_policy_version(Requirement.objects.get(policy__isnull=False).policy, at=AT),
    "somebody does it": lambda p: complete(
        Membership.objects.first().person, make_module_version(asked_of(p).module, at=AT), at=AT
    ),
    "leave is entered afterwards": lambda p: Absence.objects.create(
        person=Membership.objects.first().person, practice=p, started_on=dt.date(2026, 1, 5), recorded_at=AT
    ),
    "a duty ends": lambda p: correct(Responsibility.objects.get(), by="", at=AT, ended_on=LATER),
    "somebody had left already": lambda p: correct(
        Membership.objects.first(), by="", at=AT, ended_on=dt.date(2026, 2, 1)
    ),
}


@pytest.mark.parametrize("what", WHAT_HAPPENS)
def test_what_is_recorded_later_changes_nothing_about_what_was_known(practice, what):
    before, now = as_known_then(practice), training_matrix(practice, DAYS[3])

    with replaying(AT):
        WHAT_HAPPENS[what](practice)

    assert as_known_then(practice) == before
    assert (training_matrix(practice, DAYS[3]).rows, training_matrix(practice, DAYS[3]).demands) != (
        now.rows, now.demands,
    ) or what in EMPTY_PROGRAMME  # fmt: skip


EMPTY_PROGRAMME = ("another is followed",)


def test_ending_a_duty_gives_nobody_more_time_for_what_it_asked(practice):
    """Correcting a fact does not make it new."""
    before = [row.cells[1] for row in training_matrix(practice, KNOWN_ON).rows]

    correct(Responsibility.objects.get(), by="", at=AT, ended_on=LATER)

    assert [row.cells[1] for row in training_matrix(practice, KNOWN_ON).rows] == before
    assert [cell.status.value for cell in before] == ["not_required", "overdue"]
