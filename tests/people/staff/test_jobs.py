"""Jobs: one more, another from a day on, a correction; each a row that follows, with its event."""

import datetime as dt

import pytest
from django.db import IntegrityError

from tests.factories import GO_LIVE, MONDAY, TUESDAY, make_job_role, make_member, make_practice
from trainingsite.people.models import Membership
from trainingsite.people.staff import jobs
from trainingsite.people.staff.changing import OVERTAKEN, Refused
from trainingsite.people.staff.jobs import begin_job, change_job, correct_job, withdraw_job

pytestmark = pytest.mark.django_db

DAY = TUESDAY.date()
A_DAY = dt.timedelta(days=1)


def known(person) -> list[tuple]:
    stays = Membership.objects.known().by(person).order_by("started_on", "pk").select_related("job_role")
    return [(stay.job_role.name, stay.started_on, stay.ended_on) for stay in stays]


def change(stay, ann, from_day=DAY, **said):
    kept = {"job_role": stay.job_role, "manager": stay.manager, "staff_number": stay.staff_number}
    return change_job(membership=stay, from_day=from_day, by=ann, at=TUESDAY, **{**kept, **said})


def correct(stay, ann, **said):
    kept = {"job_role": stay.job_role, "manager": stay.manager, "staff_number": stay.staff_number}
    return correct_job(membership=stay, by=ann, at=TUESDAY, **{**kept, "started_on": stay.started_on, **said})


def test_somebody_has_two_jobs_at_once(ann, tom):
    role = make_job_role("Medical secretary")

    begin_job(person=tom.person, practice=tom.practice, job_role=role, started_on=DAY, by=ann, at=TUESDAY)

    assert known(tom.person) == [("Receptionist", GO_LIVE, None), ("Medical secretary", DAY, None)]


def test_a_job_may_have_a_last_day_from_the_start(ann, tom, told):
    role, last = make_job_role("Apprentice"), DAY + dt.timedelta(days=30)

    begin_job(
        person=tom.person, practice=tom.practice, job_role=role, started_on=DAY, ended_on=last, by=ann, at=TUESDAY
    )

    assert known(tom.person)[1] == ("Apprentice", DAY, last)
    assert [verb for verb, _ in told()] == ["people.joined", "people.left"]


def test_the_same_job_is_not_begun_twice(ann, tom):
    with pytest.raises(Refused, match="Tom Ellis has a job as Receptionist here already, from 6 January 2025"):
        begin_job(person=tom.person, practice=tom.practice, job_role=tom.job_role, started_on=DAY, by=ann, at=TUESDAY)


def test_the_same_job_may_be_held_at_two_practices(ann, tom):
    other = make_practice("Saltmere Road Practice")

    begin_job(person=tom.person, practice=other, job_role=tom.job_role, started_on=DAY, by=ann, at=TUESDAY)

    assert Membership.objects.known().by(tom.person).at(other).get().started_on == DAY


def test_nobody_gets_a_colleagues_staff_number(ann, tom, practice):
    make_member("Priya Shah", practice=practice, staff_number="104")

    with pytest.raises(Refused, match="104 is or was the number of Priya Shah here") as refused:
        change(tom, ann, staff_number="104")

    assert refused.value.field == "staff_number"


def test_a_promotion_counts_from_its_day_and_not_before(ann, tom, told):
    change(tom, ann, job_role=make_job_role("Reception manager"))

    assert known(tom.person) == [("Receptionist", GO_LIVE, DAY - A_DAY), ("Reception manager", DAY, None)]
    [(verb, said)] = told()
    assert (verb, said["before"], said["job_role"]) == ("people.job_changed", str(tom.line), "reception-manager")


def test_what_was_known_before_a_promotion_stays_known(ann, tom):
    change(tom, ann, job_role=make_job_role("Reception manager"))

    assert Membership.objects.known(MONDAY).by(tom.person).get() == tom


def test_a_manager_may_change_from_a_day_to_come(ann, tom):
    later = DAY + dt.timedelta(days=20)

    change(tom, ann, from_day=later, manager=ann)

    managers = Membership.objects.known().by(tom.person).order_by("started_on").values_list("manager", "started_on")
    assert list(managers) == [(None, GO_LIVE), (ann.pk, later)]


def test_a_change_on_the_first_day_is_a_correction(ann, tom):
    with pytest.raises(Refused, match="This job began on 6 January 2025. Give a later day, or correct the job"):
        change(tom, ann, from_day=GO_LIVE, manager=ann)


def test_a_change_after_the_last_day_is_refused(ann, practice):
    leaver = make_member("Ben Okoro", practice=practice, ended_on=DAY)

    with pytest.raises(Refused, match="This job ends on 3 March 2026"):
        change(leaver, ann, from_day=DAY + A_DAY, manager=ann)


def test_a_change_that_changes_nothing_is_refused(ann, tom):
    with pytest.raises(Refused, match="Nothing here is different"):
        change(tom, ann)


def test_nobody_manages_themselves(ann, tom):
    with pytest.raises(Refused, match="Nobody manages themselves"):
        change(tom, ann, manager=tom.person)


def test_two_people_do_not_manage_each_other_through_a_third(ann, tom, practice):
    priya = make_member("Priya Shah", practice=practice, manager=tom.person).person
    sam = make_member("Sam Reed", practice=practice, manager=priya).person

    with pytest.raises(Refused, match="Tom Ellis would be managed by Sam Reed, and Sam Reed by Tom Ellis") as refused:
        change(tom, ann, manager=sam)

    assert refused.value.field == "manager"


def test_two_people_may_change_places_from_one_day_on(ann, tom, practice):
    priya = make_member("Priya Shah", practice=practice, manager=tom.person)
    later = DAY + dt.timedelta(days=20)
    change(priya, ann, from_day=later, manager=None)

    change(tom, ann, from_day=later, manager=priya.person)

    assert Membership.objects.known().on(later).by(tom.person).get().manager == priya.person


def test_a_first_day_is_put_right(ann, tom, told):
    day = dt.date(2024, 11, 4)

    corrected = correct(tom, ann, started_on=day)

    assert (corrected.line, known(tom.person)) == (tom.line, [("Receptionist", day, None)])
    assert [verb for verb, _ in told()] == ["people.job_corrected"]


def test_the_day_of_a_promotion_is_put_right_on_both_sides(ann, tom):
    promoted, day = change(tom, ann, job_role=make_job_role("Reception manager")), DAY - dt.timedelta(days=30)

    correct(promoted, ann, started_on=day)

    assert known(tom.person) == [("Receptionist", GO_LIVE, day - A_DAY), ("Reception manager", day, None)]


def test_a_promotion_does_not_come_before_the_job_it_came_after(ann, tom):
    promoted = change(tom, ann, job_role=make_job_role("Reception manager"))

    with pytest.raises(Refused, match="The job before this one began on 6 January 2025"):
        correct(promoted, ann, started_on=GO_LIVE)


def test_a_promotion_that_never_was_is_taken_back(ann, tom, told):
    promoted = change(tom, ann, job_role=make_job_role("Reception manager"))

    withdraw_job(membership=promoted, by=ann, at=TUESDAY)

    assert known(tom.person) == [("Receptionist", GO_LIVE, None)]
    assert [verb for verb, _ in told()][1:] == ["people.job_withdrawn", "people.job_corrected"]


def test_the_only_job_of_somebody_is_not_taken_back(ann, tom):
    with pytest.raises(Refused, match="This is the only job of Tom Ellis here"):
        withdraw_job(membership=tom, by=ann, at=TUESDAY)


def test_a_page_that_was_open_while_somebody_else_changed_the_job_changes_nothing(ann, tom):
    change(tom, ann, manager=ann)

    with pytest.raises(Refused) as refused:
        correct(tom, ann, staff_number="7")

    assert str(refused.value) == OVERTAKEN


def test_nothing_changes_when_its_event_cannot_be_recorded(monkeypatch, ann, tom):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(jobs, "record", fail)
    with pytest.raises(IntegrityError):
        change(tom, ann, manager=ann)

    assert known(tom.person) == [("Receptionist", GO_LIVE, None)]
