"""The certificate as a sheet of A4 that is worth framing: the same facts and look give the same bytes."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape

from trainingsite.formats import fonts
from trainingsite.formats.bitmaps import bitmap, draw_bitmap
from trainingsite.formats.canvas import ACCENT, QUIET, TEXT, About, open_canvas, reserve
from trainingsite.formats.dates import long_date
from trainingsite.formats.frame import draw_flourish, draw_frame, draw_rule
from trainingsite.formats.qr import draw_qr
from trainingsite.formats.tagging import Tags
from trainingsite.formats.typesetting import Bullets, Lines, bullets, draw_bullets, draw_centred, fit, set_text

PAGE = landscape(A4)
MIDDLE = PAGE[0] / 2
TEXT_WIDTH = 640
PRACTICE_TOP, HEADING_TOP, FLOURISH_Y = 553, 516, 454
LOGO_TOP, LOGO_WIDTH, LOGO_HEIGHT = 554, 260, 46
BELOW_LOGO = 48  # how much lower the heading stands
AWARD_TOP, AWARD_BOTTOM = 438, 176
LIST_ABOVE = 20
QR_SIDE, QR_BOTTOM = 96, 76
DETAIL_TOPS = (154, 112)
DETAIL_WIDTH, DETAIL_LEFT, DETAIL_RIGHT = 240, MIDDLE - 190, MIDDLE + 190
NARROW_WIDTH, NARROW_LEFT, NARROW_RIGHT = 152, 128, 286  # where there is a signature on the other side of the code
SIGNATURE_X, SIGNATURE_Y, SIGNATURE_WIDTH, SIGNATURE_HEIGHT = 632, 119, 200, 44
SIGNER_WIDTH, SIGNER_HEIGHT, TITLE_HEIGHT = 300, 16, 22
HEADING = "Certificate of completion"
SERIAL_CHARACTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_END = "No end date"
CHECK = "Check this certificate"
ACCESSIBLE_TWIN = "The page at that address is the accessible version of this certificate."


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says, in the words it was issued with.

    ``statement`` stands between the name and the title and reads on from one to the other:
    "has completed and passed". A version is a number, or words of its own; without hours there is nothing about time.
    """

    serial: str
    name: str
    title: str
    version: str
    practice: str
    outcomes: tuple[str, ...]
    hours_text: str
    issued_on: date
    valid_until: date | None
    verify_url: str
    statement: str


@dataclass(frozen=True)
class Look:
    """How a practice wants its certificates to look: its logo, and who signs them; any of it may be empty.

    Pictures are the bytes of a PNG or JPEG.
    """

    logo: bytes = b""
    signature: bytes = b""
    signed_by: str = ""
    signed_as: str = ""


PLAIN = Look()


@dataclass(frozen=True)
class Piece:
    """One centred text and the space above it."""

    above: float
    text: Lines
    colour: Color = TEXT


def draw_certificate(facts: CertificateFacts, look: Look = PLAIN) -> bytes:
    """The certificate as a PDF of one page, in the practice's look."""
    out = BytesIO()
    said = about(facts)
    canvas = open_canvas(out, PAGE, said)
    for font in (fonts.REGULAR, fonts.BOLD):
        reserve(canvas, font, SERIAL_CHARACTERS)
    tags = Tags(canvas)
    with tags.decoration():
        draw_frame(canvas, PAGE)
    lower = draw_logo(tags, look, facts.practice)
    draw_heading(tags, facts.practice, lower)
    draw_award(tags, facts, lower)
    draw_details(tags, facts, signed=bool(look.signature or look.signed_by))
    draw_signature(tags, look)
    draw_check(tags, facts.verify_url)
    canvas.showPage()
    tags.finish(said.title)
    canvas.save()
    return out.getvalue()


def about(facts: CertificateFacts) -> About:
    """What the file says about itself."""
    return About(
        title=f"{HEADING}: {facts.title}, {facts.name}",
        dated_on=facts.issued_on,
        author=facts.practice,
        subject=f"Certificate {grouped(facts.serial)} at {facts.verify_url} {ACCESSIBLE_TWIN}",
    )


def grouped(serial: str) -> str:
    """A serial in fours, so that it can be read aloud; one that has its hyphens keeps them."""
    if "-" in serial:
        return serial
    return "-".join(serial[start : start + 4] for start in range(0, len(serial), 4))


def draw_logo(tags: Tags, look: Look, practice: str) -> float:
    """The practice's logo, if it has one; how much lower all that follows stands."""
    if not look.logo:
        return 0
    picture = bitmap(look.logo)
    area = around(MIDDLE, LOGO_TOP - LOGO_HEIGHT, picture.within(LOGO_WIDTH, LOGO_HEIGHT))
    with tags.picture(f"Logo of {practice}", area):
        draw_bitmap(tags.canvas, "logo", picture, area)
    return BELOW_LOGO


def around(middle: float, bottom: float, size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of something of this size that stands on a line."""
    width, height = size
    return middle - width / 2, bottom, middle + width / 2, bottom + height


def draw_heading(tags: Tags, practice: str, lower: float) -> None:
    """Whose certificate this is, and what it is."""
    line = fit(practice, fonts.BOLD, (14, 12, 11, 10, 9), TEXT_WIDTH, 32)
    with tags.words("P", line.text):
        draw_centred(tags.canvas, line, MIDDLE, PRACTICE_TOP - lower - (32 - line.height) / 2, ACCENT)
    with tags.part("H1"):
        heading = set_text(HEADING, fonts.SERIF, 33, TEXT_WIDTH)
        draw_centred(tags.canvas, heading, MIDDLE, HEADING_TOP - lower, TEXT)
    with tags.decoration():
        draw_flourish(tags.canvas, MIDDLE, FLOURISH_Y - lower, 110)


def award(facts: CertificateFacts) -> list[Piece]:
    """Who completed what."""
    pieces = [
        Piece(0, set_text("Awarded to", fonts.REGULAR, 11, TEXT_WIDTH), QUIET),
        Piece(3, fit(facts.name, fonts.SERIF, (34, 31, 28, 25, 22, 19, 16, 14, 12, 10, 8), TEXT_WIDTH, 62), ACCENT),
        Piece(7, fit(facts.statement, fonts.REGULAR, (12, 11, 10, 9, 8), TEXT_WIDTH, 32)),
        Piece(6, fit(facts.title, fonts.BOLD, (20, 18, 16, 14, 13, 12, 11, 10), TEXT_WIDTH, 52)),
    ]
    if facts.version:
        pieces.append(Piece(2, fit(version_text(facts.version), fonts.REGULAR, (9, 8, 7, 6), TEXT_WIDTH, 12), QUIET))
    return pieces


def version_text(version: str) -> str:
    """A number as the version it is; words, as programmes have them, as they stand."""
    return f"Version {version}" if version[0].isdigit() else version[0].upper() + version[1:]


def draw_award(tags: Tags, facts: CertificateFacts, lower: float) -> None:
    """Who completed what and learned what, with the space that is over shared out between the lines."""
    pieces, top = award(facts), AWARD_TOP - lower
    room = top - AWARD_BOTTOM - sum(piece.above + piece.text.height for piece in pieces)
    listed = outcomes_within(facts.outcomes, room - LIST_ABOVE)
    spare = room - (listed.height + LIST_ABOVE if facts.outcomes else 0)
    stretch = min(spare / (len(pieces) + 2), 8)
    y = top - max(spare - stretch * len(pieces), 0) / 2
    for piece in pieces:
        y -= piece.above
        with tags.words("P", piece.text.text):
            draw_centred(tags.canvas, piece.text, MIDDLE, y, piece.colour)
        y -= piece.text.height + stretch
    if facts.outcomes:
        with tags.part("P"):
            draw_centred(tags.canvas, set_text("What it covers", fonts.REGULAR, 9, TEXT_WIDTH), MIDDLE, y - 4, QUIET)
        with tags.group("L"):
            draw_bullets(tags.canvas, listed, MIDDLE, y - LIST_ABOVE, tags.item)


def outcomes_within(outcomes: tuple[str, ...], height: float) -> Bullets:
    """The outcomes as large as they fit; when even the smallest do not, the last of them are counted, not printed."""
    for size in (10.5, 10, 9.5, 9, 8.5, 8, 7.5):
        for columns in (1, 2):
            listed = bullets(outcomes, fonts.REGULAR, size, TEXT_WIDTH, columns)
            if listed.height <= height:
                return listed
    for kept in range(len(outcomes) - 1, 0, -1):
        more = f"and {len(outcomes) - kept} more, at the address below"
        listed = bullets((*outcomes[:kept], more), fonts.REGULAR, size, TEXT_WIDTH, 2)
        if listed.height <= height:
            return listed
    return bullets((), fonts.REGULAR, size, TEXT_WIDTH, 2)


def draw_details(tags: Tags, facts: CertificateFacts, *, signed: bool) -> None:
    """Dates, time and serial on both sides of the code, or all to its left when a signature is on its right."""
    left, right, width = DETAIL_LEFT, DETAIL_RIGHT, DETAIL_WIDTH
    if signed:
        left, right, width = NARROW_LEFT, NARROW_RIGHT, NARROW_WIDTH
    upper, lower = DETAIL_TOPS
    draw_detail(tags, (left, upper, width), "Issued on", long_date(facts.issued_on))
    draw_detail(
        tags, (left, lower, width), "Valid until", long_date(facts.valid_until) if facts.valid_until else NO_END
    )
    if facts.hours_text:
        draw_detail(tags, (right, upper, width), "Time", facts.hours_text)
    draw_detail(tags, (right, lower, width), "Certificate number", grouped(facts.serial))


def draw_detail(tags: Tags, place: tuple[float, float, float], label: str, value: str) -> None:
    """One labelled fact: around which middle, from which top, how wide at most."""
    x, top, width = place
    with tags.part("P"):
        draw_centred(tags.canvas, set_text(label, fonts.REGULAR, 8.5, width), x, top, QUIET)
        draw_centred(tags.canvas, fit(value, fonts.BOLD, (11, 10, 9, 8, 7, 6, 5), width, 24), x, top - 12, TEXT)


def draw_signature(tags: Tags, look: Look) -> None:
    """Who vouches for it: the picture of a signature over a line, or the line to sign on, name and title beneath."""
    if look.signature:
        picture = bitmap(look.signature)
        area = around(SIGNATURE_X, SIGNATURE_Y + 3, picture.within(SIGNATURE_WIDTH, SIGNATURE_HEIGHT))
        with tags.picture(f"Signature of {look.signed_by}" if look.signed_by else "Signature", area):
            draw_bitmap(tags.canvas, "signature", picture, area)
    if look.signature or look.signed_by:
        with tags.decoration():
            draw_rule(tags.canvas, SIGNATURE_X, SIGNATURE_Y, SIGNATURE_WIDTH / 2)
    top = SIGNATURE_Y - 3
    name = fit(look.signed_by, fonts.BOLD, (11, 10, 9, 8, 7, 6, 5, 4), SIGNER_WIDTH, SIGNER_HEIGHT)
    title = fit(look.signed_as, fonts.REGULAR, (9, 8, 7, 6, 5, 4), SIGNER_WIDTH, TITLE_HEIGHT)
    for line in (name, title):
        if line.lines:
            with tags.words("P", line.text):
                draw_centred(tags.canvas, line, SIGNATURE_X, top, TEXT)
            top -= line.height


def draw_check(tags: Tags, verify_url: str) -> None:
    """The code and, beneath it, the address it holds."""
    area = around(MIDDLE, QR_BOTTOM, (QR_SIDE, QR_SIDE))
    with tags.picture(f"QR code that leads to {verify_url}", area):
        draw_qr(tags.canvas, verify_url, area[0], QR_BOTTOM, QR_SIDE)
    line = fit(f"{CHECK} at {verify_url}", fonts.REGULAR, (9, 8.5, 8, 7.5, 7, 6.5, 6), TEXT_WIDTH, 19)
    width = line.width / 2
    with tags.group("P"), tags.part("Link"):
        draw_centred(tags.canvas, line, MIDDLE, QR_BOTTOM, TEXT)
        tags.link(verify_url, (MIDDLE - width, QR_BOTTOM - line.height, MIDDLE + width, QR_BOTTOM), CHECK)
    twin = set_text(ACCESSIBLE_TWIN, fonts.REGULAR, 8, TEXT_WIDTH)
    with tags.part("P"):
        draw_centred(tags.canvas, twin, MIDDLE, QR_BOTTOM - max(line.height + 2, 20), QUIET)
