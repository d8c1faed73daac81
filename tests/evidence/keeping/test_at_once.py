"""Several workers and several administrators at the same moment, against a real database with real connections."""

import pytest

from tests.evidence.asking.workers import kill, workers
from tests.evidence.keeping.scenes import LONG_AFTER, administrators, leaver
from tests.factories import make_person, make_practice
from tests.policies.test_signing_at_once import DEVICES, at_once, links_of
from tests.reminders.test_at_once import wait_until
from trainingsite.audit.chain import breaks
from trainingsite.audit.models import AuditEvent, DisposalItem
from trainingsite.evidence.keeping.deciding import DecidedAlready, approve, decline
from trainingsite.evidence.keeping.erasing import erase_what_was_approved
from trainingsite.evidence.keeping.holds import place_hold
from trainingsite.evidence.keeping.proposing import WaitsAlready, propose
from trainingsite.evidence.keeping_tables import DisposalDecided, DisposalProposed, PersonDisposed, RetentionHold
from trainingsite.people.models import Person

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


def test_of_one_who_approves_and_one_who_declines_at_once_the_first_decides_and_the_other_hears_it(practice):
    ruth, (ada, ben) = leaver(), administrators()
    proposal = propose(by=ada, at=LONG_AFTER)

    def decide(number):
        try:
            return (approve, decline)[number % 2](proposal=proposal, by=ben, at=LONG_AFTER).kind
        except DecidedAlready as before:
            return f"heard: {before.decision.kind}"

    told = at_once(decide)
    erase_what_was_approved(LONG_AFTER)

    kind = DisposalDecided.objects.get().kind
    assert sorted(told) == sorted([kind, f"heard: {kind}"] * (DEVICES // 2))
    assert PersonDisposed.objects.filter(proposed__person=ruth).exists() is (kind == "approved")


def test_several_who_propose_at_once_propose_one_list(practice):
    leaver()
    people = [make_person(f"Cy Day{number}", is_superuser=True) for number in range(DEVICES)]

    def propose_or_hear(number):
        try:
            return propose(by=people[number], at=LONG_AFTER).pk
        except WaitsAlready as waits:
            return waits.proposal.pk

    assert at_once(propose_or_hear) == [DisposalProposed.objects.get().pk] * DEVICES


def test_a_hold_placed_while_it_is_erased_comes_before_or_after_and_never_in_the_middle(practice):
    ruth, (ada, ben) = leaver(), administrators()
    approve(proposal=propose(by=ada, at=LONG_AFTER), by=ben, at=LONG_AFTER)

    def hold_or_erase(number):
        if number % 2:
            return place_hold(person=ruth, because="A claim", by=ada, at=LONG_AFTER).pk
        return erase_what_was_approved(LONG_AFTER)

    at_once(hold_or_erase)

    ruth.refresh_from_db()
    gone = ruth.name.startswith("Former")
    assert [each.kind for each in PersonDisposed.objects.all()] == ["erased" if gone else "passed_over"]
    assert (DisposalItem.objects.exists(), ruth.username.startswith("former-")) == (False, gone)
    assert breaks(links_of(practice.chain)) == []


def test_a_worker_killed_in_the_middle_leaves_nobody_half_erased_and_the_next_goes_on(practice, tmp_path):
    people = [leaver(f"Tom Ellis{number}", practice=practice) for number in range(4)]
    ada, ben = administrators()
    approve(proposal=propose(by=ada, at=LONG_AFTER), by=ben, at=LONG_AFTER)
    with workers(tmp_path, command=["-m", "tests.evidence.keeping.slow_eraser"]) as [worker]:
        wait_until(lambda: PersonDisposed.objects.count() == 2, seconds=60)
        kill(worker)
    done = PersonDisposed.objects.count()
    whole = [
        person.name.startswith("Former") == (not person.is_active)
        for person in Person.objects.exclude(is_superuser=True)
    ]

    erase_what_was_approved(LONG_AFTER)

    assert (done in (2, 3), whole) == (True, [True] * len(people))
    assert PersonDisposed.objects.filter(kind="erased").count() == len(people)
    assert breaks(links_of(practice.chain)) == []
