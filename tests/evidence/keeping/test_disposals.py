"""A disposal is proposed by one, approved by another, and done one person at a time."""

import datetime as dt

import pytest
from django.db import IntegrityError, OperationalError, transaction

from tests.evidence.keeping.scenes import LEFT, LONG_AFTER, administrators, another_practice, leaver, proposed_by
from tests.factories import make_member, make_person, make_practice
from tests.people.joined import join_rows
from trainingsite.audit.models import AuditEvent, Disposal, DisposalItem
from trainingsite.evidence.keeping import erasing
from trainingsite.evidence.keeping.counting import Period
from trainingsite.evidence.keeping.deciding import DecidedAlready, OwnProposal, approve, decline
from trainingsite.evidence.keeping.erasing import CouldNotErase, erase_what_was_approved
from trainingsite.evidence.keeping.holds import place_hold
from trainingsite.evidence.keeping.periods import CAME_WITH_THE_SITE, set_period
from trainingsite.evidence.keeping.proposing import NothingDue, WaitsAlready, ask_for_erasure, due_on, propose
from trainingsite.evidence.keeping_tables import (
    DisposalDecided,
    DisposalProposed,
    KeptClass,
    PersonDisposed,
    ProposedPerson,
    RetentionPeriod,
)
from trainingsite.evidence.verification import Scope, checks
from trainingsite.notices.models import Notice
from trainingsite.people.models import Person

pytestmark = pytest.mark.django_db

DONE = "1 people’s details erased, 0 not"


@pytest.fixture
def ruth():
    make_practice()
    return leaver()


@pytest.fixture
def both(ruth):
    return administrators()


def outcomes() -> list[tuple[str, str]]:
    return list(PersonDisposed.objects.order_by("pk").values_list("kind", "why"))


def whose_name_is_gone(*people: Person) -> list[bool]:
    return [Person.objects.get(pk=person.pk).name.startswith("Former") for person in people]


def test_nothing_is_erased_before_a_second_person_approves(both, ruth):
    proposed_by(both[0])

    erase_what_was_approved(LONG_AFTER)

    ruth.refresh_from_db()
    assert (ruth.name, PersonDisposed.objects.count()) == ("Ruth Amin", 0)


def test_whoever_proposed_it_cannot_approve_it(both):
    proposal = proposed_by(both[0])

    with pytest.raises(OwnProposal):
        approve(proposal=proposal, by=both[0], at=LONG_AFTER)

    assert not DisposalDecided.objects.exists()


def test_nor_can_they_under_another_row_of_theirs(ruth, both):
    former, kept = (make_member("Ada Moss", started_on=dt.date(2020, 1, 6)).person for _ in range(2))
    join_rows(former, kept, make_person("Ann Lee"))
    Person.objects.filter(pk__in=[former.pk, kept.pk]).update(is_superuser=True)
    proposal = proposed_by(former)

    with pytest.raises(OwnProposal):
        approve(proposal=proposal, by=kept, at=LONG_AFTER)


def test_the_database_refuses_it_too(both):
    proposal = proposed_by(both[0])

    with pytest.raises(IntegrityError), transaction.atomic():
        DisposalDecided.objects.create(
            proposal=proposal, kind="approved", proposed_by=both[0], decided_by=both[0], decided_at=LONG_AFTER
        )


def test_where_there_is_one_administrator_alone_the_record_says_so(ruth):
    ada = make_person("Ada Moss", is_superuser=True, is_staff=True)
    proposal = proposed_by(ada)

    decided = approve(proposal=proposal, by=ada, at=LONG_AFTER)
    did = erase_what_was_approved(LONG_AFTER)

    assert (decided.only_one_administrator, Disposal.objects.get().only_one_administrator) == (True, True)
    assert did == DONE


def test_an_administrator_whose_sign_in_ended_is_nobody_to_ask(both):
    Person.objects.filter(pk=both[1].pk).update(is_active=False)

    assert approve(proposal=proposed_by(both[0]), by=both[0], at=LONG_AFTER).only_one_administrator


def test_two_who_approve_at_once_approve_once(both):
    proposal, third = proposed_by(both[0]), make_person("Cy Day", is_superuser=True)

    decisions = {approve(proposal=proposal, by=by, at=LONG_AFTER).pk for by in (both[1], third, both[1])}

    assert (len(decisions), DisposalDecided.objects.get().decided_by) == (1, both[1])


def test_what_was_declined_cannot_be_approved_and_nothing_happens(both, ruth):
    proposal = proposed_by(both[0])
    decline(proposal=proposal, by=both[1], at=LONG_AFTER)

    with pytest.raises(DecidedAlready):
        approve(proposal=proposal, by=both[1], at=LONG_AFTER)

    assert erase_what_was_approved(LONG_AFTER) == "0 people’s details erased, 0 not"


def test_whoever_proposed_it_may_take_it_back(both):
    proposal = proposed_by(both[0])

    assert decline(proposal=proposal, by=both[0], at=LONG_AFTER).kind == "declined"


def test_one_is_decided_before_another_is_proposed(both):
    first = proposed_by(both[0])

    with pytest.raises(WaitsAlready) as waits:
        propose(by=both[1], at=LONG_AFTER)

    assert (waits.value.proposal, DisposalProposed.objects.count()) == (first, 1)


def test_where_nobody_is_due_nothing_is_proposed():
    ada, _ = administrators()

    with pytest.raises(NothingDue):
        propose(by=ada, at=LONG_AFTER)


def test_run_again_it_finds_nothing_left(both):
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)

    did = [erase_what_was_approved(LONG_AFTER) for _ in range(2)]

    assert did == [DONE, "0 people’s details erased, 0 not"]
    assert AuditEvent.objects.filter(verb="evidence.person_erased").count() == 1


def test_who_came_back_before_it_was_done_is_passed_over_with_the_reason(both, ruth):
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)
    make_member(ruth, started_on=dt.date(2026, 5, 4))

    erase_what_was_approved(LONG_AFTER)

    ruth.refresh_from_db()
    assert outcomes() == [("passed_over", "They work at Millbrook Lane Surgery.")]
    assert (ruth.name, DisposalItem.objects.count()) == ("Ruth Amin", 0)


def test_who_was_held_back_before_it_was_done_is_passed_over(both, ruth):
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)
    place_hold(person=ruth, because="A claim", by=both[0], at=LONG_AFTER)

    erase_what_was_approved(LONG_AFTER)

    assert outcomes() == [("passed_over", "Held back by an administrator, until the hold is lifted.")]


def test_who_was_held_back_between_proposing_and_approving_is_passed_over_too(both, ruth):
    proposal = proposed_by(both[0])
    place_hold(person=ruth, because="A claim", by=both[0], at=LONG_AFTER)

    approve(proposal=proposal, by=both[1], at=LONG_AFTER)
    erase_what_was_approved(LONG_AFTER)

    assert outcomes() == [("passed_over", "Held back by an administrator, until the hold is lifted.")]


def test_who_came_back_at_another_practice_between_proposing_and_approving_is_passed_over(both, ruth):
    proposal = proposed_by(both[0])
    make_member(ruth, practice=another_practice(), started_on=dt.date(2026, 5, 4))

    approve(proposal=proposal, by=both[1], at=LONG_AFTER)
    erase_what_was_approved(LONG_AFTER)

    assert outcomes() == [("passed_over", "They work at Weir Street Practice.")]


def test_whoever_was_listed_twice_is_erased_once(both, ruth):
    asked = ask_for_erasure(person=ruth, asked_on=LEFT, by=both[0], at=LONG_AFTER)
    for proposal in (asked.proposal, proposed_by(both[0])):
        approve(proposal=proposal, by=both[1], at=LONG_AFTER)

    erase_what_was_approved(LONG_AFTER)

    assert outcomes() == [("erased", ""), ("passed_over", "All that is listed was erased before.")]
    assert AuditEvent.objects.filter(verb="evidence.person_erased").count() == Disposal.objects.count() == 1


def test_an_administrator_who_asks_to_be_erased_is_refused_and_nothing_is_proposed(both):
    asked = ask_for_erasure(person=both[0], asked_on=LEFT, by=both[0], at=LONG_AFTER)

    assert (asked.answer, asked.proposal) == ("Refused for now. They look after this site.", None)


def test_a_period_made_shorter_in_the_meantime_takes_nobody_new_into_the_list(both, ruth):
    proposal = proposed_by(both[0])
    leaver("Tom Ellis", left_on=dt.date(2026, 1, 30))
    sign_in = CAME_WITH_THE_SITE[0]
    set_period(type(sign_in)(sign_in.of, Period(1), "Advice"), by=both[0], at=LONG_AFTER)

    approve(proposal=proposal, by=both[1], at=LONG_AFTER)
    erase_what_was_approved(LONG_AFTER)

    assert [each.proposed.person for each in PersonDisposed.objects.all()] == [ruth]
    assert [each.human.person.name for each in due_on(LONG_AFTER.date())] == ["Tom Ellis"]


def test_a_period_made_longer_in_the_meantime_counts(both, ruth):
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)
    longer = next(kept for kept in CAME_WITH_THE_SITE if kept.of == KeptClass.NOTES)
    set_period(type(longer)(longer.of, Period(240), "Advice"), by=both[0], at=LONG_AFTER)

    erase_what_was_approved(LONG_AFTER)

    [(kind, why)] = outcomes()
    label = KeptClass.NOTES.label
    assert (kind, why) == ("passed_over", f"{label}: can be erased from 1 February 2039 at the earliest.")


def test_what_is_due_first_goes_first_and_the_name_stays(both, ruth):
    at = LONG_AFTER.replace(year=2022)
    ruth.email = "ruth@millbrook.example"
    ruth.save()
    for person in (ruth, make_member("Ann Lee").person):
        Notice.objects.create(
            person=person, kind="note", for_day=LEFT, subject="A message", body=f"Write to {ruth.email}",
            sent_to=ruth.email,
        )  # fmt: skip

    approve(proposal=proposed_by(both[0], at), by=both[1], at=at)
    erase_what_was_approved(at)

    ruth.refresh_from_db()
    assert (ruth.name, ruth.email, ruth.is_active) == ("Ruth Amin", "", False)
    assert ProposedPerson.objects.get().kinds == [KeptClass.SIGN_IN, KeptClass.NOTES]
    assert set(ruth.notices.values_list("body", "sent_to")) == {("Write to Ruth Amin", "")}
    assert set(Notice.objects.exclude(person=ruth).values_list("body", flat=True)) == {"Write to Ruth Amin"}


def test_an_interruption_leaves_nobody_half_erased_and_the_rest_goes_on(both, ruth, monkeypatch):
    others = [leaver(f"Tom Ellis{number}", left_on=LEFT) for number in range(2)]
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)
    erased, first = erasing.details.erase_identity, []

    def gone_away(person, *said):
        erased(person, *said)
        first.append(person)
        if len(first) == 2:
            raise OperationalError

    monkeypatch.setattr(erasing.details, "erase_identity", gone_away)
    with pytest.raises(OperationalError):
        erase_what_was_approved(LONG_AFTER)
    names = whose_name_is_gone(ruth, *others)
    monkeypatch.undo()

    assert (names, erase_what_was_approved(LONG_AFTER)) == (
        [True, False, False],
        "2 people’s details erased, 0 not",
    )
    assert [finding for check in checks(Scope()) for finding in check] == []


def test_somebody_who_cannot_be_erased_stays_whole_and_stops_nobody_else(both, ruth, monkeypatch):
    tom = leaver("Tom Ellis")
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)
    erased = erasing.details.erase_identity

    def not_ruth(person, *said):
        erased(person, *said)
        if person == ruth:
            raise ConnectionError

    monkeypatch.setattr(erasing.details, "erase_identity", not_ruth)
    with pytest.raises(CouldNotErase) as told:
        erase_what_was_approved(LONG_AFTER)
    monkeypatch.undo()

    assert whose_name_is_gone(ruth, tom) == [False, True]
    assert str(told.value) == f"{DONE}; of 1 they could not be, and are as they were"
    assert erase_what_was_approved(LONG_AFTER) == DONE


def test_a_long_list_is_done_in_several_turns_so_that_messages_go_out_between_them(both, monkeypatch):
    for number in range(2):
        leaver(f"Tom Ellis{number}")
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)
    monkeypatch.setattr(erasing, "AT_A_TIME", 2)

    did = [erase_what_was_approved(LONG_AFTER) for _ in range(3)]

    assert did == [f"{number} people’s details erased, 0 not" for number in (2, 1, 0)]


def test_whose_turn_is_still_to_come_is_not_proposed_again_meanwhile(both):
    approve(proposal=proposed_by(both[0]), by=both[1], at=LONG_AFTER)
    tom = leaver("Tom Ellis")

    assert [each.human.person for each in due_on(LONG_AFTER.date())] == [tom]


def test_nothing_is_approved_when_its_event_cannot_be_recorded(both, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    proposal = proposed_by(both[0])
    monkeypatch.setattr("trainingsite.evidence.keeping.deciding.record", fail)

    with pytest.raises(IntegrityError):
        approve(proposal=proposal, by=both[1], at=LONG_AFTER)

    assert not DisposalDecided.objects.exists()


def test_a_period_is_kept_with_who_set_it_and_the_same_again_is_nothing_new(both):
    kept = CAME_WITH_THE_SITE[0]
    told = type(kept)(kept.of, Period(6), "Advice of 3 May")

    rows = [set_period(told, by=both[0], at=LONG_AFTER) for _ in range(2)]

    row = RetentionPeriod.objects.get()
    assert rows == [row, None]
    assert (row.months_after_leaving, row.set_by) == (6, both[0])
    assert AuditEvent.objects.get(verb="evidence.retention_set").chain.key == "site"
