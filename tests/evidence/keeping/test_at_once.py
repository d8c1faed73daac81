"""Several workers and several administrators at the same moment, against a real database with real connections."""

import pytest

from tests.evidence.keeping.scenes import LONG_AFTER, administrators, leaver
from tests.factories import make_person, make_practice
from tests.policies.test_signing_at_once import DEVICES, at_once, links_of
from trainingsite.audit.chain import breaks
from trainingsite.audit.models import AuditEvent
from trainingsite.evidence.keeping.deciding import approve
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping.holds import place_hold
from trainingsite.evidence.keeping.proposing import propose
from trainingsite.evidence.keeping_tables import DisposalDecided, PersonDisposed, RetentionHold

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = 6


@pytest.fixture
def practice():
    return make_practice()


def test_several_workers_erase_each_person_once_and_leave_the_chain_without_a_gap(practice):
    for number in range(PEOPLE):
        leaver(f"Tom Ellis{number}")
    ada, ben = administrators()
    approve(proposal=propose(by=ada, at=LONG_AFTER), by=ben, at=LONG_AFTER)

    at_once(lambda _: erase_what_was_approved(LONG_AFTER))

    assert PersonDisposed.objects.filter(kind="erased").count() == PEOPLE
    assert AuditEvent.objects.filter(verb="evidence.person_erased").count() == PEOPLE
    assert breaks(links_of(practice.chain)) == []


def test_several_who_approve_at_once_are_all_answered_with_one_decision(practice):
    leaver()
    proposal = propose(by=administrators()[0], at=LONG_AFTER)
    others = [make_person(f"Cy Day{number}", is_superuser=True) for number in range(DEVICES)]

    decided = at_once(lambda number: approve(proposal=proposal, by=others[number], at=LONG_AFTER).pk)

    assert decided == [DisposalDecided.objects.get().pk] * DEVICES
    assert AuditEvent.objects.filter(verb="evidence.disposal_approved").count() == 1


def test_a_hold_asked_for_by_several_at_once_is_placed_once(practice):
    ruth, (ada, _) = leaver(), administrators()

    held = at_once(lambda _: place_hold(person=ruth, because="A claim", by=ada, at=LONG_AFTER).pk)

    assert held == [RetentionHold.objects.get().pk] * DEVICES
