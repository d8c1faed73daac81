"""A practice whose manager is signed in with a phone, and a receptionist."""

import pytest
from django.urls import reverse

from tests.factories import give_duty, make_member, make_practice
from tests.people.phones import make_known_person, verified
from trainingsite.people.models import Duty


@pytest.fixture
def practice():
    return make_practice(ods_code="X99999")


@pytest.fixture
def ann(client, practice):
    ann = make_member(make_known_person("Ann Lee"), "Practice manager", practice=practice).person
    give_duty(ann, practice, Duty.PRACTICE_MANAGER)
    verified(client, ann)
    return ann


@pytest.fixture
def tom(practice):
    """A receptionist's job."""
    return make_member(make_known_person("Tom Ellis"), practice=practice, staff_number="7")


@pytest.fixture
def address():
    return lambda name, *args: reverse(f"desk:{name}", args=["x99999", *args])
