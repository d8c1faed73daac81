"""Pictures made of dots, such as a logo or a signature: prepared once, drawn into many documents."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

MOST_DOTS = (1200, 400)
REMEMBERED = 16


@dataclass(frozen=True)
class Bitmap:
    """A picture ready to be written into a PDF: its size, its colours and what of it can be seen through."""

    width: int
    height: int
    colours: bytes
    cover: bytes

    def within(self, width: float, height: float) -> tuple[float, float]:
        """How large it is drawn in a box, its shape unchanged."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale


@lru_cache(maxsize=REMEMBERED)
def bitmap(content: bytes) -> Bitmap:
    """The picture in a PNG or JPEG file, no finer than print needs it."""
    with Image.open(BytesIO(content)) as opened:
        picture = opened.convert("RGBA")
    picture.thumbnail(MOST_DOTS, Image.Resampling.LANCZOS)
    cover = picture.getchannel("A")
    opaque = cover.getextrema() == (255, 255)
    return Bitmap(
        *picture.size,
        colours=zlib.compress(picture.convert("RGB").tobytes()),
        cover=b"" if opaque else zlib.compress(cover.tobytes()),
    )


def draw_bitmap(canvas: Canvas, name: str, picture: Bitmap, area: tuple[float, float, float, float]) -> None:
    """Draw the picture into an area: left, bottom, right, top. Its name is its own within the document."""
    left, bottom, right, top = area
    doc = canvas._doc
    colours = image(picture, "/DeviceRGB", picture.colours)
    if picture.cover:
        colours.dictionary["SMask"] = doc.Reference(image(picture, "/DeviceGray", picture.cover))
    label = doc.getXObjectName(name)
    doc.Reference(colours, label)
    canvas._formsinuse.append(name)
    canvas.saveState()
    canvas.transform(right - left, 0, 0, top - bottom, left, bottom)
    canvas._code.append(f"/{label} Do")
    canvas.restoreState()


def image(picture: Bitmap, space: str, content: bytes) -> pdfdoc.PDFStream:
    """One layer of a picture."""
    stream = pdfdoc.PDFStream(content=content)
    said = {"Type": "/XObject", "Subtype": "/Image", "ColorSpace": space, "BitsPerComponent": 8}
    said |= {"Width": picture.width, "Height": picture.height, "Filter": "/FlateDecode"}
    for key, value in said.items():
        stream.dictionary[key] = value
    return stream
