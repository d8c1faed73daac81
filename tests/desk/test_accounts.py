"""The register's pages, somebody who leaves now, and the pages for patients: for the practice's managers only."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    GO_LIVE,
    MONDAY,
    give_duty,
    make_member,
    make_policy,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    make_scenario,
    make_scenario_version,
    play,
)
from tests.people.phones import make_known_person, verified
from trainingsite.desk.accounts.register import register_of
from trainingsite.people.models import Duty
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
TYPED = {**DETAILS, "second_factor_on": "yes", "on_personal_profile": "no"}


@pytest.fixture
def practice():
    return make_practice(ods_code="X99999")


@pytest.fixture
def ann(client, practice):
    """A manager, signed in with a phone."""
    ann = make_member(make_known_person("Ann Lee"), "Practice manager", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    verified(client, ann)
    return ann


@pytest.fixture
def tom(practice):
    return make_member("Tom Ellis", practice=practice).person


@pytest.fixture
def account(practice, ann, tom):
    return actions.add_account(practice=practice, holders=[ann, tom], by=ann, at=MONDAY, **DETAILS)


def address(name, *args) -> str:
    return reverse(f"desk:{name}", args=["x99999", *args])


def warnings(practice) -> list[str]:
    [entry] = register_of(practice, timezone.localdate())
    return [str(warning.worry) for warning in entry.warnings]


def test_a_manager_puts_an_account_in(client, practice, ann, tom):
    answer = client.post(address("add_account"), {**TYPED, "holders": [str(ann.key), str(tom.key)]})

    account = PracticeAccount.objects.standing().at(practice).get()
    assert answer.url == address("account", account.line)
    assert {name: getattr(account, name) for name in DETAILS} == DETAILS
    assert {holding.person for holding in actions.holdings_of(account)} == {ann, tom}


def test_a_password_is_refused_in_a_sentence_and_what_was_typed_stays(client, practice, ann):
    answer = client.post(address("add_account"), {**TYPED, "purpose": "News. password: Tulip42"})

    assert answer.context["form"].errors["purpose"][0].startswith("This looks like a password or a code.")
    assert answer.context["form"]["address"].value() == "facebook.com/millbrook"
    assert not PracticeAccount.objects.at(practice).exists()


def test_an_empty_form_asks_for_each_thing(client, practice, ann):
    errors = client.post(address("add_account"), {}).context["form"].errors

    assert set(errors) == {"platform", "address", "purpose", "second_factor_on", "on_personal_profile"}


def test_checked_today_is_one_click(client, practice, ann, account):
    client.post(address("check_account", account.line))

    checked = PracticeAccount.objects.standing().at(practice).get()
    assert (checked.checked_on, checked.checked_by) == (timezone.localdate(), ann)
    assert warnings(practice) == []


def test_a_change_shows_in_the_history_with_who_made_it(client, practice, ann, tom, account):
    both = [str(ann.key), str(tom.key)]
    client.post(address("change_account", account.line), {**TYPED, "second_factor_on": "no", "holders": both})

    changes = client.get(address("account", account.line)).context["history"]
    assert [(change.by, change.said) for change in changes] == [
        ("Ann Lee", ("Second factor on: no",)),
        ("Ann Lee", ("Added to the register",)),
    ]


def test_a_closed_account_stays_readable_and_is_warned_of_no_more(client, practice, ann, account):
    assert client.get(address("close_account", account.line)).status_code == 200
    assert PracticeAccount.objects.standing().at(practice).exists()

    client.post(address("close_account", account.line))

    assert register_of(practice, timezone.localdate()) == []
    assert client.get(address("account", account.line)).context["account"].ended_on == timezone.localdate()


def test_a_holder_who_has_not_done_the_training_is_warned_of_until_it_is_done(practice, ann, tom, account):
    story = make_scenario("A flu clinic post")
    make_requirement(make_programme("Account holders", practice), scenario=story)
    version = make_scenario_version(story)
    actions.note_check(account=account, by=ann, at=timezone.now())
    assert warnings(practice) == ["lapsed", "lapsed"]

    for person in (ann, tom):
        play(person, version, "right", at=timezone.now())

    assert warnings(practice) == []


def test_a_holder_who_has_not_signed_the_policy_is_warned_of(practice, ann, tom, account):
    version = make_policy_version(practice=practice)
    make_requirement(make_programme("Induction", practice), policy=version.page)

    [entry] = register_of(practice, timezone.localdate())

    assert [w.sentence for w in entry.warnings if w.worry == "lapsed"] == [
        f"{name} has not done, or has let lapse: Social media policy" for name in ("Ann Lee", "Tom Ellis")
    ]


def test_the_register_asks_the_database_no_more_for_three_accounts(
    practice, ann, tom, account, django_assert_max_num_queries
):
    make_requirement(make_programme("Account holders", practice), scenario=make_scenario())
    with django_assert_max_num_queries(25) as first:
        register_of(practice, timezone.localdate())
    for platform in ("Instagram", "Bluesky"):
        ben = make_member(f"Ben {platform}", practice=practice).person
        actions.add_account(practice=practice, holders=[ben], by=ann, at=MONDAY, **{**DETAILS, "platform": platform})

    with django_assert_max_num_queries(len(first)):
        assert len(register_of(practice, timezone.localdate())) == 3


ADDRESSES = ["accounts", "add_account", "public_pages"]


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_visitor_is_sent_to_sign_in(client, practice, name):
    assert client.get(address(name)).url.startswith("/account/sign-in/")


@pytest.mark.parametrize("name", ADDRESSES)
def test_without_a_second_factor_the_pages_stay_shut(client, practice, ann, name):
    client.logout()
    client.force_login(ann)

    assert client.get(address(name)).url.startswith("/account/sign-in/code/")


@pytest.mark.parametrize("name", ADDRESSES)
def test_who_manages_another_practice_sees_nothing_of_this_one(client, practice, name):
    eve = make_member(make_known_person("Eve Moss"), practice=make_practice("Saltmere Road")).person
    give_duty(eve, eve.memberships.get().practice, Duty.PRACTICE_MANAGER)
    verified(client, eve)

    assert client.get(address(name)).status_code == 404


@pytest.mark.parametrize("name", ["account", "change_account", "close_account"])
def test_an_account_of_another_practice_is_not_found(client, practice, ann, tom, name):
    other = make_practice("Saltmere Road")
    theirs = actions.add_account(practice=other, holders=[tom], by=tom, at=MONDAY, **DETAILS)

    assert client.get(address(name, theirs.line)).status_code == 404


def test_a_member_of_staff_sees_no_register(client, practice, tom, account):
    verified(client, tom)

    assert client.get(address("accounts")).status_code == 404


def test_what_ends_is_shown_before_anything_does(client, practice, ann, tom, account):
    answer = client.get(address("leaving", tom.key))

    handover = answer.context["handover"]
    assert [stay.job_role.name for stay in handover.ending.stays] == ["Receptionist"]
    assert (handover.accounts, handover.ending.ends_sign_in) == ([account], True)
    tom.refresh_from_db()
    assert tom.is_active


def test_leaving_now_lists_what_to_do_account_by_account(client, practice, ann, tom, account):
    client.post(address("leaving", tom.key))

    handover = client.get(address("leaving", tom.key)).context["handover"]
    [gone] = handover.gone
    assert (gone.account, handover.left_to_do) == (account, 4)
    assert [todo.step for todo in gone.todos] == list(AccountStep.Step)


def test_what_is_not_confirmed_stays_on_the_register(client, practice, ann, tom, account):
    client.post(address("leaving", tom.key))
    holding = AccountHolder.objects.known().at(practice).by(tom).get()
    assert "steps_open" in warnings(practice)

    for step in AccountStep.Step.values:
        client.post(address("confirm_step", holding.line, step))

    assert "steps_open" not in warnings(practice)
    [gone] = client.get(address("leaving", tom.key)).context["handover"].gone
    assert {(todo.done.confirmed_by, todo.done.confirmed_on) for todo in gone.todos} == {(ann, timezone.localdate())}


def test_no_step_is_confirmed_at_another_practice(client, practice, ann, tom):
    other = make_practice("Saltmere Road")
    theirs = actions.add_account(practice=other, holders=[tom], by=tom, at=MONDAY, **DETAILS)
    actions.change_account(account=theirs, holders=[], by=tom, at=MONDAY, **DETAILS)
    holding = AccountHolder.objects.known().at(other).by(tom).get()

    assert client.post(address("confirm_step", holding.line, "role")).status_code == 404
    assert not AccountStep.objects.at(other).exists()


def test_the_page_says_what_needs_somebody_new(client, practice, ann, tom):
    give_duty(tom, practice, Duty.IG_LEAD, Duty.SIRO)
    give_duty(ann, practice, Duty.SIRO)
    ben = make_member("Ben Okoro", practice=practice, manager=tom).person

    client.post(address("leaving", tom.key))

    handover = client.get(address("leaving", tom.key)).context["handover"]
    assert handover.duties == ["Senior information risk owner", "Information governance lead"]
    assert (handover.unheld, handover.managed) == (["Information governance lead"], [ben])


def test_somebody_two_practices_share_is_said_to_keep_the_other(client, practice, ann, tom):
    make_member(tom, practice=make_practice("Saltmere Road Practice"))

    html = client.get(address("leaving", tom.key)).content.decode()

    assert "Tom Ellis can still sign in, because of: Saltmere Road Practice." in html


def test_nobody_ends_their_own_access(client, practice, ann):
    answer = client.post(address("leaving", ann.key))

    ann.refresh_from_db()
    assert (answer.status_code, ann.is_active) == (403, True)


def test_nobody_of_another_practice_can_be_made_to_leave(client, practice, ann):
    eve = make_member("Eve Moss", practice=make_practice("Saltmere Road"), started_on=GO_LIVE).person

    assert client.post(address("leaving", eve.key)).status_code == 404
    eve.refresh_from_db()
    assert eve.is_active


def test_a_second_click_finds_it_done(client, practice, ann, tom, account):
    client.post(address("leaving", tom.key))
    client.post(address("leaving", tom.key))

    assert AccountHolder.objects.by(tom).filter(ended_on=timezone.localdate()).count() == 1


def test_the_pages_for_patients_show_their_address_and_that_nobody_has_looked(client, practice, ann, settings):
    settings.SITE_URL = "https://training.example"
    page = make_policy(practice, "Our pages", public=True, declaration="")
    make_policy_version(page, at=MONDAY)

    [shown] = client.get(address("public_pages")).context["pages"]

    assert (shown.address, shown.last_check) == (f"https://training.example/policies/public/{page.key}/", None)


def test_a_policy_that_staff_sign_is_no_page_for_patients(client, practice, ann):
    version = make_policy_version(practice=practice, at=MONDAY)

    assert client.get(address("public_pages")).context["pages"] == []
    assert client.post(address("check_link", version.page.key)).status_code == 404


def test_a_check_of_the_link_is_kept_with_its_date(client, practice, ann):
    practice.website = ""
    practice.save()
    page = make_policy(practice, "Our pages", public=True, declaration="")
    make_policy_version(page, at=MONDAY)

    client.post(address("check_link", page.key))

    [check] = page.link_checks.all()
    assert (check.outcome, check.problem) == ("unreachable", "The practice's website is not recorded yet.")
    assert (check.checked_by, timezone.localdate(check.checked_at)) == (ann, timezone.localdate())


def test_an_account_last_checked_half_a_year_ago_is_to_be_checked_again(practice, ann, account):
    actions.note_check(account=account, by=ann, at=MONDAY)

    def on(day):
        return [warning.worry for warning in register_of(practice, day)[0].warnings]

    assert on(dt.date(2026, 9, 1)) == []
    assert on(dt.date(2026, 9, 2)) == ["not_checked"]
