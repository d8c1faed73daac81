"""The page on which a pack begins, on a desk's screen and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.evidence.crowds import asks_for, crowded, facts_of
from tests.factories import make_practice
from trainingsite.evidence import pages

pytestmark = [pytest.mark.journey, pytest.mark.django_db]


@pytest.fixture
def index(tmp_path):
    """The index of a practice with 12 people that asks for 17 things, as a file in a folder."""
    practice = make_practice()
    asks_for(practice, *(f"Mandatory training {number}" for number in range(1, 18)))
    asked, facts = facts_of(practice)
    path = tmp_path / "index.html"
    path.write_bytes(pages.index(asked, crowded(facts, 12)))
    return path.as_uri()


@pytest.fixture
def opened(browser, index):
    """The index in a window of some width."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(index)
    yield page
    context.close()


def test_on_a_wide_screen_nothing_runs_out_of_it_and_axe_finds_nothing(opened):
    assert opened.evaluate("document.documentElement.scrollWidth") == 1280
    assert Axe().run(opened).response["violations"] == []


def test_on_paper_every_column_of_the_matrix_is_on_the_sheet(opened):
    opened.set_viewport_size({"width": 1047, "height": 718})  # A4 turned sideways without its margins
    opened.emulate_media(media="print")

    right = opened.eval_on_selector_all(
        ".matrix th, .matrix td", "cells => cells.map(c => c.getBoundingClientRect().right)"
    )

    assert len(right) == 14 * 18
    assert [edge for edge in right if edge > 1047] == []
