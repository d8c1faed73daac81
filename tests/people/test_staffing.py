import json

import pytest
from django.db import IntegrityError

from tests.factories import MONDAY, make_job_role, make_member, make_network, make_person, make_practice, moment
from trainingsite.audit.models import AuditEvent
from trainingsite.people import staffing
from trainingsite.people.models import Absence, Duty, Membership, Responsibility
from trainingsite.people.staffing import give_duty, join, leave, note_leave

pytestmark = pytest.mark.django_db

DAY = MONDAY.date()


def event():
    """The only event: its chain, verb, subject, and what it says besides."""
    row = AuditEvent.objects.select_related("chain").get()
    return row.chain.key, row.verb, row.subject, json.loads(bytes(row.body))["data"]


def test_somebody_joins_and_the_practices_chain_says_so():
    person, practice = make_person(), make_practice()

    membership = join(person=person, practice=practice, job_role=make_job_role(), started_on=DAY, at=MONDAY)

    said = {"job": str(membership.line), "job_role": "receptionist", "started_on": "2026-03-02"}
    assert Membership.objects.known().on(DAY).by(person).at(practice).get() == membership
    assert membership.recorded_at == MONDAY
    assert event() == (practice.chain, "people.joined", str(person.key), said)


def test_nobody_joins_when_the_event_cannot_be_recorded(monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    person, practice = make_person(), make_practice()
    monkeypatch.setattr(staffing, "record", fail)

    with pytest.raises(IntegrityError):
        join(person=person, practice=practice, job_role=make_job_role(), started_on=DAY, at=MONDAY)

    assert not Membership.objects.exists()


def test_who_leaves_works_until_the_end_of_the_last_day():
    member = make_member()

    ended = leave(membership=member, last_day=DAY, by="somebody", at=moment(2026, 2, 20))

    known = Membership.objects.known().at(member.practice)
    assert [known.on(day).count() for day in (DAY, moment(2026, 3, 3).date())] == [1, 0]
    assert (ended.line, ended.supersedes_id, ended.recorded_by) == (member.line, member.pk, "somebody")
    assert event()[1] == "people.left"


def test_it_stays_known_what_was_known_before_somebody_left():
    member = make_member()

    leave(membership=member, last_day=DAY, at=moment(2026, 2, 20))

    assert Membership.objects.known(moment(2026, 2, 19)).get() == member


def test_a_duty_of_the_practice_may_be_held_by_somebody_outside():
    practice = make_practice()

    give_duty(
        duty=Duty.DATA_PROTECTION_OFFICER, practice=practice, holder_name="Imelda Farthingale", started_on=DAY,
        at=MONDAY,
    )  # fmt: skip

    assert Responsibility.objects.known().on(DAY).at(practice).get().held_by == "Imelda Farthingale"
    chain, _, subject, said = event()
    assert (chain, subject, said["duty"]) == (practice.chain, "", "data_protection_officer")


def test_a_duty_for_a_network_is_told_where_its_holder_works():
    member = make_member()
    network = make_network("Marrowby Network", member.practice)

    give_duty(duty=Duty.NETWORK_LEAD, network=network, person=member.person, started_on=DAY, at=MONDAY)

    assert event()[:3] == (member.practice.chain, "people.duty_given", str(member.person.key))


def test_leave_is_noted_as_dates_and_nothing_else():
    member = make_member()

    absence = note_leave(
        person=member.person, practice=member.practice, started_on=DAY, ended_on=moment(2026, 6, 1).date(), at=MONDAY
    )

    said = {"leave": str(absence.line), "started_on": "2026-03-02", "ended_on": "2026-06-01"}
    assert Absence.objects.known().on(DAY).get() == absence
    assert event() == (member.practice.chain, "people.leave_noted", str(member.person.key), said)
