"""Training done elsewhere is claimed with a proof, and counts when somebody else has accepted it."""

import datetime as dt
import json
import uuid

import pytest
from django.db import IntegrityError, transaction

from tests.compliance.claiming import WHERE, make_claim, make_manager
from tests.desk.proofs import a_pdf
from tests.factories import (
    GO_LIVE,
    MONDAY,
    TUESDAY,
    make_member,
    make_module,
    make_network,
    make_outside_training,
    make_practice,
    make_requirement,
)
from trainingsite.audit.actions import row_digest
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.compliance import claims
from trainingsite.compliance.claims import AlreadyDecided, AlreadyWaiting, accept, decline, take_back
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.models import ClaimDecision, LearningClaim, PriorLearning
from trainingsite.compliance.proofs import proof_in
from trainingsite.compliance.rules import Basis, Status
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty, Responsibility

pytestmark = pytest.mark.django_db


def last_event() -> tuple[str, str, dict]:
    event = AuditEvent.objects.select_related("chain").latest("pk")
    return event.chain.key, event.verb, {row["key"]: row["digest"] for row in json.loads(bytes(event.body))["rows"]}


def vouched_for(*rows) -> dict:
    return {str(row.key): row_digest(row) for row in rows}


def fail(**kwargs):
    raise IntegrityError


def test_a_claim_keeps_its_proof_and_what_was_said_apart_from_the_record():
    member = make_member()

    claim = make_claim(member.person)

    assert (claims.proof_of(claim).body, claims.said_in(claim)) == (a_pdf(), WHERE)
    assert set(Words.objects.about(claim.key).values_list("pk", flat=True)) == {claim.words_key, claim.said_key}
    assert last_event() == (member.practice.chain, "compliance.prior_learning_claimed", vouched_for(claim))


def test_two_clicks_make_one_claim():
    person, token = make_member().person, uuid.uuid4()

    first, second = (make_claim(person, token=token) for _ in range(2))

    assert first == second
    assert (LearningClaim.objects.count(), Words.objects.count(), AuditEvent.objects.count()) == (1, 2, 1)


@pytest.mark.parametrize(
    "other",
    [
        lambda: {"completed_on": GO_LIVE + dt.timedelta(days=1)},
        lambda: {"where": "At home"},
        lambda: {"proof": proof_in(a_pdf(pages=2))},
        lambda: {"practice": make_practice("Harbour View Surgery")},
    ],
)
def test_the_page_sent_again_with_anything_else_is_no_second_click(other):
    person, token = make_member().person, uuid.uuid4()
    make_claim(person, token=token)

    with pytest.raises(AlreadyWaiting):
        make_claim(person, token=token, **other())


def test_the_page_sent_again_about_another_training_is_another_claim():
    person, token, boundaries = make_member().person, uuid.uuid4(), make_module("Boundaries")

    claimed = [make_claim(person, token=token), make_claim(person, token=token, module=boundaries)]

    assert [claim.title for claim in claimed] == ["Basic life support", "Boundaries"]


def test_the_page_of_one_person_is_worth_nothing_to_another():
    token = uuid.uuid4()
    mine = make_claim(make_member("Tom Ellis").person, token=token)

    theirs = make_claim(make_member("Zoe Park").person, token=token)

    assert (mine != theirs, theirs.person.name) == (True, "Zoe Park")


def test_one_claim_at_a_time_waits_about_the_same_training():
    claim = make_claim()
    with pytest.raises(AlreadyWaiting):
        make_claim(claim.person)
    make_claim(claim.person, module=make_module())

    take_back(claim=claim, at=TUESDAY)

    assert make_claim(claim.person).outside_training == claim.outside_training


def test_what_is_accepted_counts_from_the_day_it_was_done():
    member, manager = make_member(), make_manager()
    requirement = make_requirement(outside_training=make_outside_training())
    claim = make_claim(member.person)

    decision = accept(claim=claim, by=manager, at=TUESDAY)

    (row,) = training_matrix(member.practice, TUESDAY.date(), people=[member.person]).rows
    assert (row.cells[0].status, row.cells[0].basis) == (Status.COMPLIANT, Basis.PRIOR_LEARNING)
    learning = PriorLearning.objects.get()
    assert (learning.completed_on, learning.accepted_by, learning.outside_training) == (
        GO_LIVE, manager, requirement.outside_training,
    )  # fmt: skip
    assert (decision.prior_learning, learning.act) == (learning, decision.act)
    assert last_event() == (
        member.practice.chain, "compliance.prior_learning_accepted", vouched_for(learning, decision),
    )  # fmt: skip


def test_the_person_is_told_that_it_counts():
    claim = make_claim()

    accept(claim=claim, by=make_manager(), at=TUESDAY)

    notice = Notice.objects.get()
    assert (notice.person, notice.subject) == (claim.person, "Accepted: Basic life support, done elsewhere")
    assert "Ann Lee accepted what you sent: Basic life support, done on 6 January 2025." in notice.body


def test_what_is_declined_does_not_count_and_the_person_reads_why():
    claim = make_claim()

    decision = decline(claim=claim, by=make_manager(), reason="The name on it is not yours.", at=TUESDAY)

    notice = Notice.objects.get()
    assert (PriorLearning.objects.count(), claims.reason_of(decision)) == (0, "The name on it is not yours.")
    assert (notice.person, "The name on it is not yours." in notice.body) == (claim.person, True)
    assert last_event()[1:] == ("compliance.prior_learning_declined", vouched_for(decision))


def test_what_is_taken_back_is_decided_by_nobody_else():
    claim = make_claim()

    decision = take_back(claim=claim, at=TUESDAY)

    with pytest.raises(AlreadyDecided):
        accept(claim=claim, by=make_manager(), at=TUESDAY)
    assert (decision.decided_by, PriorLearning.objects.count(), Notice.objects.count()) == (claim.person, 0, 0)
    assert last_event()[1:] == ("compliance.prior_learning_withdrawn", vouched_for(decision))


def test_of_two_managers_the_second_is_told_who_was_faster():
    claim = make_claim()
    first, second = make_manager("Ann Lee"), make_manager("Raj Shah", Duty.IG_LEAD)
    accept(claim=claim, by=first, at=TUESDAY)

    with pytest.raises(AlreadyDecided) as already:
        decline(claim=claim, by=second, reason="No.", at=TUESDAY)
    with pytest.raises(AlreadyDecided):
        accept(claim=claim, by=second, at=TUESDAY)

    assert already.value.decision.decided_by == first
    assert (ClaimDecision.objects.count(), PriorLearning.objects.count(), Notice.objects.count()) == (1, 1, 1)
    assert Words.objects.of_kind(claims.REASON).count() == 0


@pytest.mark.parametrize("deciding", [accept, lambda **what: decline(reason="I say so.", **what)])
def test_nobody_decides_on_their_own_claim(deciding):
    manager = make_manager()
    claim = make_claim(manager)

    with pytest.raises(IntegrityError), transaction.atomic():
        deciding(claim=claim, by=manager, at=TUESDAY)

    assert (ClaimDecision.objects.count(), PriorLearning.objects.count()) == (0, 0)


def test_nothing_is_claimed_or_decided_when_its_event_cannot_be_recorded(monkeypatch):
    claim, manager = make_claim(), make_manager()
    monkeypatch.setattr(claims, "record", fail)

    for attempt in (
        lambda: make_claim(claim.person, module=make_module()),
        lambda: accept(claim=claim, by=manager, at=TUESDAY),
        lambda: decline(claim=claim, by=manager, reason="No.", at=TUESDAY),
        lambda: take_back(claim=claim, at=TUESDAY),
    ):
        with pytest.raises(IntegrityError):
            attempt()

    assert (LearningClaim.objects.count(), Words.objects.count()) == (1, 2)
    assert (ClaimDecision.objects.count(), PriorLearning.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_whoever_opens_the_desk_may_decide_but_for_the_person():
    manager = make_manager("Ann Lee")
    other = make_manager("Raj Shah", Duty.REGISTERED_MANAGER)
    make_manager("Sam Okoro", Duty.STAFF_REPRESENTATIVE)
    make_manager("Mo Khan", practice=make_practice("Harbour View Surgery"))

    deciders = claims.who_may_decide(manager, MONDAY.date())

    assert deciders == [other]


def test_a_network_lead_is_somebody_to_ask():
    member = make_member()
    lead = make_member("Priya Nair", practice=make_practice("Harbour View Surgery")).person
    network = make_network("Five Valleys", member.practice)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=GO_LIVE)

    assert claims.network_leads(member.person, MONDAY.date()) == ["Priya Nair"]
    assert claims.network_leads(lead, MONDAY.date()) == []


def test_a_claim_is_seen_by_those_who_manage_where_the_person_works_that_day():
    claim, manager = make_claim(), make_manager()
    stranger = make_manager("Mo Khan", practice=make_practice("Harbour View Surgery"))

    seen = [set(LearningClaim.objects.visible_to(each, MONDAY.date())) for each in (manager, stranger, claim.person)]

    assert seen == [{claim}, set(), set()]
