"""What may be uploaded as proof, told by its content and never by its name."""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from trainingsite.formats import incoming

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
EXTENSIONS = {PDF: "pdf", PNG: "png", JPEG: "jpg"}
SIGNATURES = {incoming.BEGINS: PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
HEIC_BRANDS = (b"heic", b"heix", b"heif", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
PNG_ENDS = b"\x00\x00\x00\x00IEND\xaeB`\x82"

EMPTY = "That file is empty. Choose the file that shows you did it"
TOO_BIG = "That file is larger than 10 MB. Choose a smaller one: a screenshot, or a photo at a lower quality"
OTHER_KIND = "That file is not a PDF, a PNG or a JPEG, whatever its name says. Save it as a PDF, or take a photo of it"
HEIC = (
    "That is a HEIC picture, the kind iPhones take, and not every computer here can open it. "
    "Take a screenshot of it on your phone and choose that instead"
)
LOCKED = "That PDF asks for a password, so nobody could look at it. Save a copy without a password, or take a photo"
BROKEN_PDF = "That PDF is broken or not complete, so nobody could open it. Save it again, or take a photo of it"
BROKEN_PICTURE = "That picture is broken or not complete, so nobody could open it. Save it again, or take another photo"
TOO_MANY_PIXELS = "That picture is too large to open here. Choose a smaller one, or a screenshot of it"
TWO_THINGS = "That file has something else hidden in it. Save it again as a PDF, or take a photo of it"


class NotAProof(Exception):
    """The file cannot be kept as proof; its sentence says why, and what to do."""


@dataclass(frozen=True)
class Proof:
    """A file that was looked at, and is what it says it is."""

    media_type: str
    body: bytes


def proof_in(body: bytes) -> Proof:
    """The uploaded bytes as a proof. Raises NotAProof with a sentence for the person who chose the file."""
    if not body:
        raise NotAProof(EMPTY)
    if len(body) > MOST_BYTES:
        raise NotAProof(TOO_BIG)
    if body[4:8] == b"ftyp" and body[8:12] in HEIC_BRANDS:
        raise NotAProof(HEIC)
    media_type = next((kind for signature, kind in SIGNATURES.items() if body.startswith(signature)), None)
    if media_type is None:
        raise NotAProof(OTHER_KIND)
    if is_two_things(body, media_type):
        raise NotAProof(TWO_THINGS)
    if media_type == PDF:
        check_pdf(body)
    else:
        check_picture(body, media_type)
    return Proof(media_type, body)


def proof_in_upload(file) -> Proof:
    """The proof in an uploaded file, of which no more is read than may be kept."""
    if file.size > MOST_BYTES:
        raise NotAProof(TOO_BIG)
    return proof_in(file.read())


def is_two_things(body: bytes, media_type: str) -> bool:
    """Whether the bytes are an archive or a page of the web as well."""
    if media_type == PDF:
        return incoming.is_two_things(body)
    return zipfile.is_zipfile(BytesIO(body)) or incoming.is_page_of_the_web(body)


def check_pdf(body: bytes) -> None:
    """Refuse a PDF that is cut off, that asks for a password or that has no page."""
    try:
        incoming.opened(body)
    except incoming.Locked as locked:
        raise NotAProof(LOCKED) from locked
    except incoming.Broken as broken:
        raise NotAProof(BROKEN_PDF) from broken


def check_picture(body: bytes, media_type: str) -> None:
    """Refuse a picture that is cut off or far too large. All of it is read, a photo at an eighth of its size."""
    if media_type == PNG and not body.endswith(PNG_ENDS):
        raise NotAProof(TWO_THINGS if PNG_ENDS in body else BROKEN_PICTURE)
    try:
        with Image.open(BytesIO(body), formats=["PNG", "JPEG"]) as picture:
            width, height = picture.size
            too_large = width * height > MOST_PIXELS
            if not too_large:
                picture.draft("L", (max(1, width // 8), max(1, height // 8)))
                picture.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise NotAProof(TOO_MANY_PIXELS) from bomb
    except Exception as problem:  # a file made to break its reader may raise anything
        raise NotAProof(BROKEN_PICTURE) from problem
    if too_large:
        raise NotAProof(TOO_MANY_PIXELS)
