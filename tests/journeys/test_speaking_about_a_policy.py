"""Asking about a policy and being answered, and signing on paper, in a real browser."""

import pytest
from django.utils import timezone

from tests.browsers import assert_accessible
from tests.desk.proofs import a_pdf
from tests.factories import PASSWORD
from tests.journeys.example import code_for
from tests.people.phones import make_phone
from tests.policies.asking import Surgery
from trainingsite.people.models import Person
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.journey


@pytest.fixture
def surgery(transactional_db):
    surgery = Surgery()
    Person.objects.update(privacy_notice_seen_at=timezone.now())
    return surgery


def sign_in(page, person):
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill(person.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def with_second_factor(page, person):
    make_phone(person)
    sign_in(page, person)
    page.get_by_role("textbox").first.fill(code_for(person))
    page.locator("main button.nhsuk-button").first.click()
    page.wait_for_url("**/")


def test_a_question_is_asked_on_a_phone_answered_without_javascript_and_then_the_policy_is_signed(visitors, surgery):
    tom, ravi = visitors.open(width=375), visitors.open(javascript=False)
    sign_in(tom, surgery.tom)
    tom.goto(f"/policies/{surgery.version.page.key}/")
    assert_accessible(tom)
    tom.get_by_role("link", name="I object to something in it").click()
    tom.get_by_label("Ravi Shah (Staff representative)").check()
    tom.get_by_label("What would you like to say?").fill("May I still talk about my pay?")
    assert_accessible(tom)
    tom.get_by_role("button", name="Send it").click()
    tom.get_by_text("Nothing is due while you wait for the answer.").wait_for()

    sign_in(ravi, surgery.ravi)
    ravi.get_by_role("link", name="Questions about policies waiting for you: 1").click()
    ravi.get_by_role("link", name="Tom Ellis: Social media policy").click()
    ravi.get_by_label("Your answer").fill("Always.")
    ravi.get_by_role("button", name="Send the answer").click()

    tom.reload()
    tom.get_by_text("Always.").wait_for()
    tom.get_by_role("link", name="Read version 1.0 of the policy").click()
    tom.get_by_role("link", name="Go to signing").click()
    tom.get_by_label("Password", exact=True).fill(PASSWORD)
    tom.get_by_role("button", name="Confirm and go on").click()
    tom.get_by_label("Your full name").fill("tom ellis")
    tom.get_by_label("I have read the statement above and I sign it").check()
    tom.get_by_role("button", name="Sign version 1.0").click()
    tom.get_by_role("heading", name="You signed the Social media policy").wait_for()
    assert list(Attestation.objects.order_by("number").values_list("kind", flat=True)) == [
        "queried",
        "answered",
        "signed",
    ]


def test_a_sheet_is_printed_uploaded_and_countersigned_by_somebody_else(visitors, surgery):
    ruth, ravi = visitors.open(), visitors.open(width=375)
    with_second_factor(ruth, surgery.ruth)
    ruth.goto(f"/compliance/{surgery.practice.ods_code.lower()}/paper/")
    assert_accessible(ruth)
    ruth.get_by_label("Tom Ellis, Receptionist").check()
    with ruth.expect_download() as printed:
        ruth.get_by_role("button", name="Print a sheet for each").click()
    assert printed.value.suggested_filename.startswith("sheets-social-media-policy")
    ruth.get_by_role("link", name="Upload a signed sheet").click()
    ruth.get_by_label("Who signed it?").select_option("Tom Ellis")
    ruth.get_by_label("The day written on the sheet").fill(timezone.localdate().isoformat())
    ruth.get_by_label("The scan").set_input_files({"name": "s.pdf", "mimeType": "application/pdf", "buffer": a_pdf()})
    assert_accessible(ruth)
    ruth.get_by_role("button", name="Upload it").click()
    ruth.get_by_text("You uploaded it, so somebody else has to countersign it").wait_for()
    address = ruth.url

    with_second_factor(ravi, surgery.ravi)
    ravi.goto(address)
    assert_accessible(ravi)
    ravi.get_by_role("button", name="Countersign it").click()
    ravi.get_by_role("heading", name="Countersigned").wait_for()
    assert_accessible(ravi)

    assert Attestation.objects.get().get_kind_display() == "Signed on paper, witnessed"
