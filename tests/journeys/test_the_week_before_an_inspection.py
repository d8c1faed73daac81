"""A manager with an inspector on Thursday: from the overview to a reminder, a plan, the checklist and a report."""

import datetime as dt
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browsers import assert_accessible
from tests.factories import (
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_person,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.journeys.test_prior_learning import open_for
from tests.people.phones import make_known_person
from trainingsite.people.models import Duty

pytestmark = pytest.mark.journey


@pytest.fixture
def ann(transactional_db, settings):
    """Ann manages a practice where Tom has not done the only thing that is asked, and was not told."""
    settings.EMAIL_URL = "smtp://mail.example:25"
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    make_requirement(make_programme("Induction", practice), module=make_module_version(make_module("Boundaries")).page)
    make_member(make_person("Tom Ellis", email="tom@surgery.example"), practice=practice)
    today = timezone.localdate()
    person = make_member(make_known_person("Ann Lee"), "Practice manager", practice=practice, started_on=today).person
    give_duty(person, practice, Duty.PRACTICE_MANAGER)
    return person


def follow(page, name: str) -> None:
    """One of the desk's pages, from whichever of them one is on."""
    page.get_by_role("navigation", name="The manager’s desk").get_by_role("link", name=name).click()


def remind_tom(page, looked_at=assert_accessible) -> None:
    page.get_by_role("link", name=re.compile("^Remind ?: Tom Ellis")).click()
    looked_at(page)
    page.get_by_role("button", name="Send the messages").click()
    expect(page.get_by_role("heading", name="1 person gets a message")).to_be_visible()


def plan_for_tom(page, day: dt.date, looked_at=assert_accessible) -> None:
    page.get_by_role("region", name="Overdue").get_by_role("link", name="Boundaries").click()
    looked_at(page)
    page.get_by_role("link", name="Plan what to do about it").click()
    looked_at(page)
    page.get_by_label("What is being done?").fill("An hour is kept free for it")
    page.get_by_label("Who does it?").select_option(label="Ann Lee, Practice manager")
    page.get_by_label("By when?").fill(day.isoformat())
    page.get_by_role("button", name="Add the plan").click()


def as_it_is(page) -> None:
    """Axe needs the JavaScript that is off here."""


def note_the_inspection(page, day: dt.date) -> None:
    page.get_by_label("Which day is the inspection?").fill(day.isoformat())
    page.get_by_role("button", name="Show what there is to do").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Before the inspection")


def words_of(path: Path) -> str:
    return " ".join(" ".join(sheet.extract_text().split()) for sheet in PdfReader(BytesIO(path.read_bytes())).pages)


@pytest.mark.parametrize("width", [1280, 375])
def test_from_the_overview_to_a_report_for_the_inspector(visitors, ann, width):
    thursday = timezone.localdate() + dt.timedelta(days=4)
    page = open_for(visitors, ann, width=width)
    page.goto("/compliance/")
    assert_accessible(page)

    remind_tom(page)
    follow(page, "Overview")
    plan_for_tom(page, thursday)
    follow(page, "Inspection")
    note_the_inspection(page, thursday)
    assert_accessible(page)
    expect(page.get_by_role("row").filter(has_text="Tom Ellis")).to_contain_text("An hour is kept free for it (Ann Lee")

    follow(page, "Reports")
    page.get_by_role("link", name="Overdue and expiring", exact=True).click()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    words = words_of(download.value.path())
    assert [part for part in ("Millbrook Lane Surgery", "0 of 2 required", "Tom Ellis") if part not in words] == []


def test_nothing_of_it_takes_javascript(visitors, ann):
    thursday = timezone.localdate() + dt.timedelta(days=4)
    page = open_for(visitors, ann, javascript=False)
    page.goto("/compliance/")

    remind_tom(page, looked_at=as_it_is)
    follow(page, "Overview")
    plan_for_tom(page, thursday, looked_at=as_it_is)
    follow(page, "Inspection")
    note_the_inspection(page, thursday)

    expect(page.get_by_role("row").filter(has_text="Tom Ellis")).to_contain_text("An hour is kept free for it (Ann Lee")
