"""How the tests read back what was written: as text, as a picture, as boxes on a page."""

from io import BytesIO

import pypdfium2
import zxingcpp
from pypdf import PdfReader
from pypdf.generic import ContentStream


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
    """Each font that the pages name: what it is called, and whether the file has it."""
    named = [
        font.get_object()["/DescendantFonts"][0].get_object()
        for page in reader(pdf).pages
        for font in page["/Resources"]["/Font"].get_object().values()
        if font.get_object()["/Subtype"] == "/Type0"
    ]
    return {font["/BaseFont"].split("+")[1]: "/FontFile2" in font["/FontDescriptor"] for font in named}


def pictures_in(pdf):
    """Where each picture of the first page is: left, bottom, right, top."""
    with pypdfium2.PdfDocument(pdf) as document:
        found = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
        return [picture.get_bounds() for picture in found]


def structure_of(pdf):
    """The parts of a tagged page in the order in which they are read: kind, what stands for it, and its parts."""

    def parts(element):
        kids = element["/K"] if isinstance(element["/K"], list) else [element["/K"]]
        kids = [kid.get_object() for kid in kids]
        said = element.get("/Alt") or element.get("/ActualText") or ""
        return (str(element["/S"])[1:], str(said), [parts(kid) for kid in kids if "/S" in dictionary(kid)])

    return parts(reader(pdf).trailer["/Root"]["/StructTreeRoot"]["/K"].get_object())


def dictionary(value):
    return value if isinstance(value, dict) else {}


def unmarked_in(pdf):
    """What a page draws outside of every mark, by the operators that draw."""
    document = reader(pdf)
    depth, found = 0, []
    for _operands, operator in ContentStream(document.pages[0].get_contents(), document).operations:
        depth += {b"BDC": 1, b"BMC": 1, b"EMC": -1}.get(operator, 0)
        if not depth and operator in (b"Tj", b"TJ", b"Do", b"S", b"f", b"f*", b"B", b"b", b"s"):
            found.append(operator)
    return found
