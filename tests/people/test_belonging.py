"""Whose account it is to open: nobody takes over a colleague of another practice by putting them on a list."""

import datetime as dt

import pytest

from tests.factories import MONDAY, give_duty, make_job_role, make_member, make_person, make_practice, moment
from tests.people.phones import make_phone
from trainingsite.audit.clock import replaying
from trainingsite.people.belonging import Row, belonging_elsewhere, spell_of, taken_on_lately
from trainingsite.people.helping import CannotHelp, remove_second_step
from trainingsite.people.importing.entries import Entry
from trainingsite.people.importing.reading import known_at
from trainingsite.people.invitations import invite
from trainingsite.people.leavers import end_sign_ins_of_leavers
from trainingsite.people.leaving import end_sign_in
from trainingsite.people.merging.actions import merge
from trainingsite.people.models import CredentialIssued, Duty, Membership, Person
from trainingsite.people.sign_in_codes import give_code
from trainingsite.people.staff.adding import add_known
from trainingsite.people.staff.last_days import stay_on
from trainingsite.people.staffing import join

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
TODAY = MONDAY.date()
LONG_AGO = dt.date(2015, 6, 1)
LAST_YEAR = dt.date(2025, 6, 30)


@pytest.fixture
def home():
    """The practice that knew Tom first."""
    return make_practice("Hill Top Surgery")


@pytest.fixture
def practice():
    """The one whose manager would like to get into his account."""
    return make_practice("Millbrook Lane Surgery")


@pytest.fixture
def ruth(practice):
    return manager_of(practice, "Ruth Adeyemi")


@pytest.fixture
def tom(home):
    tom = make_person("Tom Ellis", email="tom@hill.example", last_login=moment(2025, 3, 3))
    return make_member(tom, practice=home).person


def manager_of(practice, name):
    manager = make_member(name, "Practice manager", practice=practice).person
    give_duty(manager, practice, Duty.PRACTICE_MANAGER)
    return manager


def take_on(person, practice, ruth, *, started_on=TODAY, email="", at=MONDAY):
    entry = Entry(
        row=1, first_name="Tom", last_name="Ellis", job_role="receptionist", started_on=started_on, email=email
    )
    with replaying(at):
        add_known(
            person=person, entry=entry, practice=practice, job_role=make_job_role(), manager=None, by=ruth, at=at
        )  # fmt: skip
    person.refresh_from_db()


def give(person, practice, by, at=MONDAY):
    return give_code(person=person, practice=practice, by=by, reason="Forgot the password", at=at)


def left_home(tom, home, last_day):
    """Tom's job at the practice that knew him first is over, and his sign-in has ended with it."""
    job = Membership.objects.known().by(tom).at(home).get()
    with replaying(moment(last_day.year, last_day.month, last_day.day)):
        Membership.objects.create(
            person=tom, practice=home, job_role=job.job_role, started_on=job.started_on, ended_on=last_day,
            line=job.line, supersedes=job,
        )  # fmt: skip
    tom.refresh_from_db()


@pytest.mark.parametrize("started_on", [TODAY, LONG_AGO])
def test_who_is_taken_on_elsewhere_is_let_in_by_nobody_there(tom, practice, ruth, started_on):
    take_on(tom, practice, ruth, started_on=started_on)
    make_phone(tom)

    with pytest.raises(CannotHelp, match="Another practice knew them"):
        give(tom, practice, ruth)
    with pytest.raises(CannotHelp, match="Another practice knew them"):
        remove_second_step(person=tom, practice=practice, by=ruth, reason="Lost", at=MONDAY)
    assert not CredentialIssued.objects.exists()


def test_the_practice_that_knew_them_first_and_an_administrator_help_them(tom, home, practice, ruth):
    take_on(tom, practice, ruth)
    site = make_person("Una Lake", is_superuser=True)

    assert give(tom, home, manager_of(home, "Priya Shah")).code
    assert give(tom, practice, site).code


def test_a_last_day_that_is_taken_back_years_later_makes_nobody_the_first(tom, practice, ruth):
    old = make_member(tom, practice=practice, started_on=LONG_AGO, ended_on=dt.date(2018, 3, 31))
    with replaying(MONDAY):
        stay_on(memberships=[old], by=ruth, at=MONDAY)

    assert belonging_elsewhere([tom], practice, TODAY) == {tom.pk}


def test_who_has_left_the_other_practice_is_asked_in_by_mail_alone(tom, home, practice, ruth, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    left_home(tom, home, LAST_YEAR)
    end_sign_ins_of_leavers(MONDAY - DAY)
    take_on(tom, practice, ruth, email="ruths-own@surgery.example")

    with pytest.raises(CannotHelp, match="Another practice knew them"):
        give(tom, practice, ruth)
    assert (invite(person=tom, practice=practice, by=ruth, at=MONDAY).person, tom.email) == (tom, "tom@hill.example")


def test_who_came_in_by_themself_after_leaving_the_other_is_helped_here(tom, home, practice, ruth):
    left_home(tom, home, LAST_YEAR)
    take_on(tom, practice, ruth)
    Person.objects.filter(pk=tom.pk).update(last_login=MONDAY + DAY)
    tom.refresh_from_db()

    assert give(tom, practice, ruth, at=MONDAY + 2 * DAY).code


def test_who_came_back_after_years_elsewhere_keeps_the_address_they_chose(tom, home, practice, ruth):
    make_member(tom, practice=practice, started_on=LONG_AGO, ended_on=dt.date(2018, 3, 31))
    left_home(tom, home, LAST_YEAR)

    take_on(tom, practice, ruth, email="ruths-own@surgery.example")

    assert tom.email == "tom@hill.example"
    assert known_at(practice, TODAY).by_pk[tom.pk].belongs_elsewhere


def test_a_second_job_elsewhere_takes_nobody_from_the_practice_that_had_them(tom, home, practice, ruth):
    priya = manager_of(home, "Priya Shah")
    take_on(tom, practice, ruth)
    left_home(tom, home, TODAY + 30 * DAY)

    assert give(tom, home, priya).code


def test_two_practices_may_both_let_in_whoever_was_never_in(home, practice, ruth):
    sam = make_member("Sam Oduya", practice=home).person
    take_on(sam, practice, ruth)

    assert give(sam, practice, ruth).code


def test_a_duty_elsewhere_counts_as_a_job_does(practice, ruth, home):
    outsider = make_person("Una Lake", last_login=MONDAY)
    give_duty(outsider, home, Duty.SPEAK_UP_GUARDIAN)
    take_on(outsider, practice, ruth)

    assert belonging_elsewhere([outsider], practice, TODAY) == {outsider.pk}


def test_after_a_merger_the_practice_they_came_into_helps_them(tom, home, practice, ruth):
    with replaying(MONDAY - DAY):
        merge(practice=home, into=practice, on=TODAY, at=MONDAY - DAY)

    assert give(tom, practice, ruth).code


def test_a_gap_is_a_gap_though_a_day_is_typed_over_it():
    line, new = Membership().line, Membership().line
    rows = [
        Row(line, moment(2015, 6, 1), None, False),
        Row(line, moment(2018, 3, 1), dt.date(2018, 3, 31), False),
        Row(line, MONDAY, None, False),
    ]
    changed = [Row(line, MONDAY, TODAY - DAY, False), Row(new, MONDAY, None, False)]

    assert spell_of(rows, TODAY) == (MONDAY, True)
    assert spell_of(rows[:2], TODAY) == (moment(2015, 6, 1), False)
    assert spell_of([rows[0], *changed], TODAY) == (moment(2015, 6, 1), True)


@pytest.mark.parametrize("people", [1, 3, 30])
def test_looking_asks_the_database_as_often_for_many_as_for_one(home, practice, people, django_assert_num_queries):
    colleagues = [make_member(make_person(last_login=MONDAY), practice=home).person for _ in range(people)]
    for each in colleagues:
        make_member(each, practice=practice, started_on=TODAY)

    with django_assert_num_queries(3):
        assert len(belonging_elsewhere(colleagues, practice, TODAY)) == people


def test_who_was_taken_on_elsewhere_sees_it_for_a_fortnight(tom, home, practice, ruth):
    assert not taken_on_lately(tom, MONDAY)

    take_on(tom, practice, ruth)

    assert [job.practice for job in taken_on_lately(tom, MONDAY + 13 * DAY)] == [practice]
    assert not taken_on_lately(tom, MONDAY + 15 * DAY)


def test_your_training_says_so(client, practice, ruth, tom):
    now = dt.datetime.now(tz=dt.UTC)
    take_on(tom, practice, ruth, started_on=now.date(), at=now)
    client.force_login(tom)

    assert [job.practice for job in client.get("/").context["taken_on"]] == [practice]


def shut_by_an_administrator(person, home):
    Person.objects.filter(pk=person.pk).update(is_active=False)


def shut_after_coming_back(person, home):
    end_sign_in(person=person, practice=home, by=None, at=MONDAY - 9 * DAY)
    CredentialIssued.objects.create(
        person=person, kind=CredentialIssued.Kind.INVITATION_USED, issued_at=MONDAY - 8 * DAY, issued_on=TODAY
    )  # fmt: skip


@pytest.mark.parametrize("shut", [shut_by_an_administrator, shut_after_coming_back])
def test_what_an_administrator_shut_no_manager_opens_by_taking_somebody_on(tom, home, practice, ruth, shut):
    shut(tom, home)

    join(person=tom, practice=practice, job_role=make_job_role(), started_on=TODAY, at=MONDAY)

    assert not Person.objects.get(pk=tom.pk).is_active
    tom.refresh_from_db()
    with pytest.raises(CannotHelp, match="only an administrator"):
        give(tom, practice, ruth)


def test_what_ended_with_a_job_opens_with_the_next(tom, home, practice):
    left_home(tom, home, LAST_YEAR)
    Person.objects.filter(pk=tom.pk).update(last_login=MONDAY - 300 * DAY)
    end_sign_ins_of_leavers(MONDAY - DAY)

    join(person=tom, practice=practice, job_role=make_job_role(), started_on=TODAY, at=MONDAY)

    tom.refresh_from_db()
    assert (tom.is_active, tom.last_login) == (True, None)
