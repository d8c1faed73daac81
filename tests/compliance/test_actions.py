import datetime as dt
import json

import pytest
from django.db import IntegrityError

from tests.factories import (
    GO_LIVE,
    MONDAY,
    make_member,
    make_module,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
)
from trainingsite.audit.actions import SITE_CHAIN, row_digest
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import actions
from trainingsite.compliance.actions import accept_prior_learning, adopt, ask_for, exempt
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import Exemption, PriorLearning, Programme, Requirement
from trainingsite.compliance.rules import Basis, Status

pytestmark = pytest.mark.django_db

DAY = MONDAY.date()


def last_event():
    row = AuditEvent.objects.select_related("chain").latest("pk")
    return row.chain.key, row.verb, row.subject, json.loads(bytes(row.body))


def the_cell(member):
    (row,) = training_matrix(member.practice, DAY, people=[member.person]).rows
    return row.cells[0]


def test_a_practice_follows_a_programme_from_a_day_on():
    practice, programme = make_practice(), Programme.objects.create(key="induction", title="Induction")
    make_requirement(programme)

    adopt(programme=programme, practice=practice, started_on=DAY, at=MONDAY)

    demands = [len(training_matrix(practice, day).demands) for day in (DAY - dt.timedelta(days=1), DAY)]
    assert demands == [0, 1]
    assert last_event()[:2] == (practice.chain, "compliance.programme_adopted")


def test_a_practice_asks_for_something_of_its_own():
    ours, theirs = make_practice(), make_practice("Saltmere Road Practice")
    programme = make_programme("Induction", ours, theirs)

    ask_for(programme=programme, practice=ours, key="boundaries", module=make_module(), started_on=GO_LIVE, at=MONDAY)

    assert [len(training_matrix(practice, DAY).demands) for practice in (ours, theirs)] == [1, 0]
    assert last_event()[:2] == (ours.chain, "compliance.requirement_begun")


def test_what_is_asked_of_everybody_is_told_in_the_sites_chain():
    requirement = ask_for(
        programme=make_programme(), key="boundaries", module=make_module(), started_on=GO_LIVE, at=MONDAY
    )

    assert last_event()[:3] == (SITE_CHAIN, "compliance.requirement_begun", str(requirement.line))


def test_who_is_exempt_owes_nothing_for_those_days():
    member, manager = make_member("Tom Ellis"), make_member("Ann Lee")
    requirement = make_requirement()

    exempt(
        person=member.person, practice=member.practice, requirement=requirement, approved_by=manager.person,
        reason=Exemption.Reason.DONE_ELSEWHERE, started_on=DAY, ended_on=DAY, at=MONDAY,
    )  # fmt: skip

    assert the_cell(member).status is Status.EXEMPT
    assert last_event()[:3] == (member.practice.chain, "compliance.exempted", str(member.person.key))


def test_nobody_exempts_themselves():
    member, requirement = make_member(), make_requirement()

    with pytest.raises(IntegrityError):
        exempt(
            person=member.person, practice=member.practice, requirement=requirement, approved_by=member.person,
            reason=Exemption.Reason.OTHER, started_on=DAY, at=MONDAY,
        )  # fmt: skip


def test_training_done_elsewhere_counts_on_the_word_of_somebody_else():
    member, manager = make_member("Tom Ellis"), make_member("Ann Lee")
    requirement = make_requirement(outside_training=make_outside_training())

    accepted = accept_prior_learning(
        person=member.person, outside_training=requirement.outside_training, completed_on=GO_LIVE,
        basis=PriorLearning.Basis.PRIOR_LEARNING, accepted_by=manager.person, at=MONDAY,
    )  # fmt: skip

    chain, verb, subject, body = last_event()
    assert (the_cell(member).status, the_cell(member).basis) == (Status.COMPLIANT, Basis.PRIOR_LEARNING)
    assert (chain, verb, subject) == (
        member.practice.chain, "compliance.prior_learning_accepted", str(member.person.key)
    )  # fmt: skip
    assert [(row["key"], row["digest"]) for row in body["rows"]] == [(str(accepted.key), row_digest(accepted))]


def test_nothing_is_accepted_or_asked_when_its_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    member, manager, programme = make_member("Tom Ellis"), make_member("Ann Lee"), make_programme()
    monkeypatch.setattr(actions, "record", fail)

    with pytest.raises(IntegrityError):
        accept_prior_learning(
            person=member.person, module=make_module(), completed_on=GO_LIVE,
            basis=PriorLearning.Basis.IMPORTED, accepted_by=manager.person, at=MONDAY,
        )  # fmt: skip
    with pytest.raises(IntegrityError):
        ask_for(programme=programme, key="first-aid", module=make_module("First aid"), started_on=GO_LIVE, at=MONDAY)

    assert (PriorLearning.objects.count(), Requirement.objects.count()) == (0, 0)
