"""Importing staff: what is written down, that it is all or nothing, and that twice is the same as once."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import (
    TUESDAY,
    give_duty,
    make_job_role,
    make_member,
    make_person,
    make_practice,
    moment,
    on_the_morning_of,
)
from tests.people.staff_files import ANN, BEN, TODAY, changes_of, imported, make_roles, planned, staff_file
from trainingsite.audit.models import AuditEvent
from trainingsite.people.importing import actions
from trainingsite.people.importing.actions import Commandline, Overtaken, import_staff
from trainingsite.people.importing.signins import plain_name, sign_in_names
from trainingsite.people.leaving import leave_now
from trainingsite.people.models import CredentialIssued, Duty, Membership, Person, Responsibility
from trainingsite.people.shelves import authors, policy_owners
from trainingsite.people.staffing import leave

pytestmark = pytest.mark.django_db

NEXT_WEEK = moment(2026, 3, 10)


@pytest.fixture
def practice():
    make_roles()
    return make_practice()


def people_at(practice, day=TODAY) -> list[str]:
    return [stay.person.name for stay in Membership.objects.known().at(practice).on(day).order_by("pk")]


def told(practice) -> list[str]:
    return [event.verb for event in AuditEvent.objects.of(practice.chain)]


def ann() -> Person:
    return Person.objects.get(first_name="Ann")


def test_somebody_new_has_a_sign_in_that_opens_nothing_until_they_are_invited(practice):
    make_person("Ann Lee", username="ann.lee")

    imported(practice, {**ANN, "manager_email": "ben@surgery.example"}, BEN)

    person = Membership.objects.get(person__first_name="Ann").person
    stay = Membership.objects.known().at(practice).by(person).get()
    assert (person.username, person.has_usable_password(), person.is_active) == ("ann.lee2", False, True)
    assert (stay.staff_number, stay.started_on, stay.manager.name) == ("101", dt.date(2025, 2, 1), "Ben Ode")
    assert (stay.recorded_at, told(practice)) == (TUESDAY, ["people.joined", "people.joined", "people.staff_imported"])


def test_each_person_has_an_event_of_their_own_and_none_says_a_name(practice):
    imported(practice, ANN)

    joined = AuditEvent.objects.about(ann().key).get()
    said = json.loads(bytes(joined.body))
    stay = Membership.objects.get()
    assert said["data"] == {"job": str(stay.line), "job_role": "receptionist", "started_on": "2025-02-01"}
    assert not any(b"Lee" in bytes(event.body) for event in AuditEvent.objects.all())


def test_the_same_file_again_changes_nothing_and_is_not_told(practice):
    imported(practice, ANN, BEN)
    before = (Membership.objects.count(), AuditEvent.objects.count())

    plan = imported(practice, ANN, BEN, at=NEXT_WEEK)

    assert plan.counts() == {"created": 0, "updated": 0, "unchanged": 2, "proposed_leavers": 0}
    assert (Membership.objects.count(), AuditEvent.objects.count()) == before


def test_looking_at_a_file_changes_nothing(practice):
    plan = planned(practice, ANN)

    assert (plan.counts()["created"], Person.objects.count(), AuditEvent.objects.count()) == (1, 0, 0)


def test_one_error_stops_the_whole_file(practice):
    plan = imported(practice, ANN, {**BEN, "job_role": "Pilot"})

    assert (plan.counts()["created"], Person.objects.count(), AuditEvent.objects.count()) == (0, 0, 0)


def test_nothing_is_imported_when_its_events_cannot_be_recorded(practice, monkeypatch):
    def fail(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(actions, "record_series", fail)

    with pytest.raises(Overtaken):
        imported(practice, ANN)

    assert not Person.objects.exists()


def test_another_job_role_begins_today_and_the_old_one_stays_what_it_was(practice):
    imported(practice, ANN)

    imported(practice, {**ANN, "job_role": "Practice nurse"}, at=NEXT_WEEK)

    known = Membership.objects.known().at(practice)
    days = [(stay.job_role.name, stay.started_on, stay.ended_on) for stay in known.order_by("started_on")]
    assert days == [
        ("Receptionist", dt.date(2025, 2, 1), dt.date(2026, 3, 9)),
        ("Practice nurse", dt.date(2026, 3, 10), None),
    ]
    assert told(practice)[2:] == ["people.job_changed", "people.staff_imported"]
    assert planned(practice, {**ANN, "job_role": "Practice nurse"}, day=dt.date(2026, 5, 1)).counts()["unchanged"] == 1


def test_a_wrong_first_day_is_corrected_and_it_stays_known_what_was_thought_before(practice):
    imported(practice, ANN)

    imported(practice, {**ANN, "started_on": "01/03/2025"}, at=NEXT_WEEK)

    assert Membership.objects.known().get().started_on == dt.date(2025, 3, 1)
    assert Membership.objects.known(moment(2026, 3, 5)).get().started_on == dt.date(2025, 2, 1)
    assert told(practice)[2:] == ["people.job_corrected", "people.staff_imported"]


def test_a_last_day_to_come_is_noted_and_nothing_ends_before(practice):
    imported(practice, ANN)

    imported(practice, {**ANN, "left_on": "31/03/2026"}, at=NEXT_WEEK)

    assert (Membership.objects.known().get().ended_on, ann().is_active) == (dt.date(2026, 3, 31), True)
    assert told(practice)[2:] == ["people.job_corrected", "people.left", "people.staff_imported"]


def test_who_has_left_already_signs_in_no_more_and_holds_no_duty(practice):
    imported(practice, ANN)
    give_duty(ann(), practice, Duty.PRACTICE_MANAGER)

    imported(practice, {**ANN, "left_on": "08/03/2026"}, at=NEXT_WEEK)

    assert (ann().is_active, Responsibility.objects.known().get().ended_on) == (False, dt.date(2026, 3, 9))
    assert Membership.objects.known().get().ended_on == dt.date(2026, 3, 8)


def test_somebody_who_left_before_we_knew_them_gets_no_sign_in(practice):
    imported(practice, {**ANN, "left_on": "31/12/2025"})

    assert (ann().is_active, people_at(practice), told(practice)[:2]) == (False, [], ["people.joined", "people.left"])
    assert planned(practice, {**ANN, "left_on": "31/12/2025"}).counts()["unchanged"] == 1


@pytest.mark.parametrize("days", [3, 425])
def test_who_comes_back_keeps_their_record_and_may_sign_in_again(practice, days):
    imported(practice, ANN)
    imported(practice, {**ANN, "left_on": "08/03/2026"}, at=NEXT_WEEK)
    person, back_on = ann(), dt.date(2026, 3, 8) + dt.timedelta(days=days)

    imported(practice, {**ANN, "started_on": back_on.isoformat()}, at=moment(2027, 6, 1))

    lines = Membership.objects.known().by(person).values_list("line", flat=True)
    assert (Person.objects.get().is_active, len(set(lines)), people_at(practice, back_on)) == (True, 2, ["Ann Lee"])


def test_a_new_name_is_the_same_person(practice):
    imported(practice, ANN)
    before = ann().key

    imported(practice, {**ANN, "last_name": "Moss"}, at=NEXT_WEEK)

    assert (ann().name, ann().key, ann().username) == ("Ann Moss", before, "ann.lee")
    assert told(practice)[2:] == ["people.name_changed", "people.staff_imported"]


def test_a_new_address_is_on_record_and_both_addresses_are_told_once(
    practice, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_URL = "smtp://mail.surgery.example"
    imported(practice, ANN)

    with django_capture_on_commit_callbacks(execute=True):
        imported(practice, {**ANN, "email": "new@surgery.example"}, at=NEXT_WEEK)
        imported(practice, {**ANN, "email": "new@surgery.example"}, at=NEXT_WEEK)

    assert sorted(message.to[0] for message in mailoutbox) == ["ann@surgery.example", "new@surgery.example"]
    assert (ann().email, CredentialIssued.objects.get().kind) == ("new@surgery.example", "address")


def test_an_address_of_somebody_whom_two_practices_share_is_theirs_to_change(practice):
    imported(practice, ANN)
    make_member(ann(), practice=make_practice("Harbour View Surgery"))

    plan = imported(practice, {**ANN, "email": "taken.over@surgery.example"}, at=NEXT_WEEK)

    assert (plan.counts()["unchanged"], ann().email, CredentialIssued.objects.count()) == (1, ANN["email"], 0)


@pytest.mark.parametrize("group", [authors, lambda: policy_owners(make_practice("Next Door"))])
def test_an_address_of_somebody_who_writes_for_others_is_theirs_to_change(practice, group):
    imported(practice, ANN)
    ann().groups.add(group())

    plan = imported(practice, {**ANN, "email": "taken.over@surgery.example"}, at=NEXT_WEEK)

    assert (plan.counts()["unchanged"], ann().email, CredentialIssued.objects.count()) == (1, ANN["email"], 0)


def test_the_practices_own_policy_owner_gets_a_new_address(practice):
    imported(practice, ANN)
    ann().groups.add(policy_owners(practice))

    imported(practice, {**ANN, "email": "new@surgery.example"}, at=NEXT_WEEK)

    assert ann().email == "new@surgery.example"


@pytest.mark.parametrize("changed", [{"last_name": "Moss"}, {"left_on": "31/12/2026"}])
def test_a_sign_in_that_was_closed_is_not_opened_again_by_another_change(practice, changed):
    imported(practice, ANN)
    Person.objects.update(is_active=False)

    imported(practice, {**ANN, **changed}, at=NEXT_WEEK)

    assert not ann().is_active


def test_a_last_day_that_was_wrong_is_put_right_and_the_sign_in_opened(practice):
    imported(practice, ANN)
    imported(practice, {**ANN, "left_on": "08/03/2026"}, at=NEXT_WEEK)

    imported(practice, {**ANN, "left_on": "31/12/2026"}, at=NEXT_WEEK)

    assert ann().is_active


def test_an_administrator_whose_sign_in_was_closed_does_not_come_back_through_a_file(practice):
    imported(practice, {**ANN, "left_on": "28/02/2026"})
    Person.objects.update(is_superuser=True, is_active=False)

    imported(practice, {**ANN, "started_on": "09/03/2026"}, at=NEXT_WEEK)

    assert (people_at(practice, NEXT_WEEK.date()), ann().is_active) == (["Ann Lee"], False)


@pytest.mark.parametrize("people", [1, 3, 30])
def test_new_addresses_ask_the_database_as_often_for_many_as_for_one(practice, people, django_assert_num_queries):
    rows = [{**ANN, "staff_number": str(number), "email": f"p{number}@surgery.example"} for number in range(people)]
    imported(practice, *rows)
    moved = [{**row, "email": f"new.{row['email']}"} for row in rows]

    with django_assert_num_queries(30):
        imported(practice, *moved, at=NEXT_WEEK)

    assert CredentialIssued.objects.filter(kind="address").count() == people


def test_each_new_address_is_an_event_that_names_whoever_brought_the_file(practice):
    imported(practice, ANN)
    manager = make_person("Ruth Adeyemi")

    imported(practice, {**ANN, "email": "new@surgery.example"}, by=manager, at=NEXT_WEEK)

    issued = CredentialIssued.objects.get()
    event = AuditEvent.objects.by_act(issued.act).get()
    said = json.loads(bytes(event.body))
    assert (issued.issued_by, event.actor, event.subject) == (manager, str(manager.key), str(ann().key))
    assert (event.chain.key, said["data"], len(said["rows"])) == (practice.chain, {"kind": "address"}, 1)


def test_somebody_of_another_practice_is_never_found(practice):
    make_member(make_person("Ann Lee", email=ANN["email"]), practice=make_practice("Next Door"), staff_number="101")

    plan = imported(practice, ANN)

    assert (plan.counts()["created"], plan.notes, Person.objects.filter(last_name="Lee").count()) == (1, (), 2)


def test_nobody_leaves_without_being_ticked(practice):
    imported(practice, ANN, BEN)

    plan = imported(practice, ANN, at=NEXT_WEEK)

    assert ([each.name for each in plan.leavers], people_at(practice, dt.date(2026, 4, 1))) == (
        ["Ben Ode"], ["Ann Lee", "Ben Ode"],
    )  # fmt: skip


def test_only_those_who_are_ticked_leave_and_never_whoever_imports(practice):
    imported(practice, ANN, BEN, {**BEN, "staff_number": "103", "email": "", "first_name": "Cy"})
    ben, ann_key = Person.objects.get(first_name="Ben"), str(ann().key)

    imported(practice, {**BEN, "staff_number": "104", "email": "", "first_name": "Di"}, by=ben, leavers=None)

    assert people_at(practice, dt.date(2026, 3, 4)) == ["Ben Ode", "Di Ode"]
    assert Person.objects.get(key=ann_key).is_active is False


def test_what_was_agreed_to_is_done_or_shown_anew(practice):
    body = staff_file(ANN)
    agreed = planned(practice, ANN).fingerprint()
    imported(practice, ANN)

    with pytest.raises(Overtaken) as overtaken:
        import_staff(
            body=body, practice=practice, fingerprint=agreed, end_access=leave_now, by=Commandline(), at=NEXT_WEEK
        )

    assert overtaken.value.plan.counts()["unchanged"] == 1


def test_a_manager_already_known_is_found_by_their_address(practice):
    boss = make_member(make_person("Eve Moss", email="eve@surgery.example"), practice=practice)
    imported(practice, ANN)

    plan = imported(practice, {**ANN, "manager_email": "eve@surgery.example"}, at=NEXT_WEEK)

    assert changes_of(plan) == [("Manager", "—", "Eve Moss")]
    assert Membership.objects.known().by(ann()).get().manager == boss.person


def test_a_locum_who_was_a_leaver_is_the_same_person_in_another_job(practice):
    make_job_role("Locum GP")
    member = make_member("Ann Lee", "GP partner", practice=practice, staff_number="101")
    with on_the_morning_of(TODAY):
        leave(membership=member, last_day=dt.date(2026, 2, 28), at=TUESDAY)

    imported(practice, {**ANN, "job_role": "Locum GP", "started_on": "09/03/2026"}, at=NEXT_WEEK)

    roles = Membership.objects.known().by(member.person).order_by("started_on").values_list("job_role__name", flat=True)
    assert list(roles) == ["GP partner", "Locum GP"]


@pytest.mark.parametrize("people", [1, 3, 30])
def test_looking_asks_the_database_as_often_for_many_as_for_one(practice, people, django_assert_num_queries):
    rows = [{**ANN, "staff_number": str(number), "email": ""} for number in range(people)]
    imported(practice, *rows)

    with django_assert_num_queries(10):
        planned(practice, *rows)


def test_a_name_that_no_keyboard_here_types_has_a_sign_in_name():
    assert [plain_name(*name) for name in (("Zoë", "O’Brien-Lee"), ("李", "明"), ("Ł", "Ng"))] == [
        "zoe.obrienlee", "colleague", "ng",
    ]  # fmt: skip
    assert sign_in_names([("李", "明"), ("王", "芳")]) == ["colleague", "colleague2"]


SAME = {"1": ("Ann", "a"), "2": ("Ben", "b"), "3": ("Cy", "c")}
CELLS = st.fixed_dictionaries(
    {
        "staff_number": st.sampled_from(sorted(SAME)),
        "last_name": st.sampled_from(["Lee", "Ode"]),
        "domain": st.sampled_from(["one.example", "two.example"]),
        "job_role": st.sampled_from(["Receptionist", "Practice nurse", "GP partner"]),
        "started_on": st.sampled_from(["01/02/2025", "01/02/2025", "02/03/2026", "05/03/2026", "01/06/2026"]),
        "left_on": st.sampled_from(["", "", "", "28/02/2026", "03/03/2026", "30/06/2026"]),
        "manager": st.sampled_from(["", "", "a", "b"]),
    }
)
FILES = st.lists(CELLS, min_size=1, max_size=3, unique_by=lambda cells: cells["staff_number"])


def rows_of(file: list[dict]) -> list[dict]:
    """The file's lines: a number is always the same person, who may marry, move and change jobs."""
    domain = file[0]["domain"]
    rows = []
    for cells in file:
        first, local = SAME[cells["staff_number"]]
        manager = f"{cells['manager']}@{domain}" if cells["manager"] else ""
        row = {**cells, "first_name": first, "email": f"{local}@{domain}", "manager_email": manager}
        rows.append({column: row[column] for column in row if column not in ("domain", "manager")})
    return rows


class ImportingTwice(TestCase):
    """A file that can be imported at all says nothing new the second time, on that day or a later one."""

    @settings(max_examples=40)
    @given(files=st.lists(FILES, min_size=1, max_size=3), later=st.integers(0, 3))
    def test_twice_is_the_same_as_once(self, files, later):
        make_roles()
        practice = make_practice()
        for weeks, file in enumerate(files):
            done = imported(practice, *rows_of(file), at=TUESDAY + dt.timedelta(weeks=weeks))
        event("refused" if done.errors else "imported")

        if not done.errors:
            day = TODAY + dt.timedelta(weeks=len(files) - 1, days=later)
            again = planned(practice, *rows_of(files[-1]), day=day)
            assert (again.errors, again.created, changes_of(again)) == ((), [], [])
