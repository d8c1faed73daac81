"""A practice with its manager and a receptionist, as the changes to its people find it."""

import json

import pytest

from tests.factories import give_duty, make_member, make_practice
from trainingsite.audit.models import AuditEvent
from trainingsite.people.models import Duty


@pytest.fixture
def practice():
    return make_practice()


@pytest.fixture
def ann(practice):
    """The practice's manager, who makes the changes."""
    ann = make_member("Ann Lee", "Practice manager", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    return ann


@pytest.fixture
def tom(practice):
    """A receptionist's job."""
    return make_member("Tom Ellis", practice=practice)


@pytest.fixture
def told(practice):
    """What the practice's chain tells: verb and what it says besides."""

    def read() -> list[tuple[str, dict]]:
        events = AuditEvent.objects.of(practice.chain)
        return [(event.verb, json.loads(bytes(event.body)).get("data", {})) for event in events]

    return read
