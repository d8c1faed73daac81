"""Once a practice goes over into another, nothing begins there from that day on, and the sentence names the other."""

import datetime as dt

import pytest

from tests.factories import GO_LIVE, MONDAY, TUESDAY, give_leave, make_job_role, make_member, make_practice, moment
from trainingsite.people.importing.entries import Entry
from trainingsite.people.invitations import CannotInvite, invite
from trainingsite.people.merging.actions import merge
from trainingsite.people.merging.going_over import GoneOver
from trainingsite.people.models import Absence, Duty, Invitation, Membership, Person, Responsibility
from trainingsite.people.staff.absences import begin_leave, correct_leave
from trainingsite.people.staff.adding import add_new
from trainingsite.people.staff.changing import Refused
from trainingsite.people.staff.duties import begin_duty, finish_duty
from trainingsite.people.staff.jobs import begin_job, change_job
from trainingsite.people.staff.last_days import leave_on, stay_on
from trainingsite.people.staffing import give_duty, join, note_leave

pytestmark = pytest.mark.django_db
EVE, ON = dt.date(2026, 3, 31), dt.date(2026, 4, 1)
A_DAY = dt.timedelta(days=1)
DAY = TUESDAY.date()
GONE = "goes over into Brook Surgery on 1 April 2026, and from that day on nothing begins here"
TO_THE_EVE = "Give 31 March 2026 or an earlier day as the last one here, and put down at Brook Surgery what comes after"


@pytest.fixture
def brook(practice, ann, tom):
    """Where the practice goes over to, on the first of April."""
    brook = make_practice("Brook Surgery")
    merge(practice=practice, into=brook, on=ON, at=MONDAY)
    return brook


def here(practice, tom) -> Membership:
    return Membership.objects.known().get(practice=practice, person=tom.person)


@pytest.mark.parametrize(("day", "field"), [(ON, "started_on"), (ON + 40 * A_DAY, "started_on"), (EVE, "ended_on")])
def test_a_job_that_would_be_there_on_that_day_is_refused(practice, ann, tom, brook, day, field):
    job = {"person": tom.person, "job_role": make_job_role("Care coordinator"), "started_on": day}

    with pytest.raises(Refused, match=TO_THE_EVE if day == EVE else GONE) as refused:
        begin_job(practice=practice, by=ann, at=TUESDAY, **job)

    assert (refused.value.field, Membership.objects.filter(practice=practice, job_role=job["job_role"]).count()) == (
        field,
        0,
    )


def test_a_job_that_is_over_before_that_day_is_allowed(practice, ann, tom, brook):
    role = make_job_role("Care coordinator")

    job = begin_job(
        person=tom.person, practice=practice, job_role=role, started_on=DAY, ended_on=EVE, by=ann, at=TUESDAY
    )

    assert (job.started_on, job.ended_on) == (DAY, EVE)


def test_nobody_new_is_added_from_that_day_on(practice, ann, brook):
    new = Entry(row=1, first_name="Priya", last_name="Shah", job_role="receptionist", started_on=ON)

    with pytest.raises(Refused, match=GONE):
        add_new(entry=new, practice=practice, job_role=make_job_role(), manager=None, by=ann, at=TUESDAY)

    assert not Person.objects.filter(last_name="Shah").exists()


def test_a_job_changes_until_the_eve(practice, ann, tom, brook):
    said = {"job_role": make_job_role("Secretary"), "manager": None, "staff_number": "", "by": ann, "at": TUESDAY}

    changed = change_job(membership=here(practice, tom), from_day=EVE, **said)

    assert (changed.started_on, changed.ended_on) == (EVE, EVE)


@pytest.mark.parametrize("last_day", [ON, ON + 30 * A_DAY])
def test_nobodys_last_day_is_moved_beyond_the_eve(practice, ann, tom, brook, last_day):
    leaving = {"person": tom.person, "practice": practice, "memberships": [here(practice, tom)], "end_access": None}

    with pytest.raises(Refused, match=TO_THE_EVE):
        leave_on(last_day=last_day, by=ann, at=TUESDAY, **leaving)

    assert here(practice, tom).ended_on == EVE


def test_who_goes_over_does_not_stay_behind(practice, ann, tom, brook):
    with pytest.raises(Refused, match=TO_THE_EVE):
        stay_on(memberships=[here(practice, tom)], by=ann, at=TUESDAY)


def test_the_last_one_who_opens_the_desk_may_leave_before_that_day_only_when_somebody_is_left(
    practice, ann, tom, brook
):
    with pytest.raises(Refused, match="Nobody would be left who can open this desk from 5 March 2026"):
        leave_on(
            person=ann, practice=practice, memberships=list(Membership.objects.known().at(practice).by(ann)),
            last_day=DAY + A_DAY, end_access=None, by=ann, at=TUESDAY,
        )  # fmt: skip


def test_that_its_own_managers_duties_end_with_the_practice_keeps_nobody_from_leaving(practice, ann, tom, brook):
    noted = leave_on(
        person=tom.person, practice=practice, memberships=[here(practice, tom)], last_day=DAY, end_access=None,
        by=ann, at=TUESDAY,
    )  # fmt: skip

    assert [stay.ended_on for stay in noted] == [DAY]


@pytest.mark.parametrize("person", [True, False])
def test_a_duty_is_refused_from_that_day_on(practice, ann, tom, brook, person):
    holder = {"person": tom.person} if person else {"holder_name": "Imelda Farthingale"}

    with pytest.raises(Refused, match=GONE):
        begin_duty(duty=Duty.DATA_PROTECTION_OFFICER, practice=practice, started_on=ON, by=ann, at=TUESDAY, **holder)


def test_a_duty_given_before_ends_with_the_practice_and_may_end_sooner(practice, ann, tom, brook):
    given = begin_duty(duty=Duty.SIRO, practice=practice, person=tom.person, started_on=DAY, by=ann, at=TUESDAY)
    assert (given.started_on, given.ended_on) == (DAY, EVE)

    finish_duty(held=given, last_day=DAY, by=ann, at=TUESDAY)

    assert Responsibility.objects.known().get(duty=Duty.SIRO).ended_on == DAY


@pytest.mark.parametrize(
    ("first", "last", "why"), [(ON, ON, GONE), (EVE, ON, TO_THE_EVE), (EVE, None, TO_THE_EVE), (EVE, EVE, "")]
)
def test_leave_is_noted_up_to_the_eve(practice, ann, tom, brook, first, last, why):
    leave = {"person": tom.person, "practice": practice, "started_on": first, "ended_on": last}

    if why:
        with pytest.raises(Refused, match=why):
            begin_leave(by=ann, at=TUESDAY, **leave)
    else:
        begin_leave(by=ann, at=TUESDAY, **leave)

    assert Absence.objects.known().at(practice).exists() is not bool(why)


def test_leave_is_not_made_longer_than_the_practice(practice, ann, tom, brook):
    absence = give_leave(tom, DAY, EVE)

    with pytest.raises(Refused, match=TO_THE_EVE):
        correct_leave(absence=absence, started_on=DAY, ended_on=ON, by=ann, at=TUESDAY)


def test_invitations_go_out_until_the_eve(practice, ann, tom, brook, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    Person.objects.filter(pk=tom.person.pk).update(email="tom@surgery.example")
    asked = {"person": Person.objects.get(pk=tom.person.pk), "practice": practice, "by": ann}

    with pytest.raises(CannotInvite, match=GONE):
        invite(at=moment(2026, 4, 1), **asked)
    assert not Invitation.objects.exists()

    assert invite(at=TUESDAY, **asked).practice == practice


@pytest.mark.parametrize("day", [EVE, ON])
def test_not_even_a_command_begins_anything_from_that_day_on(practice, tom, brook, day):
    about = {"person": tom.person, "practice": practice, "started_on": day, "at": TUESDAY}
    begin = [
        lambda: join(job_role=make_job_role("Secretary"), **about),
        lambda: give_duty(duty=Duty.SIRO, **about),
        lambda: note_leave(ended_on=day, **about),
    ]

    for each in begin:
        if day == ON:
            with pytest.raises(GoneOver, match=GONE):
                each()
        else:
            assert each().started_on == EVE


def test_of_three_practices_the_one_that_answers_on_the_day_is_named(practice, ann, tom, brook):
    merge(practice=brook, into=make_practice("Cove Surgery"), on=ON + 60 * A_DAY, at=TUESDAY)

    for day, name in ((ON, "Brook Surgery"), (ON + 60 * A_DAY, "Cove Surgery")):
        with pytest.raises(GoneOver, match=f"goes over into {name} on 1 April 2026"):
            join(person=tom.person, practice=practice, job_role=make_job_role(), started_on=day, at=TUESDAY)


def test_at_the_other_practice_everything_begins_as_before(practice, ann, tom, brook):
    job = begin_job(
        person=tom.person, practice=brook, job_role=make_job_role("Secretary"), started_on=ON, by=ann, at=TUESDAY
    )

    assert (job.practice, job.ended_on) == (brook, None)


def test_a_job_of_long_ago_is_still_put_down_where_it_was(practice, ann, brook):
    past = Entry(
        row=1, first_name="Priya", last_name="Shah", job_role="receptionist", started_on=GO_LIVE, left_on=DAY - A_DAY
    )

    begun = add_new(entry=past, practice=practice, job_role=make_job_role(), manager=None, by=ann, at=TUESDAY)

    assert (begun.practice, begun.ended_on) == (practice, DAY - A_DAY)


def test_whoever_is_elsewhere_is_not_concerned(practice, ann, brook):
    elsewhere = make_member("Eve Moss", practice=make_practice("Orchard")).practice

    assert join(person=ann, practice=elsewhere, job_role=make_job_role(), started_on=ON, at=TUESDAY).started_on == ON
