"""The certificate as a sheet of A4 that is worth framing: the same facts give the same bytes."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from trainingsite.formats import fonts
from trainingsite.formats.canvas import ACCENT, QUIET, TEXT, About, open_canvas, reserve
from trainingsite.formats.dates import long_date
from trainingsite.formats.frame import draw_flourish, draw_frame
from trainingsite.formats.qr import draw_qr
from trainingsite.formats.typesetting import Bullets, Lines, bullets, draw_bullets, draw_centred, fit, set_text

PAGE = landscape(A4)
MIDDLE = PAGE[0] / 2
TEXT_WIDTH = 640
PRACTICE_TOP, HEADING_TOP, FLOURISH_Y = 553, 516, 454
AWARD_TOP, AWARD_BOTTOM = 438, 176
LIST_ABOVE = 20
QR_SIDE, QR_BOTTOM = 96, 76
DETAIL_WIDTH, DETAIL_X = 240, 190
DETAIL_TOPS = (154, 112)
HEADING = "Certificate of completion"
SERIAL_CHARACTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
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
class Piece:
    """One centred text and the space above it."""

    above: float
    text: Lines
    colour: Color = TEXT


def draw_certificate(facts: CertificateFacts) -> bytes:
    """The certificate as a PDF of one page."""
    out = BytesIO()
    canvas = open_canvas(out, PAGE, about(facts))
    for font in (fonts.REGULAR, fonts.BOLD):
        reserve(canvas, font, SERIAL_CHARACTERS)
    draw_frame(canvas, PAGE)
    draw_heading(canvas, facts.practice)
    draw_award(canvas, facts)
    draw_details(canvas, facts)
    draw_check(canvas, facts.verify_url)
    canvas.showPage()
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


def draw_heading(canvas: Canvas, practice: str) -> None:
    """Whose certificate this is, and what it is."""
    line = fit(practice, fonts.BOLD, (14, 12, 11, 10, 9), TEXT_WIDTH, 32)
    draw_centred(canvas, line, MIDDLE, PRACTICE_TOP - (32 - line.height) / 2, ACCENT)
    draw_centred(canvas, set_text(HEADING, fonts.SERIF, 33, TEXT_WIDTH), MIDDLE, HEADING_TOP, TEXT)
    draw_flourish(canvas, MIDDLE, FLOURISH_Y, 110)


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


def draw_award(canvas: Canvas, facts: CertificateFacts) -> None:
    """Who completed what and learned what, with the space that is over shared out between the lines."""
    pieces = award(facts)
    room = AWARD_TOP - AWARD_BOTTOM - sum(piece.above + piece.text.height for piece in pieces)
    listed = outcomes_within(facts.outcomes, room - LIST_ABOVE)
    spare = room - (listed.height + LIST_ABOVE if facts.outcomes else 0)
    stretch = min(spare / (len(pieces) + 2), 8)
    y = AWARD_TOP - max(spare - stretch * len(pieces), 0) / 2
    for piece in pieces:
        y -= piece.above
        draw_centred(canvas, piece.text, MIDDLE, y, piece.colour)
        y -= piece.text.height + stretch
    if facts.outcomes:
        draw_centred(canvas, set_text("What it covers", fonts.REGULAR, 9, TEXT_WIDTH), MIDDLE, y - 4, QUIET)
        draw_bullets(canvas, listed, MIDDLE, y - LIST_ABOVE)


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


def draw_details(canvas: Canvas, facts: CertificateFacts) -> None:
    """The dates to the left of the code, the learning and the serial to its right."""
    valid_until = long_date(facts.valid_until) if facts.valid_until else "No end date"
    left, right = MIDDLE - DETAIL_X, MIDDLE + DETAIL_X
    draw_detail(canvas, left, DETAIL_TOPS[0], "Issued on", long_date(facts.issued_on))
    draw_detail(canvas, left, DETAIL_TOPS[1], "Valid until", valid_until)
    if facts.hours_text:
        draw_detail(canvas, right, DETAIL_TOPS[0], "Time", facts.hours_text)
    draw_detail(canvas, right, DETAIL_TOPS[1], "Certificate number", grouped(facts.serial))


def draw_detail(canvas: Canvas, x: float, top: float, label: str, value: str) -> None:
    """One labelled fact."""
    draw_centred(canvas, set_text(label, fonts.REGULAR, 8.5, DETAIL_WIDTH), x, top, QUIET)
    draw_centred(canvas, fit(value, fonts.BOLD, (11, 10, 9, 8, 7), DETAIL_WIDTH, 24), x, top - 12, TEXT)


def draw_check(canvas: Canvas, verify_url: str) -> None:
    """The code and, beneath it, the address it holds."""
    draw_qr(canvas, verify_url, MIDDLE - QR_SIDE / 2, QR_BOTTOM, QR_SIDE)
    line = fit(f"Check this certificate at {verify_url}", fonts.REGULAR, (9, 8.5, 8, 7.5, 7, 6.5, 6), TEXT_WIDTH, 19)
    draw_centred(canvas, line, MIDDLE, QR_BOTTOM, TEXT)
    width = line.width / 2
    canvas.linkURL(verify_url, (MIDDLE - width, QR_BOTTOM - line.height, MIDDLE + width, QR_BOTTOM))
    twin = set_text(ACCESSIBLE_TWIN, fonts.REGULAR, 8, TEXT_WIDTH)
    draw_centred(canvas, twin, MIDDLE, QR_BOTTOM - max(line.height + 2, 20), QUIET)
