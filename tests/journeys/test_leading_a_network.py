"""A network's lead looks at its practices; one of them agrees to names, and ends it; in a real browser."""

import pytest
from django.utils import timezone

from tests.browsers import assert_accessible
from tests.desk.networks.scene import make_lead
from tests.factories import (
    give_duty,
    make_member,
    make_network,
    make_outside_training,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.journeys.test_speaking_about_a_policy import with_second_factor
from trainingsite.people.models import Duty, Person

pytestmark = pytest.mark.journey


@pytest.fixture
def network(transactional_db):
    """Two practices; one pharmacist works at both."""
    practices = [make_practice("Millbrook Lane Surgery", ods_code="X99999"), make_practice("Saltmere Road Practice")]
    tom = make_member("Tom Ellis", "Pharmacist", practice=practices[0]).person
    make_member(tom, "Pharmacist", practice=practices[1])
    ann = make_member("Ann Lee", "Practice manager", practice=practices[0]).person
    give_duty(ann, practices[0], Duty.PRACTICE_MANAGER)
    make_requirement(make_programme("Refresher", *practices), outside_training=make_outside_training())
    network = make_network("Marrowby Network", *practices)
    make_lead(network)
    Person.objects.update(privacy_notice_seen_at=timezone.now())
    return network


def somebody(name: str) -> Person:
    return Person.objects.get(last_name=name)


def test_a_lead_sees_counts_and_names_for_as_long_as_the_practice_agrees(visitors, network):
    dev, ann = visitors.open(width=375), visitors.open(javascript=False)
    with_second_factor(dev, somebody("Rao"))
    dev.goto("/compliance/")
    dev.get_by_role("heading", name="Marrowby Network").wait_for()
    dev.get_by_text("2 people work at these practices.").wait_for()
    assert_accessible(dev)
    dev.get_by_role("link", name="Millbrook Lane Surgery").click()
    dev.get_by_text("Millbrook Lane Surgery looks after its own people’s names").wait_for()
    assert_accessible(dev)

    with_second_factor(ann, somebody("Lee"))
    ann.goto("/compliance/x99999/")
    ann.get_by_role("link", name="Your network: what it sees of your practice").click()
    ann.get_by_role("link", name="Let them see names").click()
    ann.get_by_role("button", name="Agree that they see names").click()
    ann.get_by_role("link", name="Tick this once your staff know").wait_for()
    ann.get_by_label("We have told our staff who will see this, and why").check()
    ann.get_by_role("button", name="Agree that they see names").click()

    dev.reload()
    dev.get_by_role("rowheader", name="Tom Ellis").wait_for()
    assert_accessible(dev)
    ann.get_by_role("button", name="Stop showing names").click()
    dev.reload()
    dev.get_by_text("Millbrook Lane Surgery looks after its own people’s names").wait_for()
    assert dev.get_by_text("Tom Ellis").count() == 0


def test_practices_are_found_and_asked_about_on_another_day_without_javascript(visitors, network):
    dev = visitors.open(javascript=False)
    with_second_factor(dev, somebody("Rao"))
    dev.goto("/compliance/networks/marrowby-network/")
    dev.get_by_label("Find a practice").fill("salt")
    dev.get_by_role("button", name="Find").click()
    dev.get_by_text("Practices with “salt” in their name: 1 of 2.").wait_for()

    dev.get_by_label("As at").fill("2026-02-27")
    dev.get_by_role("button", name="Show that day").click()

    dev.get_by_text("As at Friday 27 February 2026.").wait_for()
    assert dev.get_by_role("rowheader").all_inner_texts() == ["Saltmere Road Practice"]
