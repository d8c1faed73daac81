"""QR codes: one path in a PDF, one path in an SVG picture, both from the same modules."""

from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import groupby

import zxingcpp
from reportlab.pdfgen.canvas import Canvas

QUIET_MODULES = 4
Matrix = tuple[bytes, ...]


@lru_cache(maxsize=64)
def matrix(text: str) -> Matrix:
    """The modules of the code for a text, row by row from the top: 1 is dark.

    A quarter of the smudged or folded code can be lost (level Q): certificates hang on walls for years.
    """
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    rows = memoryview(barcode.to_image(scale=1, add_quiet_zones=False)).tolist()
    return tuple(bytes(level == 0 for level in row) for row in rows)


def dark_runs(modules: Matrix) -> Iterator[tuple[int, int, int]]:
    """Each unbroken run of dark modules: its row, its first column, its length."""
    for row, line in enumerate(modules):
        column = 0
        for dark, run in groupby(line):
            length = len(list(run))
            if dark:
                yield row, column, length
            column += length


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """Draw the code into a square whose lower left corner is (x, y); its quiet zone is inside the square."""
    modules = matrix(text)
    module = side / (len(modules) + 2 * QUIET_MODULES)
    left, top = x + QUIET_MODULES * module, y + side - QUIET_MODULES * module
    path = canvas.beginPath()
    for row, column, length in dark_runs(modules):
        path.rect(left + column * module, top - (row + 1) * module, length * module, module)
    canvas.drawPath(path, stroke=0, fill=1)


def svg(text: str, label: str) -> str:
    """The code as an SVG picture that says what it is to those who cannot see it."""
    modules = matrix(text)
    side = len(modules) + 2 * QUIET_MODULES
    runs = "".join(
        f"M{column + QUIET_MODULES} {row + QUIET_MODULES}h{length}v1h-{length}z"
        for row, column, length in dark_runs(modules)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
        f'aria-label="{escape(label)}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{runs}"/></svg>'
    )
