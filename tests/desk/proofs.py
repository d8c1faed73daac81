"""Files that people send as proof: good ones, and ones that are not what they say."""

import io
import zipfile

from PIL import Image
from pypdf import PdfWriter


def a_pdf(*, pages: int = 1, password: str | None = None, owner_password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password is not None:
        writer.encrypt(password, owner_password or None)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def a_picture(kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB") -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(written, kind)
    return written.getvalue()


def a_zip() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("inside.txt", "hidden")
    return written.getvalue()


HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)
