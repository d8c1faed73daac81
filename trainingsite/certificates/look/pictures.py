"""Pictures for certificates, judged by what is in them: drawn anew, as large as paper needs, and without what a
camera or a program wrote into the file."""

from io import BytesIO

from PIL import Image, ImageOps

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS_A_SIDE = 4000
# As sharp as print is, 300 dots an inch, in the room that the sheet has for each.
LOGO_FITS, SIGNATURE_FITS = (1080, 192), (832, 184)
JPEG_QUALITY = 90

EMPTY = "That file is empty. Choose a picture"
TOO_BIG = "That picture is larger than 2 MB. Save it smaller, or take a screenshot of it and choose that"
OTHER_KIND = "That file is not a PNG or a JPEG, whatever its name says. Save the picture as a PNG and choose that"
BROKEN = "That picture is broken or not complete, so it cannot be printed. Save it again and choose that"
TOO_WIDE = (
    "That picture is more than 4,000 pixels wide or high. Save it smaller, or take a screenshot of it and choose that"
)


class NotAPicture(Exception):
    """The file cannot be printed on a certificate; its sentence says why, and what to do."""


def picture_in_upload(file, fits: tuple[int, int]) -> bytes:
    """The picture in an uploaded file, of which no more is read than may be. Raises NotAPicture."""
    if file.size > MOST_BYTES:
        raise NotAPicture(TOO_BIG)
    return picture_in(file.read(), fits)


def picture_in(body: bytes, fits: tuple[int, int]) -> bytes:
    """The picture drawn anew, small enough to fit. Raises NotAPicture with a sentence for whoever chose it."""
    if not body:
        raise NotAPicture(EMPTY)
    if len(body) > MOST_BYTES:
        raise NotAPicture(TOO_BIG)
    if not body.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise NotAPicture(OTHER_KIND)
    try:
        with Image.open(BytesIO(body), formats=["PNG", "JPEG"]) as picture:
            too_wide = max(picture.size) > MOST_PIXELS_A_SIDE
            drawn = b"" if too_wide else drawn_anew(picture, fits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise NotAPicture(TOO_WIDE) from bomb
    except Exception as problem:  # a file made to break its reader may raise anything
        raise NotAPicture(BROKEN) from problem
    if too_wide:
        raise NotAPicture(TOO_WIDE)
    return drawn


def drawn_anew(picture: Image.Image, fits: tuple[int, int]) -> bytes:
    """The same picture the right way up, in its own kind of file, with nothing in it but the picture."""
    upright = ImageOps.exif_transpose(picture)
    bare = with_plain_colours(upright)
    bare.thumbnail(fits, Image.Resampling.LANCZOS)
    bare.info.clear()
    written = BytesIO()
    if picture.format == "JPEG":
        bare.convert("RGB").save(written, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        bare.save(written, "PNG", optimize=True)
    return written.getvalue()


def with_plain_colours(picture: Image.Image) -> Image.Image:
    """The picture in red, green and blue, with what is clear in it kept clear."""
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
