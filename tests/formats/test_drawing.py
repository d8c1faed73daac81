"""A drawing is the same on the screen and on paper, says what it shows, and breaks out of nothing."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from tests.formats.reading import picture_of, words_of
from trainingsite.formats.canvas import About
from trainingsite.formats.drawing import Anchor, Box, Dot, Drawing, Ink, Line, Path, Words, svg
from trainingsite.formats.inking import Inked
from trainingsite.formats.pdf import Document, Picture, render

SPACE = "{http://www.w3.org/2000/svg}"


def make_drawing(*shapes, title="Share met", description="It rose.", width=200):
    return Drawing(width, 100, shapes, title, description)


def on_paper(*shapes, **more):
    return render(Document(About("Trends", date(2026, 3, 14)), [Picture(make_drawing(*shapes, **more))]))


def read(drawing):
    return ET.fromstring(svg(drawing))


def test_a_drawing_tells_a_screen_reader_what_it_is_and_what_it_shows():
    picture = read(make_drawing())

    names = {each.get("id"): each.text for each in picture}
    assert picture.get("role") == "img"
    assert names[picture.get("aria-labelledby")] == "Share met"
    assert names[picture.get("aria-describedby")] == "It rose."


def test_every_shape_is_on_the_screen():
    shapes = [Line(0, 0, 9, 9), Box(1, 1, 5, 5), Dot(3, 3), Words(4, 4, "Jan"), Path([(0, 0), (1, 2)])]

    tags = [each.tag.removeprefix(SPACE) for each in read(make_drawing(*shapes))]

    assert tags == ["title", "desc", "line", "rect", "circle", "text", "polyline"]


def test_a_dashed_line_is_dashed_on_the_screen():
    line, path = list(read(make_drawing(Line(0, 0, 9, 9, dash=(2, 3)), Path([(0, 0), (9, 9)], dash=(7, 4)))))[2:]

    assert (line.get("stroke-dasharray"), path.get("stroke-dasharray")) == ("2 3", "7 4")


def test_words_cannot_become_markup():
    text = '</text><script>alert("x")</script>&'
    picture = read(make_drawing(Words(0, 9, text), title=text, description=text))

    assert [each.text for each in picture] == [text, text, text]


def test_what_xml_does_not_allow_is_left_out():
    picture = read(make_drawing(Words(0, 9, "Ann\x00\x0b Lee\ud800\tGP")))

    assert picture[-1].text == "Ann  Lee GP"


def test_nothing_in_a_drawing_needs_a_style_or_a_script():
    picture = read(make_drawing(Box(0, 0, 9, 9, outline=Ink.TEXT), Words(0, 9, "Jan", bold=True)))

    attributes = {name for each in picture.iter() for name in each.attrib}
    assert {name for name in attributes if name == "style" or name.startswith(("on", "href"))} == set()


def test_the_same_drawing_gives_the_same_bytes():
    shapes = [Words(10, 20, "March"), Line(0, 0, 1 / 3, 2 / 3)]

    assert svg(make_drawing(*shapes)) == svg(make_drawing(*shapes))
    assert on_paper(*shapes) == on_paper(*shapes)


def test_two_drawings_on_a_page_share_no_id():
    ids = [
        each.get("id")
        for drawing in (make_drawing(), make_drawing(width=100), make_drawing(title="Lapses"))
        for each in read(drawing)
    ]

    assert len(set(ids)) == 6


def test_paper_has_the_words_of_the_screen():
    shapes = [Words(10, 20, "Zoë & Ann: 92%"), Words(190, 60, "by March", anchor=Anchor.END, bold=True)]

    on_screen = [each.text for each in read(make_drawing(*shapes))[2:]]

    assert words_of(on_paper(*shapes)) == f"Share met {' '.join(on_screen)} Page 1 of 1"


def dark_rows(*shapes):
    """Where down the first page something black is, in points."""
    picture = picture_of(on_paper(*shapes), scale=1).convert("L")
    width, height = picture.size
    return {y for y in range(height) if min(picture.crop((0, y, width, y + 1)).tobytes()) < 60}


@pytest.mark.parametrize(
    "shape",
    [
        lambda y: Box(0, y, 10, 6, fill=Ink.TEXT),
        lambda y: Dot(10, y + 3, 3, ink=Ink.TEXT),
        lambda y: Line(0, y + 3, 10, y + 3, ink=Ink.TEXT, thick=6),
        lambda y: Path([(0, y + 3), (10, y + 3)], ink=Ink.TEXT, thick=6),
        lambda y: Words(0, y + 9, "MMM", bold=True, ink=Ink.TEXT),
    ],
)
def test_down_is_down_on_paper_too(shape):
    without = dark_rows()
    upper, lower = (min(dark_rows(shape(y)) - without) for y in (10, 80))

    assert lower - upper == pytest.approx(70 / 1.4, abs=2)


def test_a_drawing_too_wide_for_the_page_is_made_smaller():
    inked = Inked(make_drawing(width=1000), 500)

    assert inked.wrap(500, 700) == (500, 50)


def test_the_words_of_a_drawing_are_no_larger_than_running_text():
    inked = Inked(make_drawing(width=140), 500)

    assert inked.wrap(500, 700) == (100, pytest.approx(100 / 1.4))


@pytest.mark.parametrize(
    "write", [svg, lambda drawing: render(Document(About("T", date(2026, 1, 1)), [Picture(drawing)]))]
)
def test_what_is_no_shape_is_refused(write):
    with pytest.raises(TypeError, match="no shape of the kind str"):
        write(make_drawing("a circle"))
