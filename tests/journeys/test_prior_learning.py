"""Somebody sends proof of training done elsewhere from a phone; a manager decides on it, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.browsers import assert_accessible
from tests.compliance.claiming import make_manager
from tests.desk.proofs import HTML, a_pdf
from tests.factories import (
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_person,
    make_programme,
    make_requirement,
)
from tests.people.phones import make_known_person, verified
from trainingsite.compliance.models import ClaimDecision, LearningClaim

pytestmark = pytest.mark.journey


def open_for(visitors, person, **window):
    """A page of somebody who has signed in with a second factor."""
    client, page = Client(), visitors.open(**window)
    verified(client, person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": visitors.address}])
    return page


def file_called(name: str, body: bytes) -> dict:
    return {"name": name, "mimeType": "application/pdf", "buffer": body}


def fill_in(page, file: dict) -> None:
    page.get_by_label("When did you do it?").fill("2025-05-06")
    page.get_by_label("Where, or with whom?").fill("Harbour View Surgery")
    page.get_by_label("Your proof").set_input_files(file)


@pytest.fixture
def tom(transactional_db):
    """Somebody of whom a module and basic life support are asked."""
    person = make_member(make_known_person("Tom Ellis")).person
    programme = make_programme("Induction")
    make_requirement(programme, module=make_module_version(make_module("Boundaries")).page)
    make_requirement(programme, outside_training=make_outside_training())
    return person


@pytest.fixture
def ann(tom):
    return make_manager("Ann Lee")


def test_proof_sent_from_a_phone_is_accepted_on_the_desk(visitors, tom, ann):
    phone = open_for(visitors, tom, width=375)
    phone.goto("/")
    assert_accessible(phone)
    phone.get_by_role("link", name="Send your proof for Basic life support").click()
    assert_accessible(phone)
    fill_in(phone, file_called("certificate.pdf", HTML))
    phone.get_by_role("button", name="Send it").click()
    assert_accessible(phone)
    assert phone.get_by_label("Where, or with whom?").input_value() == "Harbour View Surgery"
    phone.get_by_label("Your proof").set_input_files(file_called("certificate.pdf", a_pdf()))
    phone.get_by_role("button", name="Send it").click()
    assert_accessible(phone)
    phone.goto("/")
    expect(phone.get_by_role("link", name="Basic life support, done elsewhere")).to_be_visible()

    desk = open_for(visitors, ann)
    desk.goto("/compliance/")
    desk.get_by_role("link", name="1 claim of earlier training to look at").click()
    assert_accessible(desk)
    desk.get_by_role("link", name="Tom Ellis").click()
    assert_accessible(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download the proof").click()
    assert download.value.suggested_filename == "proof-2025-05-06.pdf"
    desk.get_by_role("button", name="Accept it").click()
    desk.get_by_text("Accepted. Tom Ellis is told.").wait_for()

    desk.goto(f"/compliance/prior-learning/{LearningClaim.objects.get().key}/")
    assert_accessible(desk)
    phone.goto("/prior-learning/")
    assert_accessible(phone)
    phone.goto("/")
    expect(phone.get_by_text("Done elsewhere 6 May 2025")).to_be_visible()


def test_without_javascript_proof_is_sent_and_taken_back(visitors, tom, ann):
    page = open_for(visitors, tom, width=375, javascript=False)
    page.goto("/prior-learning/send/?for=outside_training:basic-life-support")
    fill_in(page, file_called("certificate.pdf", a_pdf()))
    page.get_by_role("button", name="Send it").click()

    page.get_by_role("button", name="Take it back").click()

    page.get_by_role("heading", name="Taken back").wait_for()


def test_a_claim_is_sent_and_declined_with_the_keyboard_alone(visitors, tom, ann):
    page = open_for(visitors, tom)
    page.goto("/prior-learning/send/?for=outside_training:basic-life-support")
    fill_in(page, file_called("certificate.pdf", a_pdf()))
    page.get_by_label("Your proof").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("It is waiting for Ann Lee to look at it.").wait_for()

    desk = open_for(visitors, ann, width=375)
    desk.goto(f"/compliance/prior-learning/{LearningClaim.objects.get().key}/")
    desk.get_by_label("Why can it not be accepted?").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="There is a problem").wait_for()
    assert_accessible(desk)
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")  # the line of the summary leads to its field
    desk.keyboard.type("The name on it is not yours.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    desk.get_by_text("Declined. Tom Ellis is told, with what you wrote.").wait_for()
    assert_accessible(desk)

    assert ClaimDecision.objects.get().kind == "declined"
    page.reload()
    expect(page.get_by_text("The name on it is not yours.")).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("width", [375, 1280])
def test_a_manager_whom_nobody_can_decide_for_is_told_whom_to_ask(visitors, ann, width):
    page = open_for(visitors, ann, width=width)

    page.goto("/prior-learning/send/")

    expect(page.get_by_text("Nobody decides on their own training")).to_be_visible()
    assert_accessible(page)


def test_the_administrators_page_on_practice_answers(visitors, transactional_db):
    page = open_for(visitors, make_person("Ada Author", is_superuser=True, is_staff=True))
    page.goto("/admin/settings/practice-answers/")

    page.get_by_label("Months otherwise").fill("6")
    page.get_by_role("button", name="Keep answers this long").click()

    page.get_by_text("by Ada Author: 90 days after passing, otherwise 6 months").wait_for()
