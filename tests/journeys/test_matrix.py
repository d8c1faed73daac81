"""A manager looks through the training matrix on a desk, on a phone, without a mouse, without JavaScript, on paper."""

import re
from io import BytesIO

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import expect
from pypdf import PdfReader

from modules.models import ModuleVersion
from tests.browsers import assert_accessible
from tests.desk.matrix.surgery import LONG_AGO
from tests.factories import (
    PASSWORD,
    complete,
    give_duty,
    make_member,
    make_module,
    make_module_version,
    make_practice,
    make_programme,
    make_requirement,
)
from tests.people.phones import code_of, make_known_person, make_phone
from trainingsite.people.models import Duty, Person

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MATRIX = "/compliance/x99999/matrix/"
TITLES = [f"Subject number {number} of twelve" for number in range(1, 13)]


@pytest.fixture
def phone_of_the_manager(transactional_db):
    """The second factor of the manager of a surgery with three dozen people and twelve requirements."""
    practice = make_practice("Millbrook Lane Surgery", ods_code="X99999")
    programme = make_programme("Induction", practice)
    for position, title in enumerate(TITLES):
        page = make_module(title)
        make_requirement(programme, module=page, position=position)
        make_module_version(page, at=LONG_AGO)
    for number in range(1, 36):
        make_member(f"Person {number:02}", "Receptionist" if number % 2 else "Practice nurse", practice=practice)
    ruth = make_member(make_known_person("Ruth Amin", username="ruth"), "Practice manager", practice=practice).person
    give_duty(ruth, practice, Duty.PRACTICE_MANAGER)
    return make_phone(ruth)


def sign_in(page, phone):
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill("ruth")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(code_of(phone))
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


@pytest.mark.parametrize("width", [1280, 375])
def test_from_the_desk_to_the_matrix_to_a_record_and_back(visitors, phone_of_the_manager, width):
    page = visitors.open(width=width)
    sign_in(page, phone_of_the_manager)
    page.goto("/compliance/")
    page.get_by_role("navigation", name="The manager’s desk").get_by_role("link", name="Matrix").click()
    expect(page.locator("#matrix-shown")).to_have_text("Showing 36 of 36 people and 12 of 12 requirements.")
    assert_accessible(page)

    page.get_by_text("Choose job roles").click()
    page.get_by_label("Practice nurse").check()
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("#matrix-shown")).to_have_text("Showing 17 of 36 people and 12 of 12 requirements.")
    page.locator("table.matrix").get_by_role("link", name="Overdue").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLES[0])
    assert_accessible(page)
    page.get_by_role("link", name="Training matrix").click()
    expect(page.locator("#matrix-shown")).to_have_text("Showing 17 of 36 people and 12 of 12 requirements.")
    assert page.url.endswith(f"{MATRIX}?role=practice-nurse")


def test_the_matrix_is_searched_as_somebody_types_and_the_address_says_so(page, phone_of_the_manager):
    sign_in(page, phone_of_the_manager)
    page.goto(f"{MATRIX}?group=role")

    page.get_by_label("Name or job role").press_sequentially("person 07")

    expect(page.locator("#matrix-shown")).to_have_text("Showing 1 of 36 people and 12 of 12 requirements.")
    expect(page.get_by_role("status")).to_have_text("Showing 1 of 36 people and 12 of 12 requirements.")
    assert page.url.endswith(f"{MATRIX}?group=role&search=person+07")
    page.reload()
    expect(page.locator("table.matrix tbody th[scope=row] a")).to_have_text(["Person 07"])


def test_a_keyboard_is_enough(page, phone_of_the_manager):
    sign_in(page, phone_of_the_manager)
    page.goto(f"{MATRIX}?search=person+07")

    page.get_by_role("region", name="Training matrix").focus()
    for _ in range(1 + len(TITLES)):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Person 07"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLES[0])


def test_links_and_a_button_do_it_all_without_javascript(visitors, phone_of_the_manager):
    page = visitors.open(javascript=False)
    sign_in(page, phone_of_the_manager)
    page.goto(MATRIX)

    page.get_by_role("link", name="Earliest due date").click()
    page.get_by_role("link", name="Job role").last.click()
    page.get_by_label("Name or job role").fill("07")
    page.get_by_role("button", name="Search").click()

    expect(page.locator(".matrix__group")).to_have_text(["Receptionist (1)"])
    assert page.url.endswith(f"{MATRIX}?sort=due&group=role&search=07")
    page.get_by_role("link", name="Remove").click()
    expect(page.locator("#matrix-shown")).to_have_text("Showing 36 of 36 people and 12 of 12 requirements.")


def test_on_a_phone_it_is_a_list_of_people_with_their_requirements(phone, phone_of_the_manager):
    sign_in(phone, phone_of_the_manager)
    phone.goto(f"{MATRIX}?search=person+07")

    cell = phone.locator("table.matrix tbody td").nth(11).bounding_box()
    name = phone.locator("table.matrix tbody th").bounding_box()

    assert cell["width"] > 250
    assert cell["y"] > name["y"] + 11 * 40
    assert phone.evaluate("document.documentElement.scrollWidth") == 375


def test_on_a_phone_what_is_done_is_a_sum_until_it_is_asked_for(visitors, phone_of_the_manager):
    complete(Person.objects.get(last_name="07"), ModuleVersion.objects.first(), at=timezone.now())
    page = visitors.open(width=375, javascript=False)
    sign_in(page, phone_of_the_manager)
    page.goto(f"{MATRIX}?search=person+07")
    row = page.locator("table.matrix tbody tr")
    expect(row.get_by_text("1 of 12 done")).to_be_visible()
    expect(row.locator("td:visible")).to_have_count(11)

    page.get_by_label("Show what is done, too").check()

    expect(row.get_by_role("link", name="Compliant")).to_be_visible()
    expect(row.locator("td:visible")).to_have_count(12)


def test_on_paper_every_page_says_what_it_is_and_no_row_is_in_two(page, phone_of_the_manager):
    sign_in(page, phone_of_the_manager)
    page.goto(f"{MATRIX}?on=2026-03-02&search=person")

    pdf = page.pdf(prefer_css_page_size=True)

    sheets = PdfReader(BytesIO(pdf)).pages
    texts = [" ".join(sheet.extract_text().split()) for sheet in sheets]
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {(842, 595)}
    said = "Millbrook Lane Surgery · Training matrix as at 2 March 2026 · Name or job role with “person”"
    assert [said in text for text in texts] == [True] * len(sheets) and len(sheets) > 1
    assert [TITLES[11] in text for text in texts] == [True] * len(sheets)
    assert [word for word in ("Sign out", "Search", "Overview", "Spreadsheet") if word in "".join(texts)] == []
    for text in texts:  # whoever stands on a sheet has all twelve there
        people, dates = len(re.findall(r"Person \d\d", text)), text.count("was due")
        assert dates == 12 * people
    assert dark_share_of(pdf) > 0.01


def dark_share_of(pdf: bytes) -> float:
    """How much of the first sheet is ink."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=1).to_pil().convert("L")
    return sum(picture.histogram()[:128]) / (picture.width * picture.height)
