"""How the tests read back what was written: as text, as a picture, as boxes on a page."""

from io import BytesIO

import pypdfium2
import zxingcpp
from pypdf import PdfReader


def reader(pdf):
    return PdfReader(BytesIO(pdf))


def words_of(pdf, page=0):
    """The text of a page with every run of white space as one space: lines end where they must."""
    return " ".join(reader(pdf).pages[page].extract_text().split())


def lines_of(pdf, page=0):
    return [line.strip() for line in reader(pdf).pages[page].extract_text().splitlines() if line.strip()]


def picture_of(pdf, scale=2):
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=scale).to_pil()


def codes_in(picture):
    return [code.text for code in zxingcpp.read_barcodes(picture)]


def boxes_in(pdf):
    """Where each line of the first page is: left, bottom, right, top."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        return [text.get_rect(number) for number in range(text.count_rects())]


def fonts_in(pdf):
    return [
        font.get_object() for page in reader(pdf).pages for font in page["/Resources"]["/Font"].get_object().values()
    ]
