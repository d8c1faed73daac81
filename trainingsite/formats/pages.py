"""The pages of a report: their foot, which says which page of how many this is, and the bookmarks on them."""

from reportlab.pdfgen.canvas import Canvas

from trainingsite.formats import fonts
from trainingsite.formats.canvas import ACCENT, MARGIN, QUIET, RULE, About, describe
from trainingsite.formats.typesetting import draw_lines, fit, set_text

NUMBER_WIDTH = 90
FOOT_TOP = 46


class NumberedCanvas(Canvas):
    """A canvas that keeps its pages back until it knows how many there are."""

    def __init__(self, *args, about: About, footer: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.about = about
        self.footer = footer
        self.kept = []
        self.headings = []

    def showPage(self):
        """Keep the page back."""
        self.kept.append(dict(self.__dict__))
        self.headings = []
        self._startPage()

    def save(self):
        """Finish every page that was kept back, then write the file."""
        level = -1
        for number, page in enumerate(self.kept, start=1):
            self.__dict__.update(page)
            self.draw_edges(number, len(self.kept))
            for heading, wanted in self.headings:
                level = min(wanted, level + 1)
                self.bookmark(heading, level)
            super().showPage()
        describe(self, self.about)
        super().save()

    def bookmark(self, heading: str, level: int) -> None:
        """An entry in the reader's outline that leads to the top of this page."""
        key = f"heading-{len(self._outlines)}"
        self._outlines.append(key)
        self.bookmarkPage(key, fit="XYZ", left=0, top=self._pagesize[1], zoom=0)
        self.addOutlineEntry(fonts.printable(heading), key, level)

    def draw_edges(self, number: int, count: int) -> None:
        """The accent at the top of the first page, and the foot of each."""
        width, height = self._pagesize
        if number == 1:
            self.setFillColor(ACCENT)
            self.rect(MARGIN, height - MARGIN + 6, 120, 4, stroke=0, fill=1)
        self.setStrokeColor(RULE)
        self.setLineWidth(0.5)
        self.line(MARGIN, FOOT_TOP, width - MARGIN, FOOT_TOP)
        room = width - 2 * MARGIN - NUMBER_WIDTH
        draw_lines(self, fit(self.footer, fonts.REGULAR, (8, 7, 6, 5), room, 24), MARGIN, FOOT_TOP - 4, QUIET)
        which = set_text(f"Page {number} of {count}", fonts.REGULAR, 8, NUMBER_WIDTH)
        draw_lines(self, which, width - MARGIN - which.width, FOOT_TOP - 4, QUIET)
