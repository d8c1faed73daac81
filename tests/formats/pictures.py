"""Lines of text as pictures: ours out of a PDF, and the same drawn by other libraries from the same font file."""

from datetime import date
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.colors import black

from tests.formats.reading import picture_of
from trainingsite.formats.canvas import About, open_canvas
from trainingsite.formats.typefaces import FOLDER
from trainingsite.formats.typesetting import draw_lines, set_text

SIZE, SCALE = 60, 3
PAGE = (1200, 160)
RAQM, BASIC = ImageFont.Layout.RAQM, ImageFont.Layout.BASIC


def line_in_a_pdf(text, font):
    """A PDF with one line on its page."""
    out = BytesIO()
    canvas = open_canvas(out, PAGE, About("A line", date(2026, 3, 14)))
    draw_lines(canvas, set_text(text, font, SIZE, PAGE[0]), 60, 140, black)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def drawn_by_us(text, font):
    return ink(picture_of(line_in_a_pdf(text, font), scale=SCALE).convert("L"))


def drawn_by_pillow(*pieces, layout=RAQM):
    """Pieces of text one after the other from left to right, each in a font file of ours."""
    picture = Image.new("L", (PAGE[0] * SCALE, PAGE[1] * SCALE), 255)
    pen, x = ImageDraw.Draw(picture), 60.0
    for text, file in pieces:
        font = ImageFont.truetype(str(FOLDER / f"{file}.ttf"), SIZE * SCALE, layout_engine=layout)
        pen.text((x, 300), text, font=font, fill=0, anchor="ls")
        x += font.getlength(text)
    return ink(picture)


def ink(picture):
    """What is drawn, white on black, cut to where it is."""
    drawn = ImageChops.invert(picture).point(lambda level: 255 if level > 127 else 0)
    return drawn.crop(drawn.getbbox())


def difference(one, other):
    """How much of the ink of either has none of the other's within two dots: 0 for the same line, 1 for another."""
    size = (max(one.width, other.width) + 8, max(one.height, other.height) + 8)
    pair = [Image.new("L", size) for _ in range(2)]
    for picture, drawn in zip(pair, (one, other), strict=True):
        picture.paste(drawn, (4, 4))
    alone = [
        amount(ImageChops.subtract(mine, theirs.filter(ImageFilter.MaxFilter(5))))
        for mine, theirs in (pair, reversed(pair))
    ]
    return sum(alone) / sum(map(amount, pair))


def amount(picture):
    return picture.histogram()[255]
