"""An author builds a scenario from nothing, is refused and mends it; a learner plays it with the keyboard."""

from contextlib import suppress

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import TimeoutError, expect

from scenarios.models import AttemptOutcome, ScenarioPage
from tests.browsers import assert_accessible
from tests.journeys.example import the_example
from tests.journeys.test_induction import sign_in
from trainingsite.people.models import LibraryPage

pytestmark = pytest.mark.journey
CLICKS = 4

STEPS = [
    ("parcel", "A courier leaves a parcel for Mr Price at the desk and asks you to text him.", [
        ("text-him", "Text him from your own phone.", "no-ending", "risky", 0),
        ("ring-him", "Ring him from the surgery.", "the-call", "recommended", 2),
    ]),
    ("the-call", "His daughter answers, and asks what is in it.", [
        ("tell-her", "Read her the label.", "upset", "breach", 0),
        ("call-back", "Say that you will ring again.", "calm", "recommended", 2),
    ]),
]  # fmt: skip
ENDINGS = [("calm", "Mr Price collects it", "good"), ("upset", "Mr Price complains", "poor")]


@pytest.fixture
def example(settings, tmp_path, site):
    settings.DEMO_FOLDER = tmp_path / "demo"
    call_command("load_example_practice", "--staff", "12", "--years", "1", verbosity=0)
    return the_example()


def add_block(page, stream):
    page.locator(f"#panel-child-content-{stream}-section button[title='Insert a block']").last.click()


def add_option(page, step, number, option):
    name, text, _, verdict, points = option
    at = f"steps-{step}-value-options-{number}-value"
    add = page.locator(f"xpath=//input[@name='steps-{step}-value-options-count']/..//button[@title='Add']").last
    for _ in range(CLICKS):  # a step that has just been put in still slides open, and may slide away under the click
        add.click()
        with suppress(TimeoutError):
            page.locator(f"[name='{at}-id']").wait_for(timeout=3000)
            break
    page.locator(f"[name='{at}-id']").fill(name)
    page.locator(f"[name='{at}-text']").fill(text)
    page.locator(f"[name='{at}-verdict']").select_option(verdict)
    page.locator(f"[name='{at}-points']").fill(str(points))
    page.locator(f"[name='{at}-feedback']").fill("Because our policy says so.")


def write_steps(page):
    for step, (name, text, options) in enumerate(STEPS):
        add_block(page, "steps")
        page.locator(f"[name='steps-{step}-value-id']").fill(name)
        page.locator(f"[name='steps-{step}-value-text']").fill(text)
        for number, option in enumerate(options):
            add_option(page, step, number, option)


def write_endings(page):
    for number, (name, title, outcome) in enumerate(ENDINGS):
        add_block(page, "endings")
        page.locator(f"[name='endings-{number}-value-id']").fill(name)
        page.locator(f"[name='endings-{number}-value-title']").fill(title)
        page.locator(f"[name='endings-{number}-value-text']").fill(f"{title} in the end.")
        page.locator(f"[name='endings-{number}-value-outcome']").select_option(outcome)


def lead(page):
    """Choose where each option leads, among what the chooser offers; the first is left open."""
    for step, (_, _, options) in enumerate(STEPS):
        for number, (*_, to, _, _) in enumerate(options):
            if to != "no-ending":
                choose(page, f"steps-{step}-value-options-{number}-value-to", to)
    choose(page, "start", "parcel")


def choose(page, name, place):
    chooser = page.locator(f"select[name='{name}']")
    expect(chooser.locator(f"option[value='{place}']")).to_have_count(1)
    chooser.select_option(place)


def write_scenario(page):
    """A scenario typed into Wagtail from nothing."""
    page.goto(f"/admin/pages/add/scenarios/scenariopage/{LibraryPage.objects.get(slug='scenarios').pk}/")
    page.locator("[name=title]").fill("A parcel at the desk")
    page.locator("[name=key]").fill("parcel")
    page.locator("[name=summary]").fill("A parcel, a daughter and a label. About 5 minutes.")
    page.get_by_label("Everybody at the practice").check()
    write_steps(page)
    write_endings(page)
    lead(page)


def publish(page):
    """Once the draft has been saved by itself: Wagtail takes whoever is quicker than that for two people."""
    page.wait_for_timeout(1_500)
    expect(page.locator(".w-autosave-indicator__state--saving")).not_to_be_visible(timeout=15_000)
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_load_state()


def axe_on(page, part):
    """What is wrong in our own part of a page that is otherwise Wagtail's."""
    found = Axe().run(page, context=part).response["violations"]
    return [(violation["id"], node["html"]) for violation in found for node in violation["nodes"]]


def test_an_author_builds_a_scenario_and_a_learner_plays_it_with_the_keyboard(visitors, example):
    desk = visitors.open()
    sign_in(desk, example.person("Author"), example)
    write_scenario(desk)
    expect(desk.locator("svg.map a.map-box")).to_have_count(4)
    publish(desk)

    assert_refused(desk)
    mend(desk)
    publish(desk)
    expect(desk.get_by_text("Page 'A parcel at the desk' has been published")).to_be_visible()
    page = ScenarioPage.objects.get(key="parcel")
    assert page.versions.get().approved_by == example.person("Author")

    edit_again(desk, page)
    assert [version.material for version in page.versions.order_by("number")] == [True, False]

    play_with_the_keyboard(visitors.open(width=375), example)


def assert_refused(page):
    """What is wrong stands at the top in words, and a link leads to the option at fault."""
    refused = page.locator("[data-to-mend]")
    expect(refused).to_contain_text("It is not said where the option “text-him” leads.")
    assert axe_on(page, "[data-scenario-map]") == []
    refused.get_by_role("link", name="parcel, option text-him").first.click()
    expect(page.locator("[name='steps-0-value-options-0-value-id']")).to_be_focused()


def mend(page):
    choose(page, "steps-0-value-options-0-value-to", "upset")
    expect(page.locator(".map-summary")).to_contain_text("Nothing stops it from being published")


def edit_again(page, scenario):
    """A second publication asks whether the change is material; this one is minor."""
    page.goto(f"/admin/pages/{scenario.pk}/edit/")
    page.locator("[name='endings-0-value-text']").fill("Mr Price collects it and says thank you.")
    publish(page)
    expect(page.get_by_role("heading", name="Is this change material?")).to_be_visible()
    assert axe_on(page, ".authoring") == []
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_role("alert")).to_contain_text("Say whether the change is material or minor")
    page.get_by_label("Minor: wording only").check()
    page.get_by_label("What has changed, and why?").fill("A kinder ending.")
    page.get_by_role("button", name="Publish this version").click()
    expect(page.get_by_text("is published as version 2, minor")).to_be_visible()


def play_with_the_keyboard(page, example):
    """To an ending and its debrief, on a phone's screen and without a pointer."""
    learner = example.new_starter
    sign_in(page, learner, example)
    page.goto("/scenarios/parcel/")
    press(page, page.get_by_role("button", name="Start"))
    decide(page, 1)
    press(page, page.get_by_role("link", name="See how it ends"))
    assert_accessible(page)
    press(page, page.get_by_role("link", name="Look back on your choices"))
    assert_accessible(page)
    debrief = page.get_by_role("main").inner_text()
    assert ("The road not taken" in debrief, "Ring him from the surgery." in debrief) == (True, True)
    assert AttemptOutcome.objects.by(learner).get().passed is False


def decide(page, downs):
    """Into the group of choices with the tabulator, along it with the arrows, and decide."""
    assert_accessible(page)
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    for _ in range(downs - 1):
        page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Decide"))
    assert_accessible(page)


def press(page, target):
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page, target):
    """Press the tabulator until the target has the focus, as somebody without a pointer does."""
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")
