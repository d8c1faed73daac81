"""The register of the practice's accounts: who holds each, what changed, what was checked, and what is never kept."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.factories import MONDAY, TUESDAY, make_member, make_practice, moment
from trainingsite.audit.models import AuditEvent
from trainingsite.people.models import Duty, Responsibility
from trainingsite.policies import account_actions as actions
from trainingsite.policies.accounts import AccountHolder, AccountStep, PracticeAccount

pytestmark = pytest.mark.django_db

DETAILS = {
    "platform": "Facebook",
    "address": "facebook.com/millbrook",
    "purpose": "News for patients",
    "second_factor_on": True,
    "recovery_address": "office@surgery.example",
    "on_personal_profile": False,
}
WEDNESDAY = moment(2026, 3, 4)


@pytest.fixture
def practice():
    return make_practice()


@pytest.fixture
def ann(practice):
    """The manager."""
    return make_member("Ann Lee", "Practice manager", practice=practice).person


@pytest.fixture
def tom(practice):
    return make_member("Tom Ellis", practice=practice).person


@pytest.fixture
def account(practice, ann, tom):
    return actions.add_account(practice=practice, holders=[ann, tom], by=ann, at=MONDAY, **DETAILS)


def verbs(practice) -> list[str]:
    return list(AuditEvent.objects.of(practice.chain).values_list("verb", flat=True))


def holders_of(account) -> list[str]:
    return [holding.person.first_name for holding in actions.holdings_of(account)]


def test_an_account_is_put_in_with_those_who_hold_it(practice, account):
    assert holders_of(account) == ["Ann", "Tom"]
    assert verbs(practice) == ["people.duty_given", "people.duty_given", "policies.account_added"]


def test_who_holds_an_account_has_the_duty_that_asks_for_its_training(practice, ann, tom, account):
    held = Responsibility.objects.known().at(practice).of_kind(Duty.ACCOUNT_HOLDER)

    assert {duty.person for duty in held} == {ann, tom}


def test_a_second_account_gives_no_second_duty(practice, ann, account):
    actions.add_account(practice=practice, holders=[ann], by=ann, at=TUESDAY, **{**DETAILS, "platform": "Instagram"})

    assert Responsibility.objects.known().at(practice).by(ann).of_kind(Duty.ACCOUNT_HOLDER).count() == 1


def test_a_change_supersedes_the_row_before_and_both_stay(practice, ann, tom, account):
    changed = actions.change_account(
        account=account, holders=[ann, tom], by=tom, at=TUESDAY, **{**DETAILS, "second_factor_on": False}
    )

    assert PracticeAccount.objects.standing().at(practice).get() == changed
    assert (changed.line, changed.supersedes) == (account.line, account)
    assert (changed.second_factor_on, changed.recorded_by) == (False, str(tom.key))


def test_the_event_names_what_changed_and_repeats_no_words(practice, ann, tom, account):
    actions.change_account(
        account=account, holders=[ann], by=ann, at=TUESDAY, **{**DETAILS, "recovery_address": "new@surgery.example"}
    )

    body = bytes(AuditEvent.objects.of(practice.chain).last().body).decode()
    assert '"changed":["recovery_address","holders"]' in body
    assert "new@surgery.example" not in body


def test_nothing_is_noted_when_nothing_is_different(practice, ann, tom, account):
    same = actions.change_account(account=account, holders=[tom, ann], by=ann, at=TUESDAY, **DETAILS)

    assert same == account
    assert verbs(practice)[-1] == "policies.account_added"


def test_with_the_last_account_the_duty_ends(practice, ann, tom, account):
    actions.change_account(account=account, holders=[ann], by=ann, at=TUESDAY, **DETAILS)

    duty = Responsibility.objects.known().at(practice).by(tom).get(duty=Duty.ACCOUNT_HOLDER)
    assert (holders_of(account), duty.ended_on) == (["Ann"], TUESDAY.date())


def test_who_is_put_back_the_same_day_has_the_duty_again(practice, ann, tom, account):
    actions.change_account(account=account, holders=[ann], by=ann, at=TUESDAY, **DETAILS)
    now = PracticeAccount.objects.standing().at(practice).get()
    actions.change_account(account=now, holders=[ann, tom], by=ann, at=TUESDAY, **DETAILS)

    duties = Responsibility.objects.known().at(practice).by(tom).filter(ended_on=None)
    assert [duty.duty for duty in duties] == [Duty.ACCOUNT_HOLDER]


def test_a_check_is_one_row_with_its_day_and_who_looked(practice, tom, account):
    checked = actions.note_check(account=account, by=tom, at=TUESDAY)

    assert (checked.checked_on, checked.checked_by) == (TUESDAY.date(), tom)
    assert verbs(practice)[-1] == "policies.account_checked"


def test_of_two_changes_at_once_the_second_is_refused(practice, ann, tom, account):
    actions.note_check(account=account, by=tom, at=TUESDAY)

    with pytest.raises(actions.Overtaken):
        actions.change_account(account=account, holders=[ann], by=ann, at=TUESDAY, **DETAILS)

    assert holders_of(account) == ["Ann", "Tom"]


def test_nobody_holds_a_closed_account(practice, ann, account):
    closed = actions.close_account(account=account, by=ann, at=TUESDAY)

    assert closed.ended_on == TUESDAY.date()
    assert holders_of(account) == []
    assert not PracticeAccount.objects.standing().at(practice).exists()


def test_the_register_can_be_changed_by_no_shell(account):
    with pytest.raises(DatabaseError), transaction.atomic():
        PracticeAccount.objects.at(account.practice).update(platform="Bluesky")


@pytest.mark.parametrize("field", ["platform", "address", "purpose", "recovery_address"])
def test_what_looks_like_a_password_is_never_kept(practice, ann, field):
    with pytest.raises(actions.LooksLikeASecret) as refused:
        actions.add_account(
            practice=practice, holders=[ann], by=ann, at=MONDAY, **{**DETAILS, field: "password: Tulip42"}
        )

    assert refused.value.field == field
    assert not PracticeAccount.objects.at(practice).exists()


def test_nothing_is_changed_when_its_event_cannot_be_recorded(monkeypatch, practice, ann, account):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(IntegrityError):
        actions.note_check(account=account, by=ann, at=TUESDAY)

    assert PracticeAccount.objects.standing().at(practice).get() == account


@pytest.fixture
def gone(practice, ann, tom, account) -> AccountHolder:
    """Tom's hold of the account, ended on Tuesday."""
    actions.change_account(account=account, holders=[ann], by=ann, at=TUESDAY, **DETAILS)
    return AccountHolder.objects.known().at(practice).by(tom).get()


def test_what_was_done_after_somebody_went_is_confirmed_with_day_and_name(practice, ann, gone):
    step = actions.confirm_step(holding=gone, step=AccountStep.Step.PASSWORD, by=ann, at=WEDNESDAY)

    assert (step.confirmed_by, step.confirmed_on) == (ann, dt.date(2026, 3, 4))
    assert verbs(practice)[-1] == "policies.account_step_confirmed"


def test_confirmed_twice_it_is_noted_once(practice, ann, gone):
    first = actions.confirm_step(holding=gone, step=AccountStep.Step.ROLE, by=ann, at=WEDNESDAY)
    second = actions.confirm_step(holding=gone, step=AccountStep.Step.ROLE, by=ann, at=WEDNESDAY)

    assert first == second
    assert verbs(practice).count("policies.account_step_confirmed") == 1


def test_nothing_is_confirmed_while_somebody_still_holds_the_account(practice, ann, account):
    holding = actions.holdings_of(account)[0]

    with pytest.raises(actions.StillHeld):
        actions.confirm_step(holding=holding, step=AccountStep.Step.ROLE, by=ann, at=WEDNESDAY)
