"""Who may help whom to sign in, and what a manager's code and a removed second step are worth."""

import datetime as dt

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from tests.factories import MONDAY, give_duty, make_member, make_network, make_person, make_practice
from tests.people.phones import make_phone
from trainingsite.audit.actions import read_words
from trainingsite.audit.models import AuditEvent, Words
from trainingsite.people import helping, second_factor, sign_in_codes
from trainingsite.people.credentials import change_address, new_on, was_issued_by
from trainingsite.people.helping import CannotHelp, remove_second_step
from trainingsite.people.models import CredentialIssued, Duty, Responsibility
from trainingsite.people.rules import Helping, why_not_give_code, why_not_remove_second_step
from trainingsite.people.shelves import authors, policy_owners
from trainingsite.people.sign_in_codes import choose_password, give_code, waiting_code

pytestmark = pytest.mark.django_db
HOURS, DAYS = dt.timedelta(hours=1), dt.timedelta(days=1)
NEW_PASSWORD = "three words of rain"


@pytest.fixture
def practice():
    return make_practice()


@pytest.fixture
def ruth(practice):
    """The practice's manager."""
    manager = make_member(make_person("Ruth Adeyemi"), "Practice manager", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    return manager


@pytest.fixture
def tom(practice):
    """A receptionist who has signed in before."""
    return make_member(
        make_person("Tom Ellis", email="tom@surgery.example", last_login=MONDAY), practice=practice
    ).person


def give(person, practice, by, at=MONDAY):
    return give_code(person=person, practice=practice, by=by, reason="Forgot the password", at=at)


def remove(person, practice, by, at=MONDAY):
    remove_second_step(person=person, practice=practice, by=by, reason="Lost the phone", at=at)


@pytest.mark.parametrize("why_not", [why_not_give_code, why_not_remove_second_step])
@pytest.mark.parametrize(
    ("stands", "begins"),
    [
        (Helping(), ""),
        (Helping(is_oneself=True), "You cannot do this for yourself"),
        (Helping(works_here=False), "They do not work here today"),
        (Helping(has_other_rights=True), "They have duties beyond this practice"),
    ],
)
def test_a_manager_helps_colleagues_who_may_do_no_more_than_they(why_not, stands, begins):
    assert why_not(stands).startswith(begins)
    assert bool(why_not(stands)) is bool(begins)


def test_nobody_both_gives_a_code_and_removes_the_second_step():
    gave, removed = Helping(gave_code_lately=True), Helping(removed_second_step_lately=True)

    assert [bool(why_not_give_code(gave)), bool(why_not_remove_second_step(gave))] == [False, True]
    assert [bool(why_not_give_code(removed)), bool(why_not_remove_second_step(removed))] == [True, False]


def lead_a_network(person, practice):
    network = make_network("North", practice)
    Responsibility.objects.create(
        duty=Duty.NETWORK_LEAD, network=network, person=person, started_on=MONDAY.date(), recorded_at=MONDAY
    )  # fmt: skip


RIGHTS = {
    "an administrator": lambda person, practice: type(person).objects.filter(pk=person.pk).update(is_superuser=True),
    "a network's lead": lead_a_network,
    "another practice's manager": lambda person, practice: give_duty(person, make_practice(), Duty.PRACTICE_MANAGER),
    "another practice's author": lambda person, practice: person.groups.add(policy_owners(make_practice())),
    "an author of the shared library": lambda person, practice: person.groups.add(authors()),
}


@pytest.mark.parametrize("who", RIGHTS)
def test_no_manager_takes_over_whoever_has_more_rights(who, practice, ruth, tom):
    RIGHTS[who](tom, practice)
    tom.refresh_from_db()

    for help_them in (give, remove):
        with pytest.raises(CannotHelp, match="beyond this practice"):
            help_them(tom, practice, ruth)
    assert not CredentialIssued.objects.exists()


def test_a_duty_that_begins_tomorrow_counts_already(practice, ruth, tom):
    network = make_network("North", practice)
    Responsibility.objects.create(
        duty=Duty.NETWORK_LEAD, network=network, person=tom, started_on=MONDAY.date() + DAYS, recorded_at=MONDAY
    )  # fmt: skip

    with pytest.raises(CannotHelp, match="beyond this practice"):
        give(tom, practice, ruth)


def test_nobody_both_changes_the_address_and_removes_the_second_step(practice, ruth, tom):
    change_address(person=tom, address="new@surgery.example", by=ruth, at=MONDAY)

    with pytest.raises(CannotHelp, match="You changed their e-mail address this week"):
        remove(tom, practice, ruth, at=MONDAY + 6 * DAYS)
    remove(tom, practice, ruth, at=MONDAY + 7 * DAYS)


def test_a_manager_helps_the_practices_own_policy_owner_and_its_other_managers(practice, ruth, tom):
    give_duty(tom, practice, Duty.PRACTICE_MANAGER, Duty.POLICY_OWNER)
    tom.groups.add(policy_owners(practice), Group.objects.create(name="A group without rights"))

    assert give(tom, practice, ruth).ends_at == MONDAY + 24 * HOURS


def test_an_administrator_helps_whoever_has_rights_elsewhere(practice, ruth, tom):
    tom.groups.add(authors())
    ruth.is_superuser = True

    assert give(tom, practice, ruth).code


def test_nobody_who_has_left_is_helped_in(practice, ruth):
    left = make_member("Sam Oduya", practice=practice, ended_on=MONDAY.date() - DAYS).person

    with pytest.raises(CannotHelp, match="do not work here"):
        give(left, practice, ruth)


def test_a_code_is_kept_as_a_hash_with_who_gave_it_and_why(practice, ruth, tom):
    given = give(tom, practice, ruth)

    issued, [event] = CredentialIssued.objects.get(), AuditEvent.objects.all()
    assert (issued.kind, issued.issued_by, event.actor, event.subject) == (
        "manager_code", ruth, str(ruth.key), str(tom.key),
    )  # fmt: skip
    assert given.code not in tom.sign_in_codes.get().code_hash
    assert read_words(Words.objects.get(about=issued.key)) == {"reason": "Forgot the password"}


def test_the_person_is_told_at_their_address(
    practice, ruth, tom, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_URL = "smtp://mail.example"
    make_phone(tom)

    with django_capture_on_commit_callbacks(execute=True):
        given = give(tom, practice, ruth)
        choose_password(code=waiting_code(tom, MONDAY), password=NEW_PASSWORD, at=MONDAY)
        remove(tom, practice, make_manager(practice))

    assert [message.to for message in mailoutbox] == [["tom@surgery.example"]] * 3
    assert [given.code in message.body for message in mailoutbox] == [False] * 3


def make_manager(practice):
    manager = make_member("Iris Cole", "Practice manager", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    return manager


@pytest.mark.parametrize(("last_login", "lasts"), [(MONDAY, 24 * HOURS), (None, 14 * DAYS)])
def test_a_code_works_for_a_day_and_for_a_fortnight_before_the_first_sign_in(practice, ruth, tom, last_login, lasts):
    tom.last_login = last_login
    give(tom, practice, ruth)

    last = MONDAY + lasts - dt.timedelta(seconds=1)
    assert [bool(waiting_code(tom, at)) for at in (last, MONDAY + lasts)] == [True, False]


def test_a_code_is_good_once_and_ends_every_session(client, practice, ruth, tom):
    give(tom, practice, ruth)
    client.force_login(tom)
    code = waiting_code(tom, MONDAY)

    chosen = [choose_password(code=code, password=each, at=MONDAY) for each in (NEW_PASSWORD, "another one")]

    tom.refresh_from_db()
    assert (chosen, tom.check_password(NEW_PASSWORD)) == ([True, False], True)
    assert client.get("/account/").url == "/account/sign-in/?next=/account/"


def test_what_is_signed_soon_after_a_code_was_used_says_so(practice, ruth, tom):
    tom.last_login = None
    give(tom, practice, ruth)
    choose_password(code=waiting_code(tom, MONDAY), password=NEW_PASSWORD, at=MONDAY + 10 * DAYS)

    used = new_on(tom, MONDAY + 16 * DAYS)
    assert (used.kind, used.issued_by, was_issued_by(ruth, tom)) == ("code_used", ruth, True)


def test_the_newest_code_is_the_one_that_works(practice, ruth, tom):
    now = timezone.now()
    codes = [give(tom, practice, ruth, now).code for _ in range(2)]

    found = [authenticate(HttpRequest(), username=tom.username, sign_in_code=code.lower()) for code in codes]
    assert found == [None, tom]


def test_a_code_opens_nobody_elses_account(practice, ruth, tom):
    code, ann = give(tom, practice, ruth, timezone.now()).code, make_person("Ann Lee")

    assert authenticate(HttpRequest(), username=ann.username, sign_in_code=code) is None


def test_removing_a_lost_second_step_signs_the_person_out_everywhere(client, practice, ruth, tom):
    make_phone(tom)
    second_factor.make_recovery_codes(person=tom, at=MONDAY)
    client.force_login(tom)

    remove(tom, practice, ruth)

    assert (second_factor.has_second_factor(tom), second_factor.recovery_codes_left(tom)) == (False, 0)
    assert client.get("/account/").url == "/account/sign-in/?next=/account/"
    assert list(CredentialIssued.objects.values_list("kind", "issued_by")) == [("second_factor_removed", ruth.pk)]


def test_a_second_step_and_a_password_are_given_back_by_two_people(practice, ruth, tom):
    make_phone(tom)
    give(tom, practice, ruth)

    with pytest.raises(CannotHelp, match="somebody else has to remove"):
        remove(tom, practice, ruth, MONDAY + 6 * DAYS)
    remove(tom, practice, ruth, MONDAY + 8 * DAYS)
    with pytest.raises(CannotHelp, match="somebody else has to give"):
        give(tom, practice, ruth, MONDAY + 9 * DAYS)


@pytest.mark.parametrize("act", [give, remove])
def test_nothing_is_done_when_it_cannot_be_recorded(act, practice, ruth, tom, monkeypatch):
    def fail(**kwargs):
        raise ConnectionError

    make_phone(tom)
    monkeypatch.setattr(helping, "issue", fail)
    monkeypatch.setattr(sign_in_codes, "issue", fail)
    with pytest.raises(ConnectionError):
        act(tom, practice, ruth)

    assert second_factor.has_second_factor(tom)
    assert not tom.sign_in_codes.exists()
