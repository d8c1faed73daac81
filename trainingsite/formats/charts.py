"""The few charts we draw: lines over weeks, bars, dots along a scale, a share. Every scale begins at nothing.

A chart takes the width it is drawn for: a wide one names its lines beside them, one for a phone below them, and the
text is the same size in both.
"""

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trainingsite.formats.dates import MONTHS
from trainingsite.formats.drawing import Anchor, Box, Dot, Drawing, Ink, Line, Path, Shape, Words

WIDE, NARROW = 720.0, 320.0
SIZE = 14.0
SMALL = 12.0
ROW = 22.0
LEADING = 18.0
LETTER = 0.56  # of the size: how wide a letter is on average, to leave room beside a chart
# Lines are told apart on a black and white print too.
DASHES = ((), (7, 4), (2, 3), (11, 4, 2, 4), (4, 2), (14, 5))
INKS = (Ink.ACCENT, Ink.TEXT, Ink.QUIET)


@dataclass(frozen=True)
class Series:
    """A line's name, and its value for each day; None where there is nothing to say."""

    label: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Target:
    """A value to be reached, drawn across the chart."""

    label: str
    value: float


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, and how much."""

    label: str
    value: float


@dataclass(frozen=True)
class Plot:
    """The part of a drawing in which values are drawn: its edges, and what its top stands for."""

    left: float
    top: float
    right: float
    bottom: float
    highest: float

    def y(self, value: float) -> float:
        return self.bottom - (self.bottom - self.top) * value / self.highest

    def x(self, place: int, count: int) -> float:
        return self.left + (self.right - self.left) * (place / (count - 1) if count > 1 else 1)

    def along(self, value: float) -> float:
        """Where a value stands on a scale that runs to the right."""
        return self.left + (self.right - self.left) * value / self.highest


def lines_chart(
    *,
    title: str,
    description: str,
    days: Sequence[dt.date],
    lines: Sequence[Series],
    highest: float | None = None,
    unit: str = "",
    target: Target | None = None,
    width: float = WIDE,
    height: float = 260.0,
) -> Drawing:
    """Lines over days, broken where there is nothing to say, each named where it ends."""
    top = highest or nice_top(max((value for line in lines for value in line.values if value is not None), default=0))
    beside = width >= WIDE * 0.75
    names = [named(line, unit) for line in lines]
    room = room_for([*names, *([target.label] if target else [])]) if beside else 8.0
    left = SMALL * LETTER * len(f"{top:g}{unit}") + 12
    below = 0 if beside else ROW * (len(lines) + bool(target)) + 4
    plot = Plot(left, SMALL, width - room, height, top)
    shapes = [*levels(plot, unit), *months_below(plot, days), *aim(plot, target)]
    shapes += [shape for place, line in enumerate(lines) for shape in drawn(plot, line, place)]
    shapes += beside_their_ends(plot, lines, names, target) if beside else key_below(plot, names, target)
    return Drawing(width, height + ROW + below, shapes, title, description)


def named(line: Series, unit: str) -> str:
    """A line's name, with its value if it goes on to the end."""
    last = line.values[-1] if line.values else None
    return line.label if last is None else f"{line.label}: {last:g}{unit}"


def room_for(names: Sequence[str]) -> float:
    """How much room the names beside a chart take."""
    return max(map(len, names), default=0) * SIZE * LETTER + 14


def nice_top(highest: float) -> int:
    """The top of a scale, no lower than the highest value: its quarters are whole and easy to say."""
    quarter = max(1, math.ceil(highest / 4))
    step = max(1, 10 ** (len(str(quarter)) - 1) // 2)
    return 4 * step * math.ceil(quarter / step)


def levels(plot: Plot, unit: str) -> Iterator[Shape]:
    """The lines that a value is read off, at each quarter of the scale."""
    for quarter in range(5):
        value = plot.highest * quarter / 4
        y = plot.y(value)
        yield Line(plot.left, y, plot.right, y, Ink.QUIET if quarter == 0 else Ink.RULE)
        yield Words(plot.left - 6, y + 4, f"{value:g}{unit}", SMALL, Anchor.END, ink=Ink.QUIET)


def months_below(plot: Plot, days: Sequence[dt.date]) -> Iterator[Shape]:
    """The months in which days begin, as many as there is room for."""
    begun = [place for place in range(1, len(days)) if days[place].month != days[place - 1].month]
    fitting = max(1, int((plot.right - plot.left) / (SMALL * LETTER * 10)))
    every = next((step for step in (1, 2, 3, 6, 12) if len(begun) / step <= fitting), 24)
    for place in begun:
        day = days[place]
        if (day.month - 1) % every:
            continue
        x = plot.x(place, len(days))
        yield Line(x, plot.bottom, x, plot.bottom + 4, Ink.QUIET)
        if x + SMALL * LETTER * 4 < plot.right + 8:
            yield Words(x, plot.bottom + ROW - 4, f"{MONTHS[day.month - 1][:3]} {day.year}", SMALL, Anchor.MIDDLE)


def aim(plot: Plot, target: Target | None) -> list[Shape]:
    """The line across the chart that says what is aimed for."""
    if target is None:
        return []
    y = plot.y(target.value)
    return [Line(plot.left, y, plot.right, y, Ink.MARK, 1.5, (1, 3))]


def drawn(plot: Plot, line: Series, place: int) -> Iterator[Shape]:
    """A line as the pieces between its gaps; a day alone is a dot."""
    look = {"ink": INKS[place % len(INKS)], "dash": DASHES[place % len(DASHES)]}
    for piece in pieces(plot, line):
        if len(piece) == 1:
            yield Dot(*piece[0], 3, look["ink"])
        else:
            yield Path(piece, thick=2.5, **look)


def pieces(plot: Plot, line: Series) -> list[list[tuple[float, float]]]:
    """The points of a line, parted where a value is missing."""
    parted = [[]]
    for place, value in enumerate(line.values):
        if value is None:
            parted.append([])
        else:
            parted[-1].append((plot.x(place, len(line.values)), plot.y(value)))
    return [piece for piece in parted if piece]


def beside_their_ends(plot: Plot, lines: Sequence[Series], names: list[str], target: Target | None) -> list[Shape]:
    """Each line's name at the height where it ends, moved apart where two would meet."""
    ends = [(height_at_end(plot, lines[place]), name, place) for place, name in enumerate(names)]
    if target:
        ends.append((plot.y(target.value), target.label, None))
    ends.sort(key=lambda end: end[0])
    heights = moved_apart([end[0] for end in ends], plot.top + 4, plot.bottom)
    return [
        Words(plot.right + 8, y + 5, name, SIZE, ink=Ink.MARK if place is None else INKS[place % len(INKS)])
        for y, (_, name, place) in zip(heights, ends, strict=True)
    ]


def height_at_end(plot: Plot, line: Series) -> float:
    last = next((value for value in reversed(line.values) if value is not None), 0)
    return plot.y(last)


def moved_apart(heights: list[float], top: float, bottom: float) -> list[float]:
    """Heights in order, so far apart that a line of text fits at each, and none outside the chart if that can be."""
    apart, free = [], top
    for height in heights:
        apart.append(max(height, free))
        free = apart[-1] + LEADING
    limit = bottom
    for place in reversed(range(len(apart))):
        apart[place] = min(apart[place], limit)
        limit = apart[place] - LEADING
    return apart


def key_below(plot: Plot, names: list[str], target: Target | None) -> Iterator[Shape]:
    """Below a narrow chart: a piece of each line, and its name."""
    looks = [(name, INKS[place % len(INKS)], DASHES[place % len(DASHES)], 2.5) for place, name in enumerate(names)]
    if target:
        looks.append((target.label, Ink.MARK, (2, 4), 1.5))
    for place, (name, ink, dash, thick) in enumerate(looks):
        y = plot.bottom + ROW * (place + 2)
        yield Line(2, y - 5, 34, y - 5, ink, thick, dash)
        yield Words(42, y, name, SIZE)


def bars_chart(
    *, title: str, description: str, bars: Sequence[Bar], width: float = WIDE, height: float = 220.0
) -> Drawing:
    """Bars, each with what it is of and how much: upright where there is room, otherwise one under the other."""
    if width < WIDE * 0.75 or not bars:
        return rows_chart(title=title, description=description, bars=bars, width=width)
    plot = Plot(4, SIZE + 6, width - 4, height, nice_top(max(bar.value for bar in bars)))
    step = (plot.right - plot.left) / len(bars)
    shapes = [Line(plot.left, plot.bottom, plot.right, plot.bottom, Ink.QUIET)]
    for place, bar in enumerate(bars):
        left, y = plot.left + place * step, plot.y(bar.value)
        middle = left + step / 2
        if bar.value:
            shapes.append(Box(left + step * 0.15, y, step * 0.7, plot.bottom - y))
        shapes.append(Words(middle, y - 6, f"{bar.value:g}", SIZE, Anchor.MIDDLE, bold=True))
        shapes.append(Words(middle, plot.bottom + ROW - 4, bar.label, SMALL, Anchor.MIDDLE))
    return Drawing(width, height + ROW + 2, shapes, title, description)


def rows_chart(*, title: str, description: str, bars: Sequence[Bar], width: float = WIDE, unit: str = "") -> Drawing:
    """Bars one under the other, each after its name and before its number."""
    names = max((len(bar.label) for bar in bars), default=0) * SIZE * LETTER + 10
    numbers = max((len(f"{bar.value:g}{unit}") for bar in bars), default=0) * SIZE * LETTER + 12
    plot = Plot(min(names, width / 2), 0, width - numbers, 0, nice_top(max((bar.value for bar in bars), default=0)))
    shapes = []
    for place, bar in enumerate(bars):
        top, end = place * (ROW + 4), plot.along(bar.value)
        shapes.append(Words(0, top + 16, shortened(bar.label, plot.left - 10), SIZE))
        if bar.value:
            shapes.append(Box(plot.left, top + 2, end - plot.left, ROW - 4))
        shapes.append(Words(end + 6, top + 16, f"{bar.value:g}{unit}", SIZE, bold=True))
    bottom = max(len(bars), 1) * (ROW + 4)
    return Drawing(width, bottom, [Line(plot.left, 0, plot.left, bottom, Ink.QUIET), *shapes], title, description)


def shortened(label: str, room: float) -> str:
    """A label that fits, the whole of which is in the table beside the picture."""
    letters = round(room / (SIZE * LETTER))
    return label if len(label) <= letters else f"{label[: max(1, letters - 1)].rstrip()}\u2026"


def dots_chart(
    *, title: str, description: str, values: Sequence[float], mark: Target, unit: str, width: float = WIDE
) -> Drawing:
    """A dot for each value along a scale, one above the other where they meet, and a mark through one value."""
    plot = Plot(8, 0, width - 8, 0, nice_top(max([*values, mark.value])))
    stacks = stacked([plot.along(value) for value in sorted(values)], 11)
    bottom = SIZE + 24 + 11 * max(height for _, height in stacks)
    x = plot.along(mark.value)
    anchor = Anchor.START if x < width / 3 else Anchor.END if x > width * 2 / 3 else Anchor.MIDDLE
    shapes = [Words(x, SIZE, mark.label, SIZE, anchor, bold=True), Line(x, SIZE + 5, x, bottom, Ink.MARK, 2)]
    shapes += [Dot(x, bottom - 9 - 11 * height, 5) for x, height in stacks]
    shapes.append(Line(plot.left, bottom, plot.right, bottom, Ink.QUIET))
    for quarter in range(5):
        x, value = plot.along(plot.highest * quarter / 4), f"{plot.highest * quarter / 4:g}"
        anchor = (Anchor.START, *[Anchor.MIDDLE] * 3, Anchor.END)[quarter]
        shapes.append(Words(x, bottom + ROW - 4, f"{value} {unit}" if quarter == 4 else value, SMALL, anchor))
    return Drawing(width, bottom + ROW + 2, shapes, title, description)


def stacked(places: list[float], apart: float) -> list[tuple[float, int]]:
    """Places in order with how high each stands: above those it would cover."""
    tops: list[float] = []
    found = []
    for place in places:
        height = next((height for height, last in enumerate(tops) if place - last >= apart), len(tops))
        tops[height : height + 1] = [place]
        found.append((place, height))
    return found
