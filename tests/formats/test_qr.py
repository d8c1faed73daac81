import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from tests.formats.reading import codes_in, picture_of
from trainingsite.formats import qr

ADDRESS = "https://training.example.nhs.uk/verify/7KQ4-M2XN-9VTR-H3DW-P/"


def drawn(path, side, scale=4):
    """The picture a browser would make of the runs in an SVG path."""
    picture = Image.new("L", (side * scale, side * scale), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        left, top = int(x) * scale, int(y) * scale
        pen.rectangle((left, top, left + int(length) * scale - 1, top + scale - 1), fill=0)
    return picture


@pytest.mark.parametrize("text", [ADDRESS, "https://x.example/" + "w" * 180, "Zoë Ångström"])
def test_a_code_drawn_as_svg_can_be_read(text):
    picture = ElementTree.fromstring(qr.svg(text, "Address"))
    side = int(picture.get("viewBox").split()[2])

    assert codes_in(drawn(picture[1].get("d"), side)) == [text]


def test_a_code_says_what_it_is_to_those_who_cannot_see_it():
    picture = ElementTree.fromstring(qr.svg(ADDRESS, 'Check "Ann & Tom"'))

    assert (picture.get("role"), picture.get("aria-label")) == ("img", 'Check "Ann & Tom"')


def test_a_code_drawn_in_a_pdf_can_be_read():
    out = BytesIO()
    page = qr.Canvas(out, pagesize=(120, 120))
    qr.draw_qr(page, ADDRESS, 10, 10, 100)
    page.save()

    assert codes_in(picture_of(out.getvalue(), scale=3)) == [ADDRESS]


def test_a_smudged_code_can_still_be_read():
    path = ElementTree.fromstring(qr.svg(ADDRESS, ""))[1].get("d")
    picture = drawn(path, len(qr.matrix(ADDRESS)) + 8)
    middle = picture.width // 2
    ImageDraw.Draw(picture).rectangle((middle - 20, middle - 20, middle + 20, middle + 20), fill=255)

    assert codes_in(picture) == [ADDRESS]


def test_a_code_corrects_a_quarter_of_itself():
    code = zxingcpp.read_barcode(drawn(ElementTree.fromstring(qr.svg(ADDRESS, ""))[1].get("d"), 60))

    assert code.ec_level == "Q"
