"""Who opens the pages of a practice's desk: its managers with a second factor, and nobody else at all."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from tests.desk.dashboard.scenes import LONG_AGO, a_practice, address, requirement, sign_in, sign_in_manager, the
from tests.factories import give_duty, make_member, make_network, make_practice, moment
from trainingsite.compliance import inspecting, planning
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.compliance.plans import Plan
from trainingsite.people.models import Duty, Practice, Responsibility

pytestmark = pytest.mark.django_db

SECRET = b"Tom Ellis"
READ = ("practice", "plans", "add_plan", "plan", "inspection")
WRITE = ("add_plan", "change_plan", "finish_plan", "drop_plan", "inspection", "correct_inspection", "end_inspection")


@pytest.fixture
def practice() -> Practice:
    """Tom is overdue, there is a plan about it, and notice of an inspection has come."""
    practice = a_practice()
    manager = make_member("Bea Óg", "Practice manager", practice=practice).person
    planning.plan(
        token=uuid.uuid4(), practice=practice, gap=Gap(requirement().line, the("Tom")),
        steps=Steps("Sits down with the trainer", timezone.localdate(), the("Tom")), by=manager, at=moment(2026, 3, 2),
    )  # fmt: skip
    inspecting.note(
        token=uuid.uuid4(), practice=practice, days=inspecting.Days(moment(2026, 3, 2).date()), by=manager,
        at=moment(2026, 3, 2),
    )  # fmt: skip
    return practice


def page(name: str, practice: Practice) -> str:
    if name in ("plan", "change_plan", "finish_plan", "drop_plan"):
        return address(name, practice, Plan.objects.get().line)
    if name in ("correct_inspection", "end_inspection"):
        return address(name, practice, InspectionNotice.objects.get().line)
    return address(name, practice)


@pytest.mark.parametrize("name", READ)
def test_its_manager_sees_who_it_is_about(client, practice, name):
    sign_in_manager(client, practice)

    answer = client.get(page(name, practice))

    assert (answer.status_code, SECRET in answer.content) == (200, True)


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("duty", [None, Duty.POLICY_OWNER, Duty.STAFF_REPRESENTATIVE, Duty.ACCOUNT_HOLDER])
def test_staff_who_do_not_manage_it_see_nothing(client, practice, name, duty):
    colleague = sign_in(client, make_member("Zoe Park", practice=practice).person)
    if duty:
        give_duty(colleague, practice, duty)

    answer = client.get(page(name, practice))

    assert (answer.status_code, SECRET in answer.content) == (404, False)


@pytest.mark.parametrize("name", READ)
def test_the_manager_of_another_practice_sees_nothing(client, practice, name):
    sign_in_manager(client, make_practice("Harbour View Surgery", ods_code="X99998"))

    answer = client.get(page(name, practice))

    assert (answer.status_code, SECRET in answer.content) == (404, False)


def test_the_plan_of_another_practice_is_not_found_at_ones_own(client, practice):
    own = make_practice("Harbour View Surgery", ods_code="X99998")
    sign_in_manager(client, own)

    answer = client.get(address("plan", own, Plan.objects.get().line))

    assert (answer.status_code, SECRET in answer.content) == (404, False)


@pytest.mark.parametrize("name", READ)
def test_a_lead_of_its_network_sees_nothing_here(client, practice, name):
    lead = sign_in(client, make_member("Zoe Park", practice=make_practice("Other", ods_code="X99998")).person)
    network = make_network("Five Valleys", practice)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=LONG_AGO)

    assert client.get(page(name, practice)).status_code == 404


@pytest.mark.parametrize("name", READ)
def test_a_visitor_is_sent_to_sign_in(client, practice, name):
    answer = client.get(page(name, practice))

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/account/sign-in/")


@pytest.mark.parametrize("name", READ)
def test_without_a_second_factor_the_desk_stays_shut(client, practice, name):
    manager = sign_in_manager(client, practice)
    client.logout()
    client.force_login(manager)

    answer = client.get(page(name, practice))

    assert (answer.status_code, SECRET in answer.content) == (302, False)


@pytest.mark.parametrize("name", WRITE)
def test_nobody_else_says_anything_of_it(client, practice, name):
    sign_in_manager(client, make_practice("Harbour View Surgery", ods_code="X99998"))

    answer = client.post(
        page(name, practice), {"number": "1", "done-number": "1", "end-number": "1", "end-reason": "x"}
    )

    assert (answer.status_code, Plan.objects.count(), InspectionNotice.objects.count()) == (404, 1, 1)


def test_the_door_leads_a_manager_to_their_practice(client, practice):
    sign_in_manager(client, practice)

    assert client.get("/compliance/").url == "/compliance/x99999/"


def test_the_door_leads_a_network_lead_to_their_networks(client, practice):
    lead = sign_in(client, make_member("Zoe Park", practice=practice).person)
    network = make_network("Five Valleys", practice)
    Responsibility.objects.create(duty=Duty.NETWORK_LEAD, person=lead, network=network, started_on=LONG_AGO)

    assert client.get("/compliance/").url == "/compliance/networks/"


def test_the_door_leads_a_team_leader_to_their_team(client, practice):
    leader = sign_in(client, make_member("Zoe Park", practice=practice).person)
    make_member("Cat Roe", practice=practice, manager=leader)

    assert client.get("/compliance/").url == "/compliance/my-team/"


def test_the_door_is_shut_to_a_former_team_leader(client, practice):
    leader = sign_in(client, make_member("Zoe Park", practice=practice).person)
    make_member("Cat Roe", practice=practice, manager=leader, ended_on=dt.date(2025, 6, 1))

    assert client.get("/compliance/").status_code == 404


def test_of_two_practices_each_names_the_other(client, practice):
    manager = sign_in_manager(client, practice)
    other = make_practice("Harbour View Surgery", ods_code="X99998")
    give_duty(manager, other, Duty.PRACTICE_MANAGER)

    named = [client.get(address("practice", each)).context["others"] for each in (practice, other)]

    assert named == [[other], [practice]]
