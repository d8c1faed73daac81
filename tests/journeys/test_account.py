"""People come in, lock their account, and leave nothing behind, in a real browser."""

from base64 import b32decode

import pytest
from django_otp.oath import totp
from playwright.sync_api import expect

from tests.browsers import assert_accessible
from tests.factories import PASSWORD, give_duty, make_member
from tests.people.phones import make_known_person
from trainingsite.people.models import Duty

pytestmark = pytest.mark.journey


def sign_in(page, person) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill(person.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def heading(page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def make_manager():
    member = make_member(make_known_person("Ann Lee"), "Practice manager")
    give_duty(member.person, member.practice, Duty.PRACTICE_MANAGER)
    return member.person


@pytest.mark.parametrize("width", [375, 1280])
def test_a_manager_sets_up_a_phone_by_typing_its_key(visitors, width):
    page = visitors.open(width=width)
    manager = make_manager()
    sign_in(page, manager)
    assert heading(page).replace("\n", " ") == "A second step at sign-in"
    assert_accessible(page)

    page.get_by_role("link", name="Set it up now").click()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm and go on").click()
    page.get_by_text("I cannot scan it").click()
    assert_accessible(page)
    key = page.locator(".code").inner_text().replace(" ", "").upper()
    page.get_by_label("Code from the app").fill(f"{totp(b32decode(key)):06}")
    page.get_by_role("button", name="Turn on the second step").click()

    assert heading(page) == "Your recovery codes"
    assert_accessible(page)


def test_a_receptionist_signs_in_on_a_phone_without_javascript(visitors):
    page = visitors.open(width=375, javascript=False)
    person = make_member(make_known_person("Tom Ellis")).person

    sign_in(page, person)

    menu = page.get_by_role("navigation", name="Menu")
    assert menu.get_by_role("link").all_inner_texts() == ["Your training"]
    expect(menu.get_by_role("link", name="Your training")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_going_back_after_signing_out_shows_nothing(page):
    sign_in(page, make_member(make_known_person("Tom Ellis")).person)
    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()

    page.go_back()

    page.wait_for_url("**/account/sign-in/?next=/account/")
    assert heading(page) == "Sign in"
    assert page.get_by_text("Tom Ellis").count() == 0


def test_the_keyboard_alone_is_enough_to_sign_in_and_out(page):
    person = make_member(make_known_person("Tom Ellis")).person
    page.goto("/account/sign-in/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the header, to the main content
    page.keyboard.press("Tab")
    page.keyboard.type(person.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Your training", level=1).wait_for()

    page.keyboard.press("Shift+Tab")  # back from the main content: the menu, then the way out
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**/account/sign-in/")
    assert page.get_by_role("status").inner_text() == "You are signed out."


def test_an_error_takes_the_keyboard_to_what_is_wrong(page):
    page.goto("/account/sign-in/")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()

    expect(page.locator(":focus")).to_contain_text("There is a problem")
    assert page.title() == "Error: Sign in - Practice training"
    assert_accessible(page)


PUBLIC = ["/account/sign-in/", "/account/privacy/", "/account/password/forgotten/", "/account/password/forgotten/sent/"]
OWN = ["/account/", "/account/confirm/", "/account/second-step/", "/account/nowhere/"]


@pytest.mark.parametrize("width", [375, 1280])
def test_the_pages_of_an_account_are_for_everybody(visitors, width):
    page = visitors.open(width=width)
    for address in PUBLIC:
        page.goto(address)
        assert_accessible(page)

    sign_in(page, make_manager())
    for address in OWN:
        page.goto(address)
        assert_accessible(page)
