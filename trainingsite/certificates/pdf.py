"""The certificate as a sheet of A4 that is worth framing: the same facts give the same bytes."""

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from trainingsite.certificates.frame import draw_flourish, draw_frame
from trainingsite.formats import fonts
from trainingsite.formats.canvas import ACCENT, QUIET, TEXT, About, open_canvas
from trainingsite.formats.dates import long_date
from trainingsite.formats.qr import draw_qr
from trainingsite.formats.typesetting import Lines, fit, set_text

PAGE = landscape(A4)
MIDDLE = PAGE[0] / 2
TEXT_WIDTH = 640
BODY_TOP, BODY_BOTTOM = 546, 172
QR_SIDE, QR_BOTTOM = 92, 76
COLUMN_WIDTH = 250
HEADING = "Certificate of completion"
ACCESSIBLE_TWIN = "The page at that address is the accessible version of this certificate."


@dataclass(frozen=True)
class CertificateFacts:
    """What a certificate says, in the words it was issued with.

    ``statement`` stands between the name and the title and reads on from one to the other:
    "has completed and passed".
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
    """One text of the middle of the sheet and the space above it."""

    above: float
    text: Lines
    colour: object = TEXT
    centred: bool = True


def draw_certificate(facts: CertificateFacts) -> bytes:
    """The certificate as a PDF of one page."""
    out = BytesIO()
    canvas = open_canvas(out, PAGE, about(facts))
    draw_frame(canvas, PAGE)
    draw_body(canvas, [*heading(facts), *award(facts)], facts.outcomes)
    draw_dates(canvas, facts)
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
        subject=f"Certificate {grouped(facts.serial)}. {ACCESSIBLE_TWIN}",
        keywords=facts.verify_url,
    )


def grouped(serial: str) -> str:
    """A serial in fours, so that it can be read aloud; one that has its hyphens keeps them."""
    if "-" in serial:
        return serial
    return "-".join(serial[start : start + 4] for start in range(0, len(serial), 4))


def heading(facts: CertificateFacts) -> list[Piece]:
    """Whose certificate this is, and what it is."""
    return [
        Piece(0, fit(facts.practice, fonts.BOLD, (14, 12, 11, 10, 9), TEXT_WIDTH, 32), ACCENT),
        Piece(6, set_text(HEADING, fonts.SERIF, 32, TEXT_WIDTH)),
    ]


def award(facts: CertificateFacts) -> list[Piece]:
    """Who completed what."""
    return [
        Piece(30, set_text("Awarded to", fonts.REGULAR, 11, TEXT_WIDTH), QUIET),
        Piece(4, fit(facts.name, fonts.SERIF, (34, 31, 28, 25, 22, 19, 16, 14, 12, 10), TEXT_WIDTH, 60, 1.25), ACCENT),
        Piece(8, fit(facts.statement, fonts.REGULAR, (12, 11, 10, 9, 8), TEXT_WIDTH, 32)),
        Piece(6, fit(facts.title, fonts.BOLD, (20, 18, 16, 14, 13, 12, 11, 10), TEXT_WIDTH, 52)),
        Piece(2, set_text(f"Version {facts.version}", fonts.REGULAR, 9, TEXT_WIDTH), QUIET),
    ]
