"""The same page sent from several devices at the same moment, against a real database with real connections."""

import datetime as dt
import uuid

import pytest

from tests.compliance.claiming import make_manager
from tests.factories import MONDAY, TUESDAY, make_member, make_outside_training, make_requirement
from tests.policies.test_signing_at_once import DEVICES, at_once
from trainingsite.audit.models import AuditEvent
from trainingsite.compliance import exemptions, inspecting, planning
from trainingsite.compliance.inspecting import Days
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.compliance.models import Exemption
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.compliance.plans import Plan
from trainingsite.people.models import Practice

pytestmark = pytest.mark.django_db(transaction=True)

DAY = MONDAY.date()


def test_a_plan_that_is_done_on_several_devices_at_once_is_done_once():
    manager = make_manager()
    steps = Steps("Books the session", DAY, manager)
    row = planning.plan(
        token=uuid.uuid4(), practice=Practice.objects.get(), gap=Gap(words="No cover"), steps=steps, by=manager,
        at=MONDAY,
    )  # fmt: skip

    done = at_once(lambda _: planning.finish(row=row, gap="No cover", steps=steps, by=manager, at=TUESDAY).pk)

    assert done == [Plan.objects.get(kind=Plan.Kind.DONE).pk] * DEVICES
    assert AuditEvent.objects.filter(verb="compliance.plan_done").count() == 1


def test_a_notice_that_is_ended_on_several_devices_at_once_is_ended_once():
    manager = make_manager()
    row = inspecting.note(
        token=uuid.uuid4(), practice=Practice.objects.get(), days=Days(DAY), by=manager, at=MONDAY
    )  # fmt: skip

    ended = at_once(lambda _: inspecting.end(row=row, reason="Called off", by=manager, at=TUESDAY).pk)

    assert ended == [InspectionNotice.objects.get(kind=InspectionNotice.Kind.ENDED).pk] * DEVICES


def test_an_exemption_that_is_ended_on_several_devices_at_once_is_ended_once():
    make_requirement(outside_training=make_outside_training("Fire safety"))
    tom, manager = make_member("Tom Ellis"), make_manager()
    (found,) = exemptions.release(
        token=uuid.uuid4(), person=tom.person, practice=tom.practice, by=manager, at=MONDAY,
        demands=exemptions.demands_at(tom.practice, DAY), reason=Exemption.Reason.OTHER, started_on=DAY,
        ended_on=DAY + dt.timedelta(days=30),
    )  # fmt: skip

    ended = at_once(lambda _: exemptions.end(exemption=found, last_day=DAY, by=manager, at=TUESDAY).pk)

    assert ended == [Exemption.objects.known().get().pk] * DEVICES
    assert Exemption.objects.count() == 2
