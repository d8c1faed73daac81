"""Duties: given, ended and handed over; somebody who can open the desk is always left."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from tests.factories import GO_LIVE, TUESDAY, give_duty, make_member, make_practice
from trainingsite.people.leavers import end_rights_that_are_over
from trainingsite.people.models import Duty, Practice, Responsibility
from trainingsite.people.shelves import policy_owners
from trainingsite.people.staff.changing import OVERTAKEN, Refused
from trainingsite.people.staff.duties import begin_duty, finish_duty, hand_over_duty

pytestmark = pytest.mark.django_db

DAY = TUESDAY.date()
A_DAY = dt.timedelta(days=1)
LATER = DAY + dt.timedelta(days=20)


def begin(practice, ann, duty, **holder):
    return begin_duty(practice=practice, duty=duty, by=ann, at=TUESDAY, **{"started_on": DAY, **holder})


def held(practice, duty) -> list[tuple]:
    rows = Responsibility.objects.known().at(practice).of_kind(duty).order_by("started_on", "pk")
    return [(row.held_by, row.started_on, row.ended_on) for row in rows.select_related("person")]


def desk_duty(practice) -> Responsibility:
    return Responsibility.objects.known().at(practice).of_kind(Duty.PRACTICE_MANAGER).get()


def test_a_duty_is_given_to_one_of_the_staff(practice, ann, tom, told):
    begin(practice, ann, Duty.CALDICOTT_GUARDIAN, person=tom.person)

    assert held(practice, Duty.CALDICOTT_GUARDIAN) == [("Tom Ellis", DAY, None)]
    assert [verb for verb, _ in told()] == ["people.duty_given"]


def test_somebody_outside_holds_a_duty_by_name(practice, ann):
    begin(practice, ann, Duty.DATA_PROTECTION_OFFICER, holder_name="Imelda Farthingale", contact="01632 960 120")

    row = Responsibility.objects.known().at(practice).of_kind(Duty.DATA_PROTECTION_OFFICER).get()
    assert (row.held_by, row.contact) == ("Imelda Farthingale", "01632 960 120")


def test_nobody_outside_gets_a_duty_that_opens_doors_here(practice, ann):
    with pytest.raises(Refused, match="This duty needs a sign-in here"):
        begin(practice, ann, Duty.IG_LEAD, holder_name="Imelda Farthingale")


def test_nobody_gets_a_duty_for_days_on_which_they_do_not_work_here(practice, ann):
    stranger = make_member("Ola Berg", practice=make_practice("Saltmere Road Practice")).person

    with pytest.raises(Refused, match="Ola Berg does not work here on that day"):
        begin(practice, ann, Duty.IG_LEAD, person=stranger)


def test_nobody_gets_the_same_duty_twice(practice, ann, tom):
    begin(practice, ann, Duty.SIRO, person=tom.person)

    with pytest.raises(Refused, match="Tom Ellis has this duty already, from 3 March 2026"):
        begin(practice, ann, Duty.SIRO, person=tom.person, started_on=LATER)


def test_the_last_one_who_can_open_the_desk_keeps_the_duty(practice, ann):
    with pytest.raises(Refused, match="Nobody would be left who can open this desk from 4 March 2026"):
        finish_duty(held=desk_duty(practice), last_day=DAY, by=ann, at=TUESDAY)

    assert held(practice, Duty.PRACTICE_MANAGER) == [("Ann Lee", GO_LIVE, None)]


def test_a_duty_to_come_does_not_open_the_desk_before_it_begins(practice, ann, tom):
    begin(practice, ann, Duty.IG_LEAD, person=tom.person, started_on=LATER)

    with pytest.raises(Refused, match="from 4 March 2026"):
        finish_duty(held=desk_duty(practice), last_day=DAY, by=ann, at=TUESDAY)

    assert finish_duty(held=desk_duty(practice), last_day=LATER - A_DAY, by=ann, at=TUESDAY).ended_on == LATER - A_DAY


def test_somebody_whose_sign_in_was_ended_opens_no_desk(practice, ann):
    gone = make_member("Ben Okoro", practice=practice).person
    give_duty(gone, practice, Duty.IG_LEAD)
    gone.is_active = False
    gone.save()

    with pytest.raises(Refused, match="Nobody would be left"):
        finish_duty(held=desk_duty(practice), last_day=DAY, by=ann, at=TUESDAY)


def test_another_practices_manager_does_not_count_here(practice, ann):
    other = make_practice("Saltmere Road Practice")
    give_duty(make_member("Ola Berg", practice=other).person, other, Duty.PRACTICE_MANAGER)

    with pytest.raises(Refused, match="Nobody would be left"):
        finish_duty(held=desk_duty(practice), last_day=DAY, by=ann, at=TUESDAY)


def test_a_duty_is_handed_over_in_one_step(practice, ann, tom, told):
    hand_over_duty(held=desk_duty(practice), person=tom.person, from_day=LATER, by=ann, at=TUESDAY)

    expected = [("Ann Lee", GO_LIVE, LATER - A_DAY), ("Tom Ellis", LATER, None)]
    assert held(practice, Duty.PRACTICE_MANAGER) == expected
    assert [verb for verb, _ in told()] == ["people.duty_ended", "people.duty_given"]
    assert list(Practice.objects.managed_by(tom.person, LATER)) == [practice]


def test_a_handing_over_that_is_refused_ends_nothing(practice, ann):
    stranger = make_member("Ola Berg", practice=make_practice("Saltmere Road Practice")).person

    with pytest.raises(Refused, match="does not work here"):
        hand_over_duty(held=desk_duty(practice), person=stranger, from_day=LATER, by=ann, at=TUESDAY)

    assert held(practice, Duty.PRACTICE_MANAGER) == [("Ann Lee", GO_LIVE, None)]


def test_a_duty_is_not_handed_over_before_it_began(practice, ann, tom):
    with pytest.raises(Refused, match="Ann Lee has it from 6 January 2025"):
        hand_over_duty(held=desk_duty(practice), person=tom.person, from_day=GO_LIVE, by=ann, at=TUESDAY)


def test_a_duty_of_somebody_outside_ends_like_any_other(practice, ann, told):
    outside = begin(practice, ann, Duty.DATA_PROTECTION_OFFICER, holder_name="Imelda Farthingale")

    finish_duty(held=outside, last_day=LATER, by=ann, at=TUESDAY)

    assert held(practice, Duty.DATA_PROTECTION_OFFICER) == [("Imelda Farthingale", DAY, LATER)]
    assert told()[1][0] == "people.duty_ended"


def test_a_page_that_was_open_while_the_duty_ended_ends_nothing_again(practice, ann, tom):
    given = begin(practice, ann, Duty.SIRO, person=tom.person)
    finish_duty(held=given, last_day=DAY, by=ann, at=TUESDAY)

    with pytest.raises(Refused) as refused:
        finish_duty(held=given, last_day=LATER, by=ann, at=TUESDAY)

    assert str(refused.value) == OVERTAKEN


def test_a_policy_owner_may_write_the_practices_policies_as_long_as_they_are_one(practice, ann, tom):
    owners = policy_owners(practice)

    given = begin(practice, ann, Duty.POLICY_OWNER, person=tom.person)
    assert list(tom.person.groups.all()) == [owners]

    handed_over = {"person": ann, "from_day": DAY + A_DAY, "by": ann}
    hand_over_duty(held=given, at=TUESDAY + A_DAY + A_DAY, **handed_over)
    assert not Group.objects.filter(user=tom.person).exists()


def test_a_policy_owner_writes_until_the_end_of_the_last_day(practice, ann, tom):
    owners = policy_owners(practice)
    given = begin(practice, ann, Duty.POLICY_OWNER, person=tom.person)

    finish_duty(held=given, last_day=DAY, by=ann, at=TUESDAY)
    assert list(tom.person.groups.all()) == [owners]

    assert [end_rights_that_are_over(TUESDAY), end_rights_that_are_over(TUESDAY + A_DAY)] == [0, 1]
    assert not Group.objects.filter(user=tom.person).exists()
