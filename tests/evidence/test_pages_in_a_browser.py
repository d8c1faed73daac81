"""The pack's pages, opened from a folder as an inspector would."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.fixture
def opened(browser):
    """Opens a file of a pack in a window of some width, with no script allowed."""
    context = browser.new_context(viewport={"width": 375, "height": 800})
    yield context.new_page()
    context.close()


def pages_of(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob("**/*.html"))


def test_every_page_opens_without_a_network_and_axe_finds_nothing(full_folder, opened):
    asked_for = []
    opened.on("request", lambda request: asked_for.append(request.url))
    for name in pages_of(full_folder):
        opened.goto((full_folder / name).as_uri())

        assert Axe().run(opened).response["violations"] == [], name
    assert asked_for == [(full_folder / name).as_uri() for name in pages_of(full_folder)]


def test_no_page_is_wider_than_a_phone(full_folder, opened):
    for name in pages_of(full_folder):
        opened.goto((full_folder / name).as_uri())

        assert opened.evaluate("document.documentElement.scrollWidth") == 375, name


def test_every_link_leads_to_a_file_of_the_pack(full_folder, opened):
    for name in pages_of(full_folder):
        opened.goto((full_folder / name).as_uri())
        links = opened.eval_on_selector_all("a[href]", "links => links.map(link => link.getAttribute('href'))")

        beside = (full_folder / name).parent
        assert [link for link in links if not link.startswith("#") and not (beside / link).is_file()] == [], name


def test_the_index_leads_to_the_policy_in_its_words(folder, opened):
    opened.goto((folder / "index.html").as_uri())

    opened.get_by_role("link", name="Social media policy").click()

    expect(opened.get_by_role("heading", level=1)).to_have_text("Social media policy")
    expect(opened.get_by_text("Be kind.")).to_have_count(1)
