"""The drawings in posts: ours, harmless, readable, and inside what is published."""

import re
import xml.etree.ElementTree as ET

import pytest
from wagtail.blocks import StructBlockValidationError

from scenarios.blocks import PostBlock
from scenarios.engine import Post
from scenarios.graphs import post_from
from scenarios.pictures import FOLDER, names
from scenarios.posts import initials, post_html
from scenarios.text import LONGEST_LINE, LONGEST_TEXT, MOST_REPLIES
from scenarios.versions import BrokenScenario, content_of
from tests.factories import make_scenario, make_scenario_version

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {f"{SVG}{tag}" for tag in ("svg", "g", "path", "rect", "circle", "ellipse", "text")}
DRAWINGS = {"hill": '<svg viewBox="0 0 1 1"></svg>'}


def drawn(name):
    return (FOLDER / f"{name}.svg").read_text()


@pytest.mark.parametrize("name", names())
def test_a_drawing_holds_shapes_only_and_nothing_that_runs_styles_or_fetches(name):
    root = ET.fromstring(drawn(name))

    elements = list(root.iter())
    attributes = {attribute for element in elements for attribute in element.attrib}
    assert {element.tag for element in elements} <= ALLOWED
    assert [one for one in attributes if one in {"style", "id", "class", "href"} or one.startswith("on")] == []
    assert root.get("viewBox") == "0 0 640 360"


@pytest.mark.parametrize("name", names())
def test_the_words_in_a_drawing_can_be_read_on_a_phone(name):
    sizes = [int(size) for size in re.findall(r'font-size="(\d+)"', drawn(name))]

    assert [size for size in sizes if size < 30] == []


def test_every_drawing_is_light():
    assert [name for name in names() if len(drawn(name)) > 6_000] == []


def scenario_with(**fields):
    page = make_scenario()
    page.steps[0].value["post"].append({"name": "Gwen A", "text": "Home.", "replies": [], **fields})
    page.save()
    return page


@pytest.mark.django_db
def test_a_scenario_is_published_with_its_drawings_inside():
    content = content_of(make_scenario_version(scenario_with(drawing="hilltop", picture="A hill.")))

    assert content["drawings"] == {"hilltop": drawn("hilltop").strip()}


@pytest.mark.django_db
@pytest.mark.parametrize(("drawing", "picture"), [("no-such-thing", "A hill."), ("hilltop", "")])
def test_a_picture_that_cannot_be_shown_or_said_is_not_published(drawing, picture):
    with pytest.raises(BrokenScenario) as broken:
        make_scenario_version(scenario_with(drawing=drawing, picture=picture))

    assert [(found.code, found.where) for found in broken.value.problems] == [("unknown-drawing", "evening")]


@pytest.mark.django_db
def test_a_scenario_without_drawings_freezes_to_what_it_froze_to_before():
    content = content_of(make_scenario_version(scenario_with(picture="A hill.")))

    assert sorted(content) == ["exploration", "graph", "html", "kind"]
    assert "drawing" not in content["graph"]["steps"][0]["post"]


def test_a_drawn_picture_is_an_image_with_its_words():
    html = post_html(Post("Gwen A", "Home.", picture="A hill & a woman.", drawing="hill"), DRAWINGS)

    assert f'role="img" aria-label="Picture: A hill &amp; a woman.">{DRAWINGS["hill"]}</div>' in html


def test_a_post_published_before_there_were_drawings_shows_its_picture_in_words():
    old = {"name": "Gwen A", "handle": "", "text": "Home.", "picture": "A hill.", "reactions": "", "replies": []}

    html = post_html(post_from(old), {})

    assert ('<span class="post__picture-word">Picture:</span> A hill.' in html, "<svg" in html) == (True, False)


@pytest.mark.parametrize(
    ("name", "expected"), [("Gwen A", "GA"), ("mia", "M"), ("Steph, running club", "SR"), ("’Nia", ""), ("", "")]
)
def test_a_face_is_the_first_letters_of_two_words(name, expected):
    assert initials(name) == expected


def test_the_editor_takes_as_much_as_the_text_does():
    block = PostBlock().child_blocks

    longest = {name: block[name].field.max_length for name in ("name", "handle", "text", "picture", "reactions")}
    assert longest == {
        "name": LONGEST_LINE, "handle": LONGEST_LINE, "reactions": LONGEST_LINE,
        "text": LONGEST_TEXT, "picture": LONGEST_TEXT,
    }  # fmt: skip
    assert block["replies"].meta.max_num == MOST_REPLIES


def test_an_author_who_chooses_a_drawing_is_asked_what_it_shows():
    block = PostBlock()
    value = block.normalize({"name": "Gwen A", "text": "Home.", "picture": "", "drawing": "hilltop"})

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(value)

    [message] = refused.value.block_errors["picture"].messages
    assert message == "Say in words what the drawing “hilltop” shows, for people who cannot see it."
