"""What may be uploaded as proof is told by its content, and whatever is refused gets a sentence."""

import struct
import zlib

import pytest

from tests.desk.proofs import HEIC, HTML, a_pdf, a_picture, a_zip
from trainingsite.compliance import proofs
from trainingsite.compliance.proofs import MOST_BYTES, NotAProof, proof_in


def refusal_of(body: bytes) -> str:
    with pytest.raises(NotAProof) as refused:
        proof_in(body)
    return str(refused.value)


def a_vast_png() -> bytes:
    """A few bytes that claim to be a picture of sixty thousand by sixty thousand."""
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    written = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (a_pdf(), "application/pdf"),
        (a_pdf(password="", owner_password="printer"), "application/pdf"),  # anybody may open it
        (a_picture("PNG"), "image/png"),
        (a_picture("PNG", mode="RGBA"), "image/png"),
        (a_picture("JPEG"), "image/jpeg"),
        (a_picture("JPEG", size=(3, 3)), "image/jpeg"),
        (a_picture("JPEG", mode="CMYK"), "image/jpeg"),
    ],
)
def test_a_good_file_is_kept_byte_for_byte(body, media_type):
    proof = proof_in(body)

    assert (proof.media_type, proof.body) == (media_type, body)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", proofs.EMPTY),
        (HTML, proofs.OTHER_KIND),
        (a_zip(), proofs.OTHER_KIND),
        (b"GIF89a" + bytes(50), proofs.OTHER_KIND),
        (b"just words", proofs.OTHER_KIND),
        (HEIC, proofs.HEIC),
        (a_pdf(password="secret"), proofs.LOCKED),
        (a_pdf(pages=0), proofs.BROKEN_PDF),
        (a_pdf()[:-40], proofs.BROKEN_PDF),
        (b"%PDF-1.7\n" + bytes(900) + b"%%EOF", proofs.BROKEN_PDF),
        (a_pdf() + a_zip(), proofs.TWO_THINGS),
        (b"%PDF-1.7\n" + HTML + a_pdf(), proofs.TWO_THINGS),
        (a_picture("PNG") + a_zip(), proofs.TWO_THINGS),
        (a_picture("PNG") + b"more", proofs.TWO_THINGS),
        (a_picture("JPEG") + HTML, proofs.TWO_THINGS),
        (a_picture("JPEG") + a_zip(), proofs.TWO_THINGS),
        (a_picture("PNG")[:-30], proofs.BROKEN_PICTURE),
        (a_picture("PNG")[:200] + a_picture("PNG")[-12:], proofs.BROKEN_PICTURE),
        (a_picture("JPEG")[:-300], proofs.BROKEN_PICTURE),
        (a_picture("JPEG")[:300], proofs.BROKEN_PICTURE),
        (b"\xff\xd8\xff" + bytes(50), proofs.BROKEN_PICTURE),
        (a_vast_png(), proofs.TOO_MANY_PIXELS),
        (a_picture("PNG")[:-12].ljust(MOST_BYTES + 1, b"\0"), proofs.TOO_BIG),
    ],
)
def test_anything_else_is_refused_with_a_sentence(body, sentence):
    assert refusal_of(body) == sentence


def test_a_picture_just_too_large_to_look_at_is_refused(monkeypatch):
    monkeypatch.setattr(proofs, "MOST_PIXELS", 60 * 40)
    assert proof_in(a_picture("JPEG", size=(60, 40))).media_type == "image/jpeg"

    assert refusal_of(a_picture("JPEG", size=(61, 40))) == proofs.TOO_MANY_PIXELS


def test_a_file_of_ten_megabytes_is_not_too_large():
    body = a_pdf()
    padded = body.replace(b"startxref", b"%" + b" " * (MOST_BYTES - len(body) - 2) + b"\nstartxref")

    assert (len(padded), proof_in(padded).body) == (MOST_BYTES, padded)
