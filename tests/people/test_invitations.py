"""Invitations: who may be invited, by whom, and what each is worth."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.factories import MONDAY, give_duty, make_member, make_person, make_practice
from trainingsite.audit.models import AuditEvent
from trainingsite.people import invitations
from trainingsite.people.credentials import change_address, new_on, was_issued_by
from trainingsite.people.helping import CannotHelp, remove_second_step
from trainingsite.people.invitations import (
    CannotInvite,
    accept,
    invitation_of,
    invite,
    invite_all,
    new_link,
    not_yet_in,
    still_good,
)
from trainingsite.people.models import CredentialIssued, Duty, Invitation, Person, SignInCode
from trainingsite.people.rules import Helping, Mailbox, why_not_invite
from trainingsite.people.sign_in_codes import choose_password, give_code, waiting_code

pytestmark = pytest.mark.django_db
HOURS, DAYS = dt.timedelta(hours=1), dt.timedelta(days=1)
PASSWORD = "three words of rain"


@pytest.fixture
def practice():
    return make_practice()


@pytest.fixture
def ruth(practice):
    """The practice's manager."""
    manager = make_member(make_person("Ruth Adeyemi", last_login=MONDAY), "Practice manager", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    return manager


@pytest.fixture
def tom(practice):
    """A receptionist who has an address and has never signed in."""
    return make_member(make_person("Tom Ellis", email="tom@surgery.example"), practice=practice).person


@pytest.fixture(autouse=True)
def with_mail(settings):
    settings.EMAIL_URL = "smtp://mail.example:25"


def standing(person):
    return list(Invitation.objects.by(person).standing())


def test_an_invitation_is_a_new_way_in_on_the_record(practice, ruth, tom):
    invite(person=tom, practice=practice, by=ruth, at=MONDAY)

    issued = CredentialIssued.objects.get(person=tom)
    event = AuditEvent.objects.get(verb="people.credential_issued")
    assert (issued.kind, issued.issued_by, issued.issued_at) == ("invitation", ruth, MONDAY)
    assert (event.chain.key, event.actor, event.subject) == (practice.chain, str(ruth.key), str(tom.key))
    assert event.act == issued.act


def test_a_colleague_shared_with_another_practice_has_the_event_in_both_records(practice, ruth, tom):
    other = make_practice("Hill Top Surgery")
    make_member(tom, practice=other)

    invite(person=tom, practice=practice, by=ruth, at=MONDAY)

    events = AuditEvent.objects.filter(verb="people.credential_issued")
    assert {event.chain.key for event in events} == {practice.chain, other.chain}
    assert len({event.act for event in events}) == 1


def test_nobody_is_invited_when_that_cannot_be_recorded(practice, ruth, tom, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(invitations, "record_series", fail)
    with pytest.raises(IntegrityError):
        invite(person=tom, practice=practice, by=ruth, at=MONDAY)
    assert not Invitation.objects.exists()
    assert not CredentialIssued.objects.exists()


@pytest.mark.parametrize(
    ("mailbox", "begins"),
    [
        (Mailbox(), ""),
        (Mailbox(has_signed_in=True), "They have signed in already"),
        (Mailbox(has_address=False), "There is no e-mail address"),
        (Mailbox(shares_address=True), "Somebody else uses the same e-mail address"),
        (Mailbox(site_sends_mail=False), "This site sends no e-mail"),
    ],
)
def test_a_link_goes_only_where_one_person_reads_it(mailbox, begins):
    refusal = why_not_invite(Helping(), mailbox)

    assert refusal.startswith(begins)
    assert bool(refusal) is bool(begins)


@pytest.mark.parametrize(
    "stands", [Helping(is_oneself=True), Helping(works_here=False), Helping(has_other_rights=True)]
)
def test_whoever_may_not_give_a_code_may_not_invite(stands):
    assert why_not_invite(stands, Mailbox())


def test_an_address_that_two_people_have_gets_no_link(practice, ruth, tom):
    make_member(make_person("Tina Ellis", email="TOM@surgery.example"), practice=practice)

    with pytest.raises(CannotInvite, match="Somebody else uses the same e-mail address"):
        invite(person=tom, practice=practice, by=ruth, at=MONDAY)
    assert not Invitation.objects.exists()


def test_a_manager_does_not_invite_an_administrator(practice, ruth, tom):
    Person.objects.filter(pk=tom.pk).update(is_superuser=True)

    with pytest.raises(CannotHelp, match="duties beyond this practice"):
        invite(person=tom, practice=practice, by=ruth, at=MONDAY)


def test_a_manager_does_not_invite_somebody_who_works_elsewhere_only(practice, ruth):
    stranger = make_member(make_person(email="s@hill.example"), practice=make_practice("Hill Top")).person

    with pytest.raises(CannotInvite, match="They do not work here today"):
        invite(person=stranger, practice=practice, by=ruth, at=MONDAY)


def test_somebody_who_begins_next_week_is_invited_already(practice, ruth):
    begins = timezone.localdate(MONDAY) + 7 * DAYS
    kim = make_member(make_person("Kim Ward", email="kim@x.example"), practice=practice, started_on=begins).person

    invite(person=kim, practice=practice, by=ruth, at=MONDAY)

    assert len(standing(kim)) == 1


def test_a_second_click_does_not_spoil_the_first_link(practice, ruth, tom):
    first = invite(person=tom, practice=practice, by=ruth, at=MONDAY)

    assert invite(person=tom, practice=practice, by=ruth, at=MONDAY + 4 * dt.timedelta(minutes=1)) == first
    assert CredentialIssued.objects.count() == 1


def test_sent_again_the_older_link_stops_working(practice, ruth, tom):
    first = invite(person=tom, practice=practice, by=ruth, at=MONDAY)
    token = new_link(first, MONDAY)

    second = invite(person=tom, practice=practice, by=ruth, at=MONDAY + HOURS)

    assert standing(tom) == [second]
    assert still_good(invitation_of(token), MONDAY + HOURS) is False


def test_only_a_hash_of_the_link_is_kept(practice, ruth, tom):
    token = new_link(invite(person=tom, practice=practice, by=ruth, at=MONDAY), MONDAY)

    kept = Invitation.objects.values().get()
    assert token not in str(kept)
    assert invitation_of(token).person == tom
    assert invitation_of(kept["token_hash"]) is None


@pytest.mark.parametrize(("after", "good"), [(14 * DAYS - HOURS, True), (14 * DAYS, False)])
def test_a_link_lasts_14_days_from_when_its_mail_was_written(practice, ruth, tom, after, good):
    written_at = MONDAY + 2 * HOURS
    token = new_link(invite(person=tom, practice=practice, by=ruth, at=MONDAY), written_at)

    assert still_good(invitation_of(token), written_at + after) is good
    assert accept(invitation=invitation_of(token), password=PASSWORD, at=written_at + after) is good


def test_a_link_is_used_once(practice, ruth, tom):
    token = new_link(invite(person=tom, practice=practice, by=ruth, at=MONDAY), MONDAY)

    used = [accept(invitation=invitation_of(token), password=word, at=MONDAY) for word in (PASSWORD, "another word")]

    tom.refresh_from_db()
    assert used == [True, False]
    assert tom.check_password(PASSWORD)


def test_what_is_signed_in_the_week_after_says_who_gave_the_way_in(practice, ruth, tom):
    token = new_link(invite(person=tom, practice=practice, by=ruth, at=MONDAY), MONDAY)
    accept(invitation=invitation_of(token), password=PASSWORD, at=MONDAY + 10 * DAYS)

    new = new_on(tom, MONDAY + 16 * DAYS)
    assert (new.kind, new.issued_by) == ("invitation_used", ruth)


def test_whoever_invited_does_not_also_take_the_second_step_away(practice, ruth, tom):
    invite(person=tom, practice=practice, by=ruth, at=MONDAY)

    with pytest.raises(CannotHelp, match="You gave them a code this week"):
        remove_second_step(person=tom, practice=practice, by=ruth, reason="Lost", at=MONDAY + DAYS)


def test_whoever_invited_may_still_approve_for_them_and_whoever_chose_the_mailbox_may_not(practice, ruth, tom):
    invite(person=tom, practice=practice, by=ruth, at=MONDAY)
    assert was_issued_by(ruth, tom) is False

    change_address(person=tom, address="new@surgery.example", by=ruth, at=MONDAY + HOURS)
    assert was_issued_by(ruth, tom) is True


def test_a_new_address_makes_the_link_that_went_to_the_old_one_worthless(practice, ruth, tom):
    invite(person=tom, practice=practice, by=ruth, at=MONDAY)

    change_address(person=tom, address="new@surgery.example", by=ruth, at=MONDAY + HOURS)

    assert standing(tom) == []


def test_the_newest_way_in_counts_and_the_others_end(practice, ruth, tom):
    give_code(person=tom, practice=practice, by=ruth, reason="No e-mail", at=MONDAY)
    invite(person=tom, practice=practice, by=ruth, at=MONDAY + HOURS)
    assert waiting_code(tom, MONDAY + HOURS) is None

    give_code(person=tom, practice=practice, by=ruth, reason="Never arrived", at=MONDAY + 2 * HOURS)
    assert standing(tom) == []
    choose_password(code=waiting_code(tom, MONDAY + 2 * HOURS), password=PASSWORD, at=MONDAY + 3 * HOURS)
    assert SignInCode.objects.filter(used_at=None).count() == 0


def test_an_ended_sign_in_is_not_opened_by_an_old_link(practice, ruth, tom):
    token = new_link(invite(person=tom, practice=practice, by=ruth, at=MONDAY), MONDAY)
    Person.objects.filter(pk=tom.pk).update(is_active=False)

    assert accept(invitation=invitation_of(token), password=PASSWORD, at=MONDAY) is False


def test_who_has_signed_in_is_no_longer_on_the_list(practice, ruth, tom):
    make_member(tom, "Secretary", practice=practice)
    make_member(make_person("Ada Gone"), practice=practice, ended_on=timezone.localdate(MONDAY) - DAYS)
    sent = invite(person=tom, practice=practice, by=ruth, at=MONDAY)

    [line] = not_yet_in(practice, timezone.localdate(MONDAY))
    assert (line.person, line.invitation) == (tom, sent.key)

    Person.objects.filter(pk=tom.pk).update(last_login=MONDAY)
    assert list(not_yet_in(practice, timezone.localdate(MONDAY))) == []


@pytest.mark.parametrize("count", [1, 3, 30])
def test_inviting_many_takes_no_more_queries_than_inviting_one(practice, ruth, count, django_assert_num_queries):
    people = [
        make_member(make_person("Kim Ward", email=f"kim{number}@x.example"), practice=practice).person
        for number in range(count)
    ]

    with django_assert_num_queries(25):
        assert len(invite_all(people=people, practice=practice, by=ruth, at=MONDAY).invited) == count
