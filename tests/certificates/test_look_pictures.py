"""A picture for certificates is judged by what is in it, and drawn anew."""

import io
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.certificates.pictures import a_logo, opened, uploaded
from tests.desk.proofs import HEIC, HTML, a_pdf
from trainingsite.certificates.look import pictures
from trainingsite.certificates.look.pictures import LOGO_FITS, NotAPicture, picture_in, picture_in_upload

ORIENTATION, WHO_TOOK_IT, TURNED_RIGHT = 0x0112, 0x013B, 6


def refused(body: bytes) -> str:
    with pytest.raises(NotAPicture) as refusal:
        picture_in(body, LOGO_FITS)
    return str(refusal.value)


def noise(size) -> bytes:
    written = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_stays_what_it_is(kind):
    drawn = opened(picture_in(a_logo(kind=kind), LOGO_FITS))

    assert (drawn.format, drawn.size, drawn.mode) == (kind, (300, 120), "RGB")
    assert drawn.getpixel((60, 60))[2] > 100


def test_a_large_picture_is_made_as_large_as_paper_needs():
    assert opened(picture_in(a_logo((4000, 1000)), LOGO_FITS)).size == (768, 192)


def test_what_is_clear_in_a_logo_stays_clear():
    clear = Image.new("RGBA", (50, 20), (0, 0, 0, 0))
    written = io.BytesIO()
    clear.save(written, "PNG")

    assert opened(picture_in(written.getvalue(), LOGO_FITS)).getpixel((5, 5))[3] == 0


def test_a_photo_that_was_held_sideways_is_turned_the_right_way_up():
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED_RIGHT

    assert opened(picture_in(a_logo(kind="JPEG", exif=exif), LOGO_FITS)).size == (77, 192)


def test_nothing_is_kept_of_what_a_camera_or_a_program_wrote_into_it():
    exif = Image.Exif()
    exif[WHO_TOOK_IT] = "Helen Marsh"
    told = PngInfo()
    told.add_text("Author", "Helen Marsh")
    before = [a_logo(kind="JPEG", exif=exif, comment=b"Helen Marsh"), a_logo(pnginfo=told)]

    after = [picture_in(body, LOGO_FITS) for body in before]

    assert [b"Helen Marsh" in body for body in (*before, *after)] == [True, True, False, False]


def test_something_hidden_behind_the_picture_does_not_come_along():
    assert HTML not in picture_in(a_logo() + HTML, LOGO_FITS)


def test_a_picture_for_printing_presses_is_drawn_in_colours_for_screens():
    assert opened(picture_in(a_logo(kind="JPEG", mode="CMYK"), LOGO_FITS)).mode == "RGB"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", pictures.EMPTY),
        (HEIC, pictures.OTHER_KIND),
        (a_pdf(), pictures.OTHER_KIND),
        (HTML, pictures.OTHER_KIND),
        (a_logo()[:200], pictures.BROKEN),
        (a_logo((4001, 30)), pictures.TOO_WIDE),
        (noise((30, 4001)), pictures.TOO_WIDE),
        (noise((1500, 1500)), pictures.TOO_BIG),
    ],
    ids=["empty", "heic", "pdf", "html", "cut off", "too wide", "too high", "more than 2 MB"],
)
def test_what_cannot_be_printed_is_refused_with_a_sentence(body, sentence):
    assert refused(body) == sentence


def test_a_picture_that_claims_to_be_enormous_is_refused_before_it_is_unpacked():
    head = b"IHDR" + (60_000).to_bytes(4) * 2 + b"\x08\x02\x00\x00\x00"
    bomb = b"\x89PNG\r\n\x1a\n" + (13).to_bytes(4) + head + zlib.crc32(head).to_bytes(4)

    assert refused(bomb + a_logo()[33:]) == pictures.TOO_WIDE


def test_no_more_of_an_upload_is_read_than_may_be_kept():
    with pytest.raises(NotAPicture, match="2 MB"):
        picture_in_upload(uploaded(bytes(pictures.MOST_BYTES + 1)), LOGO_FITS)
