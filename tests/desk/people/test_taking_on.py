"""Who is taken on has what they learned elsewhere recognised in the same step, by whichever way they come."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from tests.desk.places.administrators import sign_in_administrator
from tests.factories import (
    PASSWORD,
    complete,
    make_job_role,
    make_member,
    make_module_version,
    make_person,
    make_practice,
)
from tests.people.staff_files import ANN, staff_file
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import recognising
from trainingsite.desk.places.opening import Manager, add_manager
from trainingsite.people.merging.plan import plan_merger
from trainingsite.people.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def orchard():
    return make_practice("Orchard", ods_code="B22222")


@pytest.fixture
def eve(orchard):
    """Somebody who has learned at another practice."""
    eve = make_member(make_person("Eve Moss", username="eve.moss", password=PASSWORD), practice=orchard).person
    complete(eve, make_module_version())
    return eve


def recognised(practice) -> list[str]:
    events = AuditEvent.objects.of(practice.chain).filter(verb="compliance.learning_recognised")
    return list(events.values_list("subject", flat=True))


def test_by_the_page_on_which_somebody_is_added(client, practice, ann, eve, address, today):
    typed = {
        "first_name": "Eve", "last_name": "Moss", "sign_in_name": "eve.moss", "job_role": make_job_role().key,
        "started_on": today.isoformat(), "same_person": str(eve.key),
    }  # fmt: skip

    client.post(address("add_person"), typed)

    assert recognised(practice) == [str(eve.key)]


def test_by_one_more_job_of_somebody_who_is_back(client, practice, ann, eve, address, today):
    make_member(eve, practice=practice, ended_on=dt.date(2025, 6, 1))
    job = {"job_role": make_job_role("Locum GP").key, "started_on": today.isoformat()}

    client.post(address("add_job", eve.key), job)

    assert recognised(practice) == [str(eve.key)]


def test_by_a_file_in_which_somebody_is_back(practice, eve, today, tmp_path, capsys):
    make_member(eve, practice=practice, ended_on=dt.date(2025, 6, 1), staff_number="101")
    back = {**ANN, "first_name": "Eve", "last_name": "Moss", "email": "", "started_on": f"{today:%d/%m/%Y}"}
    (tmp_path / "staff.csv").write_bytes(staff_file(back))

    call_command("import_staff", str(tmp_path / "staff.csv"), "--practice", "X99999", "--apply")

    assert recognised(practice) == [str(eve.key)]


def test_by_becoming_the_manager_of_a_practice(practice, eve):
    make_job_role("Practice manager", staff_group="management")

    add_manager(practice=practice, manager=Manager(person=eve), by="", at=timezone.now())

    assert recognised(practice) == [str(eve.key)]


def test_by_a_merger(client, practice, eve, orchard, today):
    sign_in_administrator(client)
    plan = plan_merger(orchard, practice, today)
    agreed = {"into": "X99999", "on": today.isoformat(), "with_sites": "on", "fingerprint": plan.fingerprint()}

    client.post("/compliance/places/b22222/merge/confirm/", agreed)

    assert recognised(practice) == [str(eve.key)]


def test_nobody_is_taken_on_when_what_they_bring_cannot_be_recorded(
    client, practice, ann, eve, address, today, monkeypatch
):
    def fail(**kwargs):
        raise IntegrityError

    make_member(eve, practice=practice, ended_on=dt.date(2025, 6, 1))
    monkeypatch.setattr(recognising, "record", fail)

    with pytest.raises(IntegrityError):
        client.post(address("add_job", eve.key), {"job_role": make_job_role().key, "started_on": today.isoformat()})

    assert not Membership.objects.known().on(today).at(practice).by(eve).exists()
