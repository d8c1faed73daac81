"""Pictures as people choose them for a certificate."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw


def a_logo(size=(300, 120), kind="PNG", mode="RGB", **saved) -> bytes:
    """A picture of one round thing."""
    picture = Image.new(mode, size, "white")
    ImageDraw.Draw(picture).ellipse([10, 10, size[1] - 10, size[1] - 10], fill="navy")
    written = io.BytesIO()
    picture.save(written, kind, **saved)
    return written.getvalue()


def opened(body: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(body))
    picture.load()
    return picture


def uploaded(body: bytes, name="logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)
