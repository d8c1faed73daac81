"""From the first sign-in to a certificate anyone can verify, and to a pack anyone can check: the main job."""

import io
import subprocess
import sys
import zipfile

import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command
from playwright.sync_api import expect

from modules.models import Completion, ModuleVersion
from modules.rules import Place
from modules.versions import content_of as module_content
from scenarios.models import AttemptOutcome, ScenarioVersion
from scenarios.versions import content_of as scenario_content
from tests.browsers import assert_accessible
from tests.journeys.example import code_for, the_example
from trainingsite.evidence.running import make_what_waits
from trainingsite.policies.models import Attestation

pytestmark = pytest.mark.journey


@pytest.fixture
def example(settings, tmp_path, site):
    """The starter content and a small example practice, as a new installation has them."""
    settings.DEMO_FOLDER = tmp_path / "demo"
    call_command("load_example_practice", "--staff", "12", "--years", "1", verbosity=0)
    return the_example()


def sign_in(page, person, example):
    page.goto("/account/sign-in/")
    page.get_by_label("Sign-in name").fill(person.username)
    page.get_by_label("Password", exact=True).fill(example.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    if example.needs_code(person):
        page.get_by_role("textbox").first.fill(code_for(person))
        page.locator("main button.nhsuk-button").first.click()
    page.wait_for_load_state()
    if "/account/privacy/" in page.url:
        assert_accessible(page)
        page.get_by_role("main").get_by_role("button").first.click()


def go_on(page, words):
    """Press the page's one button, after the page has been looked at."""
    assert_accessible(page)
    page.get_by_role("main").get_by_role("button", name=words).click()


def take_module(page, key):
    """Read every lesson and answer every question rightly."""
    content = module_content(ModuleVersion.objects.published(key).first())
    page.goto(f"/modules/{key}/")
    go_on(page, "Start")
    for _ in content["lessons"][1:]:
        go_on(page, "Next lesson")
    go_on(page, "Go to the check")
    go_on(page, "Start the check")
    for question in content["questions"]:
        if page.get_by_text(question["text"]).count():
            answer_rightly(page, question)
    go_on(page, "Hand in your answers")
    assert_accessible(page)


def answer_rightly(page, question):
    """Choose, put or mark what is right, whichever kind of question it is."""
    group = page.get_by_role("group").filter(has_text=question["text"]).first
    for option in question["options"]:
        if question["kind"] == "sort":
            line = group.get_by_role("group").filter(has_text=option["text"])
            line.get_by_label(Place(option["place"]).label, exact=True).check()
        elif option["right"]:
            group.get_by_label(option["text"], exact=True).check()


def play_scenario(page, key):
    """Take the recommended option at every step."""
    graph = scenario_content(ScenarioVersion.objects.published(key).first())["graph"]
    recommended = {
        option["text"] for step in graph["steps"] for option in step["options"] if option["verdict"] == "recommended"
    }
    page.goto(f"/scenarios/{key}/")
    go_on(page, "Start")
    while "/ending/" not in page.url:
        assert_accessible(page)
        if page.get_by_role("button", name="Decide").count():
            choices = page.get_by_role("radio").all()
            next(radio for radio in choices if label_of(page, radio) in recommended).check()
            page.get_by_role("button", name="Decide").click()
        else:
            page.get_by_role("main").get_by_role("link").filter(has_text="story").or_(
                page.get_by_role("main").get_by_role("link", name="See how it ends")
            ).first.click()
    assert_accessible(page)
    page.get_by_role("link", name="Look back on your choices").click()
    assert_accessible(page)


def label_of(page, radio):
    return page.locator(f"label[for='{radio.get_attribute('id')}']").inner_text()


def sign_policy(page, person, example):
    """Read the policy, show again who one is, review, sign."""
    page.goto("/")
    page.get_by_role("link", name="Social media policy").first.click()
    assert_accessible(page)
    page.get_by_role("link", name="Go to signing").click()
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(example.password)
    page.get_by_role("button", name="Confirm and go on").click()
    page.wait_for_url("**/sign/")
    assert_accessible(page)
    page.get_by_role("button", name="Sign version 2.0").click()
    assert page.get_by_role("alert").inner_text().split("\n")[0] == "There is a problem"
    assert_accessible(page)
    page.get_by_label("Your full name").fill(person.name.lower())
    page.get_by_label("I have read the statement above and I sign it").check()
    page.get_by_role("button", name="Sign version 2.0").click()
    assert_accessible(page)


def test_a_new_starter_does_the_induction_on_a_phone_and_the_manager_proves_it(visitors, example, tmp_path):
    phone, starter = visitors.open(width=375), example.new_starter
    sign_in(phone, starter, example)
    assert_accessible(phone)

    for key in ("boundaries", "privacy", "confidentiality"):
        take_module(phone, key)
    play_scenario(phone, "friend-request")
    sign_policy(phone, starter, example)

    assert [completion.basis for completion in Completion.objects.by(starter)] == ["own", "own", "own"]
    assert AttemptOutcome.objects.by(starter).filter(attempt__kind="scenario").get().passed
    assert Attestation.objects.by(starter).get().method == "password"
    pdf = certificate_of(phone)
    assert_verifies(visitors, pdf, starter)
    pack = pack_of(visitors.open(), example, starter)
    assert_whole(pack, tmp_path)


def certificate_of(page):
    """The PDF behind “Get your certificate”."""
    page.goto("/")
    go_on(page, "Get your certificate")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as PDF").click()
    return download.value.path().read_bytes()


def assert_verifies(visitors, pdf, person):
    """The square code on the printed certificate leads a stranger to a page that says it is valid."""
    picture = pypdfium2.PdfDocument(io.BytesIO(pdf))[0].render(scale=3).to_pil()
    address = zxingcpp.read_barcode(picture).text
    stranger = visitors.open()
    stranger.goto(address)
    assert_accessible(stranger)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("This certificate is valid")
    assert person.name in stranger.get_by_role("main").inner_text()


def pack_of(page, example, starter):
    """The manager sees what needs doing, opens the new starter's record from the matrix, and has the pack made."""
    sign_in(page, example.manager, example)
    page.goto("/compliance/")
    assert_accessible(page)
    expect(page.get_by_role("heading", name="What needs doing this week")).to_be_visible()
    page.get_by_role("link", name="Matrix", exact=True).click()
    assert_accessible(page)
    page.locator(".matrix").get_by_role("link", name=starter.name).first.click()
    assert_accessible(page)
    done = page.get_by_role("main").inner_text()
    assert "completed Personal and professional boundaries, version 1" in done
    page.goto("/evidence/")
    assert_accessible(page)
    page.get_by_role("button", name="Make the evidence pack").click()
    expect(page.get_by_text("Waiting to begin")).to_be_visible()
    assert [said.rsplit(": ", 1)[1] for said in make_what_waits(lambda: False)] == ["made"]
    link = page.get_by_role("link", name="The whole pack")
    expect(link).to_be_visible()
    assert_accessible(page)
    with page.expect_download() as download:
        link.click()
    return download.value.path()


def assert_whole(pack, folder):
    """verify.py, run as the inspector would, says that all is whole; and names a file that was changed."""
    zipfile.ZipFile(pack).extractall(folder / "pack")
    verify = [sys.executable, "verify.py"]
    whole = subprocess.run(verify, cwd=folder / "pack", capture_output=True, text=True, check=False)
    assert (whole.returncode, whole.stderr) == (0, "")

    changed = folder / "pack" / "attestations.csv"
    changed.write_bytes(changed.read_bytes().replace(b"2.0", b"1.0", 1))
    found = subprocess.run(verify, cwd=folder / "pack", capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "attestations.csv" in found.stdout + found.stderr


def test_the_module_works_without_scripts_and_with_the_keyboard_alone(visitors, example):
    page = visitors.open(javascript=False)
    page.goto("/account/sign-in/")
    page.locator("input[name=username]").focus()
    page.keyboard.type(example.new_starter.username)
    page.keyboard.press("Tab")
    page.keyboard.type(example.password)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/modules/boundaries/")
    for button in ("Start", "Next lesson"):
        with page.expect_navigation():
            page.get_by_role("button", name=button).press("Enter")

    assert "Lesson 2 of 5" in page.inner_text("main")
