"""Text set into lines: measured, wrapped, and made smaller until it fits."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from trainingsite.formats import fonts, shaping
from trainingsite.formats.canvas import ACCENT, TEXT
from trainingsite.formats.glyphs import draw_text

BULLET_INDENT = 1.1
COLUMN_GAP = 24
LEADING = 1.3
TALL_LEADING = 1.55  # of scripts with signs above and below their letters
X_HEIGHT_SHARE = 0.72  # of Noto: what rises above the baseline in most lines


@dataclass(frozen=True)
class Lines:
    """A text in one typeface and size, wrapped to a width."""

    lines: tuple[str, ...]
    font: str
    size: float
    leading: float

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)

    @property
    def width(self) -> float:
        return max((width_of(line, self.font, self.size) for line in self.lines), default=0.0)

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    def baseline(self, top: float, number: int) -> float:
        """Where the line of that number stands when the first begins at ``top``."""
        return top - self.leading * number - (self.leading + self.size * X_HEIGHT_SHARE) / 2


@lru_cache(maxsize=1024)
def set_text(text: str, font: str, size: float, width: float) -> Lines:
    """The text wrapped to a width; a word longer than a line is broken."""
    fonts.register()
    text = fonts.printable(text)
    leading = LEADING if fonts.is_simple(text) else TALL_LEADING
    return Lines(tuple(wrap(text.split(), font, size, width)), font, size, size * leading)


@lru_cache(maxsize=1024)
def fit(text: str, font: str, sizes: tuple[float, ...], width: float, height: float) -> Lines:
    """The text in the largest of the sizes at which it is no higher than a height, or in the last of them."""
    for size in sizes:
        lines = set_text(text, font, size, width)
        if lines.height <= height:
            break
    return balanced(text, lines, width)


def balanced(text: str, lines: Lines, width: float) -> Lines:
    """The same text in as many lines of nearly equal length: no single word is left over for the last."""
    narrowest, widest = width / 2, width
    while len(lines.lines) > 1 and widest - narrowest > lines.size:
        middle = (narrowest + widest) / 2
        narrower = set_text(text, lines.font, lines.size, middle)
        if len(narrower.lines) > len(lines.lines):
            narrowest = middle
        else:
            lines, widest = narrower, middle
    return lines


def wrap(words: list[str], font: str, size: float, width: float) -> Iterator[str]:
    """Words gathered into lines no wider than a width."""
    room = width / size
    space = unit_width(" ", font)
    gathered, used = [], 0.0
    for piece in (piece for word in words for piece in broken(word, font, room)):
        taken = unit_width(piece, font)
        if gathered and used + space + taken > room:
            yield " ".join(gathered)
            gathered, used = [], 0.0
        used += (space if gathered else 0.0) + taken
        gathered.append(piece)
    if gathered:
        yield " ".join(gathered)


def broken(word: str, font: str, room: float) -> Iterator[str]:
    """One word in as few pieces as there must be, parted after a slash or hyphen where that is possible."""
    while unit_width(word, font) > room and len(word) > 1:
        end = longest_start(word, font, room)
        parted = max(word.rfind("/", 0, end), word.rfind("-", 0, end)) + 1
        end = parted if parted > end // 2 else end
        yield word[:end]
        word = word[end:]
    yield word


def longest_start(word: str, font: str, room: float) -> int:
    """How many characters of a word there is room for: at least one."""
    if not fonts.is_simple(word):
        ends = shaping.breaks(word) or [len(word)]
        return max((end for end in ends if shaping.width(word[:end], font) <= room), default=ends[0])
    taken = 0.0
    for count, character in enumerate(word):
        taken += unit_width(character, font)
        if taken > room:
            return max(count, 1)
    return len(word)


@lru_cache(maxsize=4096)
def unit_width(word: str, font: str) -> float:
    """The width of a word at size 1: measured once for every size that is tried."""
    return shaping.width(word, font)


def width_of(text: str, font: str, size: float) -> float:
    """The width of a line."""
    return unit_width(text, font) * size


@dataclass(frozen=True)
class Bullets:
    """Short texts set as a list in columns of equal width."""

    columns: tuple[tuple[Lines, ...], ...]
    column_width: float
    size: float

    @property
    def height(self) -> float:
        return max((sum(item.height for item in column) for column in self.columns), default=0.0)


def bullets(texts: tuple[str, ...], font: str, size: float, width: float, columns: int) -> Bullets:
    """The texts as a list, its columns filled one after the other; one column is no wider than its longest line."""
    indent = size * BULLET_INDENT
    column_width = (width - (columns - 1) * COLUMN_GAP) / columns
    items = [set_text(text, font, size, column_width - indent) for text in texts]
    if columns == 1:
        column_width = max((item.width for item in items), default=0.0) + indent
    in_each = -(-len(items) // columns)
    filled = tuple(tuple(items[start : start + in_each]) for start in range(0, len(items), in_each or 1))
    return Bullets(filled, column_width, size)


def draw_centred(canvas: Canvas, text: Lines, middle: float, top: float, colour: Color) -> None:
    """Draw lines one under the other, each centred."""
    starts = [middle - width_of(line, text.font, text.size) / 2 for line in text.lines]
    draw_at(canvas, text, starts, top, colour)


def draw_lines(canvas: Canvas, text: Lines, x: float, top: float, colour: Color) -> None:
    """Draw lines one under the other, all from the same edge."""
    draw_at(canvas, text, [x] * len(text.lines), top, colour)


def draw_at(canvas: Canvas, text: Lines, starts: list[float], top: float, colour: Color, *, follows=False) -> None:
    """Draw each line from where it starts; the first may follow a bullet."""
    for number, (start, line) in enumerate(zip(starts, text.lines, strict=True)):
        place = start, text.baseline(top, number)
        draw_text(canvas, line, text.font, text.size, place, colour, follows=follows and number == 0)


def draw_bullets(
    canvas: Canvas, listed: Bullets, middle: float, top: float, item: Callable[[], AbstractContextManager] = nullcontext
) -> None:
    """Draw a list, its columns together centred; each point is drawn within an ``item``."""
    width = len(listed.columns) * (listed.column_width + COLUMN_GAP) - COLUMN_GAP
    for number, column in enumerate(listed.columns):
        x, y = middle - width / 2 + number * (listed.column_width + COLUMN_GAP), top
        for point in column:
            with item():
                draw_point(canvas, point, x, y)
            y -= point.height


def draw_point(canvas: Canvas, point: Lines, x: float, top: float) -> None:
    """Draw one point after its bullet."""
    draw_text(canvas, "\u2022", point.font, point.size, (x, point.baseline(top, 0)), ACCENT)
    draw_at(canvas, point, [x + point.size * BULLET_INDENT] * len(point.lines), top, TEXT, follows=True)
