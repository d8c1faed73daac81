"""Lessons on a phone between two patients, on a shared computer, and on paper."""

import io
from urllib.parse import parse_qs

import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from modules.loading import load_modules
from modules.models import CheckUp, LessonPage, ModuleVersion
from tests.browsers import assert_accessible
from tests.factories import MONDAY, PASSWORD, make_member, make_module, make_module_version, make_shelf
from tests.modules.lessons import WALK, make_nurse_role, module_with, nurses_read, post
from tests.people.phones import make_known_person
from trainingsite.people.loading import load_job_roles

pytestmark = pytest.mark.journey

LESSON = "/modules/boundaries/lesson-1/"
TWO_PLATFORMS = (
    "walk_through",
    {
        "platforms": [
            {"name": name, "checks": [{"look_for": f"{name} {word}", "why": "Off."} for word in ("previews", "tags")]}
            for name in ("Messaging", "Photos")
        ]
    },
)


def sign_in(page, person):
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill(person.username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")


def make_learner():
    return make_member(make_known_person("Tom Ellis")).person


def pages_on_paper(page) -> int:
    return len(pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4"))))


def test_every_starter_card_is_one_page_of_a4_and_reads_well_on_a_phone(visitors):
    list(load_job_roles())
    list(load_modules(make_shelf("Starter"), at=MONDAY))
    page = visitors.open(width=375)
    sign_in(page, make_learner())

    pages = {}
    for version in ModuleVersion.objects.current():
        page.goto(reverse("modules:card", args=[version.page.key]))
        assert_accessible(page)
        pages[version.title] = pages_on_paper(page)

    assert len(pages) >= 10
    assert set(pages.values()) == {1}


def test_a_card_of_six_lessons_with_every_line_as_long_as_it_may_be_is_one_page(visitors):
    explained = ("Because we say so, and here is why. " * 17)[:600]
    page = make_module(lessons=6, recap=[("recap", dict.fromkeys(("colleague", "patient", "inspector"), explained))])
    LessonPage.objects.child_of(page).update(remember=("One thing to remember. " * 14)[:300])
    make_module_version(page)
    visitor = visitors.open()
    sign_in(visitor, make_learner())

    visitor.goto("/modules/boundaries/card/")

    assert pages_on_paper(visitor) == 1


def test_nothing_that_is_ticked_reaches_the_server_or_the_next_person(visitors):
    make_module_version(module_with(TWO_PLATFORMS))
    page, sent = visitors.open(width=375), []
    sign_in(page, make_learner())
    page.goto(LESSON)
    page.get_by_text("Messaging", exact=True).click()
    page.get_by_label("Messaging tags").check()
    expect(page.get_by_text("1 of 2 looked at")).to_be_visible()
    assert_accessible(page)
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)

    page.get_by_role("button", name="I have done my check-up today").click()

    page.get_by_text("We have noted that you did your check-up today").wait_for()
    assert [sorted(parse_qs(request.post_data)) for request in sent] == [["csrfmiddlewaretoken", "version"]]
    assert CheckUp.objects.count() == 1
    page.go_back()
    assert page.locator("input:checked").count() == 0
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_the_check_up_works_without_scripts(visitors):
    make_module_version(module_with(TWO_PLATFORMS))
    page = visitors.open(javascript=False)
    sign_in(page, make_learner())
    page.goto(LESSON)

    page.get_by_text("Photos", exact=True).click()
    page.get_by_label("Photos previews").check()
    page.get_by_role("button", name="I have done my check-up today").click()

    expect(page.get_by_text("You last did your check-up on")).to_have_count(1)


def test_after_signing_out_the_back_button_shows_no_lesson(visitors):
    make_module_version(module_with(WALK))
    page = visitors.open()
    sign_in(page, make_learner())
    page.goto(LESSON)
    page.get_by_text("Messaging apps").click()
    page.get_by_label("Lock screen previews").check()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")

    page.go_back()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    assert page.get_by_text("Lock screen previews").count() == 0
    assert page.locator("input:checked").count() == 0


def test_on_a_phone_everything_to_press_is_big_enough_for_a_thumb(visitors):
    make_nurse_role()
    make_module_version(module_with(post(drawing="hilltop"), nurses_read("For nurses."), TWO_PLATFORMS))
    page = visitors.open(width=375)
    sign_in(page, make_learner())

    small = {}
    for address in ("/modules/boundaries/", LESSON):
        page.goto(address)
        assert_accessible(page)
        to_press = page.locator("main button, main summary, main .walk__check, main .task, main .nhsuk-button")
        boxes = [box for box in (one.bounding_box() for one in to_press.all()) if box]
        small[address] = [box["height"] for box in boxes if box["height"] < 44]

    assert small == {"/modules/boundaries/": [], LESSON: []}


def test_a_picture_is_said_in_words_to_whoever_cannot_see_it(visitors):
    make_module_version(module_with(post(drawing="hilltop", picture="A woman on a hill.")))
    page = visitors.open()
    sign_in(page, make_learner())

    page.goto(LESSON)

    expect(page.get_by_role("img", name="Picture: A woman on a hill.")).to_be_visible()
    assert page.get_by_role("figure", name="Post by Gwen A").count() == 1


def test_a_module_half_read_is_taken_up_where_it_was_left(visitors):
    make_module_version(make_module(lessons=3))
    person, phone = make_learner(), visitors.open(width=375)
    sign_in(phone, person)
    phone.goto("/modules/boundaries/")
    phone.get_by_role("button", name="Start").click()
    phone.get_by_role("button", name="Next lesson").click()
    phone.wait_for_url("**/lesson-2/")

    desk = visitors.open()
    sign_in(desk, person)
    desk.goto("/modules/boundaries/")
    desk.get_by_role("link", name="Carry on with lesson 2").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Lesson 2")
