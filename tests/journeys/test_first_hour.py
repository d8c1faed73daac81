"""The first hour on paper and on a phone, and a manager who ends somebody's access, in a real browser."""

from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browsers import assert_accessible
from tests.factories import MONDAY, PASSWORD, give_duty, make_member, make_practice
from tests.people.phones import code_of, make_known_person, make_phone
from trainingsite.people.models import Duty
from trainingsite.policies import account_actions

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

LONG = "Bartholomew-Alexander Featherstonehaugh-Cholmondeley"
DUTIES = (
    Duty.PRACTICE_MANAGER, Duty.IG_LEAD, Duty.DATA_PROTECTION_OFFICER, Duty.CALDICOTT_GUARDIAN,
    Duty.SPEAK_UP_GUARDIAN, Duty.STAFF_REPRESENTATIVE,
)  # fmt: skip
FIRST_HOUR = "/policies/first-hour/x99999/"
DETAILS = {
    "platform": "Facebook",
    "address": "facebook.com/an-address-that-is-longer-than-a-phone-is-wide",
    "purpose": "News for patients",
    "second_factor_on": True,
    "recovery_address": "office@surgery.example",
    "on_personal_profile": True,
}


@pytest.fixture
def practice(transactional_db):
    return make_practice("Millbrook Lane Surgery", ods_code="X99999")


@pytest.fixture
def manager(practice):
    manager = make_member(make_known_person(LONG, username="bart"), "Practice manager", practice=practice).person
    give_duty(manager, practice, *DUTIES)
    return manager


def sign_in(page, person, phone=None):
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill(person.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    if phone:
        page.get_by_label("Code").fill(code_of(phone))
        page.get_by_role("main").get_by_role("button").click()


def printed(page) -> list:
    return PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages


def test_the_first_hour_is_one_page_of_a4_with_the_longest_names(page, practice, manager):
    sign_in(page, manager)
    page.goto(FIRST_HOUR)

    [paper] = printed(page)

    assert (round(paper.mediabox.width), round(paper.mediabox.height)) == (595, 842)
    assert paper.extract_text().count("Featherstonehaugh") >= len(DUTIES)
    assert_accessible(page)


def test_a_visitor_with_a_phone_reads_it_without_a_script(visitors, practice, manager):
    phone = visitors.open(width=375, javascript=False)
    phone.goto(FIRST_HOUR)

    assert phone.get_by_role("heading", level=2).all_inner_texts()[0] == "Keep one copy"
    assert phone.context.cookies() == []
    assert phone.evaluate("document.documentElement.scrollWidth") == 375


def test_a_manager_ends_somebodys_access_and_confirms_what_was_done(visitors, practice, manager):
    tom = make_member(make_known_person("Tom Ellis", username="tom"), practice=practice).person
    account_actions.add_account(practice=practice, holders=[manager, tom], by=manager, at=MONDAY, **DETAILS)
    his, hers = visitors.open(), visitors.open(width=375)
    sign_in(his, tom)
    sign_in(hers, manager, make_phone(manager))

    hers.goto(f"/compliance/x99999/people/{tom.key}/")
    hers.get_by_role("link", name="Tom Ellis is leaving now").press("Enter")
    assert_accessible(hers)
    hers.get_by_role("button", name="End the access of Tom Ellis now").press("Enter")
    assert_accessible(hers)
    his.goto("/")

    expect(his.get_by_role("heading", level=1)).to_have_text("Sign in")
    for _ in range(4):
        hers.get_by_role("button", name="Done").first.press("Enter")
        hers.get_by_text("Done and noted").wait_for()
    expect(hers.get_by_text("Everything is done.")).to_be_visible()
