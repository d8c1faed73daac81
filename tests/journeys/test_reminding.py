"""A team leader looks how their people stand, and a manager has some of them reminded, in a real browser."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browsers import assert_accessible
from tests.factories import (
    GO_LIVE,
    give_duty,
    give_leave,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.journeys.test_prior_learning import open_for
from tests.people.phones import make_known_person
from trainingsite.notices.models import Notice
from trainingsite.people.models import Duty

pytestmark = pytest.mark.journey


@pytest.fixture
def practice(transactional_db, settings):
    """A practice that asks for a module and a training: Ruth leads Tom and Zoe, Ann manages, nobody has done any."""
    settings.EMAIL_URL = "smtp://mail.example:25"
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    programme = make_programme("Induction", practice)
    make_requirement(programme, module=make_module_version(make_module("Boundaries")).page)
    make_requirement(programme, outside_training=make_outside_training())
    return practice


@pytest.fixture
def ruth(practice):
    ruth = make_member(make_known_person("Ruth Bell"), "Reception manager", practice=practice).person
    for name in ("Tom Ellis", "Zoe Park"):
        person = make_person(name, email=f"{name[:3].lower()}@surgery.example")
        make_member(person, practice=practice, manager=ruth)
    return ruth


@pytest.fixture
def ann(practice):
    person = make_member(make_known_person("Ann Lee"), "Practice manager", practice=practice).person
    give_duty(person, practice, Duty.PRACTICE_MANAGER)
    return person


@pytest.mark.parametrize("width", [1280, 375])
def test_a_team_leader_sees_their_team_as_at_any_day(visitors, ruth, ann, width):
    page = open_for(visitors, ruth, width=width)
    page.goto("/")
    page.get_by_role("link", name="Your team").click()
    assert_accessible(page)
    headings = page.get_by_role("heading", level=3).all_inner_texts()
    assert [heading.split("\n")[0] for heading in headings] == ["Tom Ellis", "Zoe Park"]

    page.get_by_label("As at").fill("2025-01-20")
    page.get_by_role("button", name="Show that day").click()

    assert_accessible(page)
    expect(page.get_by_text("by 3 Feb 2025")).to_have_count(4)
    assert page.get_by_role("link", name="The manager's desk").count() == 0


@pytest.mark.parametrize("width", [1280, 375])
def test_a_manager_reads_what_would_be_sent_leaves_one_out_and_sends(visitors, practice, ruth, ann, width):
    away, today = make_member("Sam Okoro", practice=practice), timezone.localdate()
    give_leave(away, today - dt.timedelta(days=40), today + dt.timedelta(days=40))
    make_member("Ada Cole", "Cleaner", practice=practice, started_on=GO_LIVE)
    page = open_for(visitors, ann, width=width)
    page.goto("/compliance/x99999/remind/?who=overdue")
    assert_accessible(page)
    page.get_by_role("link", name="the message to Zoe Park").click()
    expect(page.get_by_role("heading", name="What Zoe Park would read")).to_be_visible()
    page.get_by_label("Zoe Park, Receptionist").uncheck()
    page.get_by_role("button", name="Send the messages").click()

    assert_accessible(page)
    expect(page.get_by_role("heading", name="1 person gets a message")).to_be_visible()
    expect(page.get_by_text("They are on leave that day.")).to_be_visible()
    assert [notice.person.name for notice in Notice.objects.all()] == ["Tom Ellis"]
