"""A last day: noted ahead or afterwards, changed and taken back; duties end with it, and the record stays."""

import datetime as dt

import pytest

from modules.models import Completion
from tests.factories import (
    GO_LIVE,
    TUESDAY,
    give_duty,
    make_member,
    make_module_version,
    make_practice,
    moment,
)
from tests.factories import complete as complete_module
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility
from trainingsite.people.staff.changing import Refused
from trainingsite.people.staff.last_days import leave_on, stay_on
from trainingsite.policies.leaving import leave_now

pytestmark = pytest.mark.django_db

DAY = TUESDAY.date()
A_DAY = dt.timedelta(days=1)
LATER = DAY + dt.timedelta(days=20)
AGO = DAY - dt.timedelta(days=5)


def leave(stays, ann, day, at=TUESDAY):
    stays = stays if isinstance(stays, list) else [stays]
    return leave_on(
        person=Person.objects.get(pk=stays[0].person_id), practice=stays[0].practice, memberships=stays, last_day=day,
        end_access=leave_now, by=ann, at=at,
    )  # fmt: skip


def last_days(person) -> list:
    return list(Membership.objects.known().by(person).order_by("pk").values_list("ended_on", flat=True))


def duty_of(person) -> Responsibility:
    return Responsibility.objects.known().by(person).get()


def is_active(person) -> bool:
    return Person.objects.get(pk=person.pk).is_active


def test_a_last_day_to_come_ends_the_job_then_and_not_today(ann, tom):
    leave(tom, ann, LATER)

    assert (last_days(tom.person), is_active(tom.person)) == ([LATER], True)
    assert Practice.objects.of(tom.person, LATER).exists()
    assert not Practice.objects.of(tom.person, LATER + A_DAY).exists()


def test_duties_end_with_the_last_job(ann, tom, told):
    give_duty(tom.person, tom.practice, Duty.IG_LEAD)

    leave(tom, ann, LATER)

    assert duty_of(tom.person).ended_on == LATER
    assert [verb for verb, _ in told()] == ["people.left", "people.duty_ended"]


def test_who_keeps_another_job_keeps_the_duties(ann, tom):
    second = make_member(tom.person, "Medical secretary", practice=tom.practice)
    give_duty(tom.person, tom.practice, Duty.IG_LEAD)

    leave(second, ann, AGO)

    assert (last_days(tom.person), duty_of(tom.person).ended_on) == ([None, AGO], None)
    assert is_active(tom.person)


def test_the_only_one_who_opens_the_desk_hands_over_before_leaving(ann, tom):
    stay = Membership.objects.known().by(ann).get()

    with pytest.raises(Refused, match="Nobody would be left who can open this desk from 24 March 2026"):
        leave(stay, ann, LATER)

    assert last_days(ann) == [None]


def test_a_manager_notes_their_own_last_day_to_come(ann, tom):
    give_duty(tom.person, tom.practice, Duty.IG_LEAD)

    leave(Membership.objects.known().by(ann).get(), ann, LATER)

    assert last_days(ann) == [LATER]


def test_nobody_ends_their_own_access_by_a_day_that_has_gone(ann, tom):
    give_duty(tom.person, tom.practice, Duty.IG_LEAD)

    with pytest.raises(Refused, match="You cannot end your own access at once"):
        leave(Membership.objects.known().by(ann).get(), ann, AGO)


def test_a_last_day_that_has_gone_by_ends_the_sign_in_at_once(ann, tom, told):
    leave(tom, ann, AGO)

    assert (last_days(tom.person), is_active(tom.person)) == ([AGO], False)
    assert [verb for verb, _ in told()] == ["people.left", "people.sign_in_ended"]


def test_who_works_elsewhere_too_keeps_the_sign_in(ann, tom):
    make_member(tom.person, practice=make_practice("Saltmere Road Practice"))

    leave(tom, ann, AGO)

    assert (last_days(tom.person), is_active(tom.person)) == ([None, AGO], True)


def test_what_was_learned_stays(ann, tom):
    complete_module(tom.person, make_module_version())

    leave(tom, ann, AGO, at=moment(2026, 3, 4))

    assert Completion.objects.by(tom.person).count() == 1


def test_a_job_does_not_end_before_it_begins(ann, practice):
    joiner = make_member("Ben Okoro", practice=practice, started_on=LATER)

    with pytest.raises(Refused, match="The job as Receptionist begins on 23 March 2026"):
        leave(joiner, ann, DAY)


def test_another_last_day_moves_the_duties_too(ann, tom):
    give_duty(tom.person, tom.practice, Duty.IG_LEAD)
    [noted] = leave(tom, ann, LATER)

    leave(noted, ann, LATER + A_DAY, at=moment(2026, 3, 4))

    assert (last_days(tom.person), duty_of(tom.person).ended_on) == ([LATER + A_DAY], LATER + A_DAY)


def test_a_last_day_is_taken_back_and_the_duties_go_on(ann, tom, told):
    give_duty(tom.person, tom.practice, Duty.IG_LEAD)
    noted = leave(tom, ann, LATER)

    stay_on(memberships=noted, by=ann, at=moment(2026, 3, 4))

    assert (last_days(tom.person), duty_of(tom.person).ended_on) == ([None], None)
    assert [verb for verb, _ in told()][2:] == ["people.leaving_taken_back", "people.duty_goes_on"]


def test_a_duty_that_was_ended_before_stays_ended(ann, tom):
    give_duty(tom.person, tom.practice, Duty.IG_LEAD)
    own = duty_of(tom.person)
    Responsibility.objects.create(
        duty=own.duty, practice=own.practice, person=own.person, started_on=GO_LIVE, ended_on=LATER, line=own.line,
        supersedes=own, recorded_at=moment(2026, 3, 1),
    )  # fmt: skip
    noted = leave(tom, ann, LATER)

    stay_on(memberships=noted, by=ann, at=moment(2026, 3, 4))

    assert duty_of(tom.person).ended_on == LATER


def test_who_left_by_mistake_signs_in_again_with_a_new_password(ann, tom):
    noted = leave(tom, ann, AGO)

    stay_on(memberships=noted, by=ann, at=moment(2026, 3, 4))

    person = Person.objects.get(pk=tom.person.pk)
    assert (last_days(person), person.is_active, person.check_password("a quiet waiting room")) == ([None], True, False)


def test_a_job_that_another_came_after_is_not_taken_up_again(ann, practice):
    before = make_member("Ben Okoro", practice=practice, ended_on=DAY - A_DAY)
    make_member(before.person, "Medical secretary", practice=practice, started_on=DAY)

    with pytest.raises(Refused, match="Another job came straight after this one"):
        stay_on(memberships=[before], by=ann, at=TUESDAY)
