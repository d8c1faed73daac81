"""Two rows that turned out to be one human: who may say so, what it moves, what it never touches, and its undoing."""

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    give_duty,
    give_leave,
    make_member,
    make_module_version,
    make_person,
    make_practice,
    moment,
)
from tests.people.joined import asked, join_rows
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance.models import Exemption
from trainingsite.people.identities import also_known_by
from trainingsite.people.joining import actions
from trainingsite.people.joining.actions import CannotJoin
from trainingsite.people.joining.rules import Vouching, why_not_give_code
from trainingsite.people.models import (
    Absence,
    CredentialIssued,
    Duty,
    Membership,
    Person,
    Responsibility,
    SameCode,
    SameEnded,
    SamePerson,
)
from trainingsite.people.names import change_name

pytestmark = pytest.mark.django_db
BEFORE, LATER = moment(2026, 2, 27), moment(2026, 3, 4)


@pytest.fixture
def ruth():
    return make_person("Ruth Adeyemi")


@pytest.fixture
def rows():
    """Tom worked here, left, and came back under another name as somebody new."""
    practice = make_practice()
    former = make_member("Tom Ellis", practice=practice, ended_on=dt.date(2025, 12, 31)).person
    kept = make_member("Tom Marsh", "Practice nurse", practice=practice, started_on=dt.date(2026, 2, 2)).person
    return former, kept


def stays_of(person):
    return [(stay.started_on, stay.ended_on) for stay in Membership.objects.known().by(person).order_by("started_on")]


def refusal(former, kept, by):
    with pytest.raises(CannotJoin) as refused:
        actions.ask(former=former, kept=kept, practice=Membership.objects.first().practice, by=by, at=MONDAY)
    return str(refused.value)


def test_a_former_row_counts_for_the_kept_one_from_the_moment_it_was_confirmed(rows, ruth):
    former, kept = rows
    question = asked(former, kept, ruth)
    before = also_known_by([kept.pk])

    actions.confirm(asked=question, by=kept, proof="password", at=MONDAY)

    assert (before, also_known_by([kept.pk]), also_known_by([former.pk])) == ({}, {former.pk: kept.pk}, {})
    assert also_known_by([kept.pk], BEFORE) == {}


def test_jobs_duties_and_leave_name_the_kept_row_with_the_days_they_had(rows, ruth):
    former, kept = rows
    job = Membership.objects.get(person=former)
    give_duty(former, job.practice, Duty.SAFEGUARDING_LEAD)
    away = give_leave(job, dt.date(2025, 6, 2), dt.date(2025, 6, 30))

    join_rows(former, kept, ruth)

    assert stays_of(former) == []
    assert stays_of(kept) == [(dt.date(2025, 1, 6), dt.date(2025, 12, 31)), (dt.date(2026, 2, 2), None)]
    assert Responsibility.objects.known().by(kept).get().duty == Duty.SAFEGUARDING_LEAD
    assert Absence.objects.known().by(kept).get().line == away.line
    assert Membership.objects.known(BEFORE).by(former).get() == job


def test_somebody_the_former_row_managed_is_managed_by_the_kept_one_and_nobody_by_themselves(rows, ruth):
    former, kept = rows
    ann = make_member("Ann Lee", manager=former).person
    make_member(kept, "Secretary", manager=former)

    join_rows(former, kept, ruth)

    known = Membership.objects.known()
    assert known.by(ann).get().manager == kept
    assert set(known.by(kept).values_list("manager", flat=True)) == {None}


def test_records_are_not_touched(rows, ruth):
    former, kept = rows
    done = complete(former, make_module_version())

    join_rows(former, kept, ruth, at=LATER)

    done.refresh_from_db()
    assert (done.person, former.completions.count(), kept.completions.count()) == (former, 1, 0)


def test_the_former_sign_in_ends_and_the_events_say_who_confirmed(rows, ruth):
    former, kept = rows
    join_rows(former, kept, ruth)

    former.refresh_from_db()
    verbs = list(AuditEvent.objects.order_by("pk").values_list("verb", "actor"))
    assert (former.is_active, former.check_password("a quiet waiting room")) == (False, False)
    assert verbs == [
        ("people.same_person_asked", str(ruth.key)),
        ("people.name_changed", str(kept.key)),
        ("people.sign_in_ended", str(kept.key)),
        ("people.same_person_confirmed", str(kept.key)),
    ]


def test_the_former_row_is_called_as_the_kept_one_now_and_later(rows, ruth):
    former, kept = rows
    join_rows(former, kept, ruth)
    kept.refresh_from_db()
    change_name(person=kept, first_name="Toby", last_name="Marsh", by=kept, at=TUESDAY)

    former.refresh_from_db()
    assert former.name == "Toby Marsh"


def test_nothing_is_joined_when_the_event_cannot_be_recorded(rows, ruth, monkeypatch):
    former, kept = rows
    question = asked(former, kept, ruth)

    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(IntegrityError):
        actions.confirm(asked=question, by=kept, proof="password", at=MONDAY)

    former.refresh_from_db()
    assert (SamePerson.objects.exists(), former.is_active, len(stays_of(former))) == (False, True, 1)


def test_nobody_is_joined_to_themselves(rows, ruth):
    former, _ = rows
    assert refusal(former, former, ruth) == "That is the same account. Give the sign-in name of the other one."


def test_nobody_asks_about_their_own_accounts(rows):
    former, kept = rows
    assert refusal(former, kept, kept).startswith("One of these accounts is yours")


def test_whoever_looks_after_the_site_is_joined_to_nobody(rows, ruth):
    former, kept = rows
    Person.objects.filter(pk=former.pk).update(is_superuser=True)
    former.refresh_from_db()

    assert refusal(former, kept, ruth).startswith("One of these accounts looks after this site")


def test_a_row_is_joined_once_and_a_kept_row_stays_kept(rows, ruth):
    former, kept = rows
    third = make_member("Tom Third").person
    join_rows(former, kept, ruth)

    assert refusal(former, third, ruth) == "That account is joined to another one already."
    assert refusal(kept, third, ruth).startswith("Another account was joined to the one that would end")
    assert refusal(third, former, ruth).startswith("The account to keep is itself joined")


def test_of_two_questions_that_would_make_a_circle_only_one_is_asked(rows, ruth):
    former, kept = rows
    asked(former, kept, ruth)

    assert refusal(kept, former, ruth) == "One of these accounts is being asked already. Take that back first."


def test_an_account_that_nobody_can_sign_in_with_is_not_kept(rows, ruth):
    former, kept = rows
    Person.objects.filter(pk=kept.pk).update(is_active=False)
    kept.refresh_from_db()

    assert refusal(former, kept, ruth).startswith("Nobody can sign in with the account to keep")


def test_whoever_decided_something_for_the_other_stays_another_person(rows, ruth):
    former, kept = rows
    with_a_line = {"requirement_line": "7d444840-9dc0-11d1-b245-5ffdce74fad2", "reason": Exemption.Reason.values[0]}
    Exemption.objects.create(
        person=kept, practice=Membership.objects.first().practice, approved_by=former, started_on=MONDAY.date(),
        recorded_at=MONDAY, **with_a_line,
    )  # fmt: skip

    assert refusal(former, kept, ruth).startswith("One of these accounts approved or decided something")


def test_a_question_is_answered_once(rows, ruth):
    former, kept = rows
    question = asked(former, kept, ruth)
    actions.say_no(asked=question, by=former, at=MONDAY)

    with pytest.raises(CannotJoin):
        actions.confirm(asked=question, by=kept, proof="password", at=MONDAY)
    assert (SamePerson.objects.exists(), SameEnded.objects.get().kind) == (False, "declined")


def test_nobody_else_confirms_it(rows, ruth):
    former, kept = rows
    question = asked(former, kept, ruth)

    with pytest.raises(CannotJoin):
        actions.confirm(asked=question, by=make_person("Ann Lee"), proof="password", at=MONDAY)
    assert not SamePerson.objects.exists()


def test_a_manager_makes_no_code_for_an_account_with_duties_elsewhere(rows, ruth):
    former, kept = rows
    give_duty(former, make_practice("Harbour View Surgery"), Duty.PRACTICE_MANAGER)
    question = asked(former, kept, ruth)

    with pytest.raises(CannotJoin):
        actions.give_code(asked=question, by=ruth, at=MONDAY)
    assert not SameCode.objects.exists()


def test_a_joining_is_undone_by_a_record_and_everybody_is_who_they_were(rows, ruth):
    former, kept = rows
    joined = join_rows(former, kept, ruth)
    Person.objects.filter(pk=ruth.pk).update(is_superuser=True)
    ruth.refresh_from_db()

    actions.withdraw(joined=joined, by=ruth, reason="Two people of one name", at=TUESDAY)

    former.refresh_from_db()
    assert (also_known_by([kept.pk]), former.name) == ({}, "Tom Ellis")
    assert (stays_of(former), stays_of(kept)) == (
        [(dt.date(2025, 1, 6), dt.date(2025, 12, 31))],
        [(dt.date(2026, 2, 2), None)],
    )
    assert also_known_by([kept.pk], moment(2026, 3, 2, 12)) == {former.pk: kept.pk}


def test_only_an_administrator_separates_them_again(rows, ruth):
    former, kept = rows
    joined = join_rows(former, kept, ruth)

    with pytest.raises(CannotJoin):
        actions.withdraw(joined=joined, by=ruth, reason="A mistake", at=TUESDAY)
    assert also_known_by([kept.pk]) == {former.pk: kept.pk}


def test_what_was_separated_can_be_joined_again(rows, ruth):
    former, kept = rows
    joined = join_rows(former, kept, ruth)
    Person.objects.filter(pk=ruth.pk).update(is_superuser=True)
    ruth.refresh_from_db()
    actions.withdraw(joined=joined, by=ruth, reason="A mistake", at=TUESDAY)
    again = join_rows(Person.objects.get(pk=former.pk), kept, ruth, at=LATER)

    assert (again.number, also_known_by([kept.pk])) == (2, {former.pk: kept.pk})


@pytest.mark.parametrize(
    ("stands", "begins"),
    [
        (Vouching(), ""),
        (Vouching(by_is_one_of_them=True), "One of these accounts is yours"),
        (Vouching(former_shows_itself=True), "The account that ends can still sign in"),
        (Vouching(former_has_other_rights=True), "The account has duties beyond"),
        (Vouching(former_was_elsewhere=True), "The account holds what was done at another practice"),
        (Vouching(let_the_kept_one_in=True), "You let them in to the account that stays"),
    ],
)
def test_a_code_is_made_by_nobody_who_could_use_it_themselves(stands, begins):
    assert why_not_give_code(stands).startswith(begins)
    assert bool(why_not_give_code(stands)) is bool(begins)


def made_up(rows, ruth):
    """The account that stays is one that its maker can sign in with."""
    CredentialIssued.objects.create(
        person=rows[1], kind=CredentialIssued.Kind.INVITATION, issued_by=ruth, issued_at=MONDAY, issued_on=MONDAY.date()
    )


def also_elsewhere(rows, ruth):
    make_member(rows[0], practice=make_practice("Hill Top Surgery"), ended_on=dt.date(2025, 6, 30))


def still_in_use(rows, ruth):
    make_member(rows[0], "Practice nurse", practice=rows[1].memberships.get().practice)


@pytest.mark.parametrize("attack", [made_up, also_elsewhere, still_in_use])
def test_no_manager_takes_a_colleagues_record_over_with_a_code_of_their_own(rows, attack):
    practice = rows[1].memberships.get().practice
    manager = make_member("Ruth Adeyemi", "Practice manager", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    question = asked(*rows, manager)
    attack(rows, manager)

    with pytest.raises(CannotJoin):
        actions.give_code(asked=question, by=manager, at=MONDAY)
    assert not SameCode.objects.exists()
