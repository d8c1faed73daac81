"""QR codes: one path in a PDF, one path in an SVG picture, both from the same modules."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape

import zxingcpp
from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

QUIET_MODULES = 4
DARK = re.compile(b"\x00+")
Matrix = tuple[bytes, ...]


@lru_cache(maxsize=64)
def matrix(text: str) -> Matrix:
    """The modules of the code for a text, row by row from the top: 0 is dark.

    A quarter of the smudged or folded code can be lost (level Q): certificates hang on walls for years.
    """
    barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="Q")
    image = memoryview(barcode.to_image(scale=1, add_quiet_zones=False))
    side, levels = image.shape[0], image.tobytes()
    return tuple(levels[start : start + side] for start in range(0, side * side, side))


def dark_runs(modules: Matrix) -> Iterator[tuple[int, int, int]]:
    """Each unbroken run of dark modules: its row, its first column, its length."""
    for row, line in enumerate(modules):
        for run in DARK.finditer(line):
            start, end = run.span()
            yield row, start, end - start


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """Draw the code into a square whose lower left corner is (x, y); its quiet zone is inside the square."""
    modules = matrix(text)
    module = side / (len(modules) + 2 * QUIET_MODULES)
    runs = " ".join(f"{column} {row} {length} 1 re" for row, column, length in dark_runs(modules))
    canvas.saveState()
    canvas.setFillColor(black)
    canvas.transform(module, 0, 0, -module, x + QUIET_MODULES * module, y + side - QUIET_MODULES * module)
    canvas.drawPath(PDFPathObject([f"n {runs}"]), stroke=0, fill=1)
    canvas.restoreState()


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
