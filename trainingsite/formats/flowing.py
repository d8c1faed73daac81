"""Running text in any script for reports: what ReportLab's own paragraphs cannot set."""

from dataclasses import replace

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable

from trainingsite.formats.typesetting import Lines, draw_at, set_text, width_of


class ShapedText(Flowable):
    """A text in one style, its lines shaped; it can go on on the next page between any two of them."""

    def __init__(self, text: str, style: ParagraphStyle, bullet: str = "", lines: Lines | None = None):
        super().__init__()
        self.text, self.style, self.bullet, self.lines = text, style, bullet, lines
        self.spaceBefore, self.spaceAfter = style.spaceBefore, style.spaceAfter

    def wrap(self, width, _height):
        """How much of the page it takes."""
        if self.lines is None:
            lines = set_text(self.text, self.style.fontName, self.style.fontSize, width - self.style.leftIndent)
            self.lines = replace(lines, leading=max(lines.leading, self.style.leading))
        self.width, self.height = width, self.lines.height
        return width, self.height

    def split(self, width, height):
        """The lines there is room for, and the others."""
        self.wrap(width, height)
        fitting = int(height // self.lines.leading)
        if not 0 < fitting < len(self.lines.lines):
            return []
        parts = self.lines.lines[:fitting], self.lines.lines[fitting:]
        upper, lower = (replace(self.lines, lines=part) for part in parts)
        return [ShapedText("", self.style, self.bullet, upper), ShapedText("", self.style, lines=lower)]

    def draw(self):
        """Draw the lines, and the bullet before the first."""
        lines, style = self.lines, self.style
        starts = [style.leftIndent] * len(lines.lines)
        if style.alignment == TA_RIGHT:
            starts = [self.width - width_of(line, lines.font, lines.size) for line in lines.lines]
        if self.bullet:
            mark = replace(lines, lines=(self.bullet,))
            draw_at(self.canv, mark, [style.bulletIndent], self.height, style.textColor)
        draw_at(self.canv, lines, starts, self.height, style.textColor, follows=bool(self.bullet))
