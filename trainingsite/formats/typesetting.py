"""Text set into lines: measured, wrapped, and made smaller until it fits."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reportlab.pdfbase.pdfmetrics import stringWidth

from trainingsite.formats import fonts


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
        return max((stringWidth(line, self.font, self.size) for line in self.lines), default=0.0)


@lru_cache(maxsize=2048)
def set_text(text: str, font: str, size: float, width: float, leading: float = 1.3) -> Lines:
    """The text wrapped to a width; a word longer than a line is broken."""
    fonts.register()
    wrapped = wrap(fonts.printable(text).split(), font, size, width)
    return Lines(tuple(wrapped), font, size, size * leading)


def fit(text: str, font: str, sizes: Iterable[float], width: float, height: float, leading: float = 1.3) -> Lines:
    """The text in the largest of the sizes at which it is no higher than a height, or in the last of them."""
    for size in sizes:
        lines = set_text(text, font, size, width, leading)
        if lines.height <= height:
            return lines
    return lines


def wrap(words: list[str], font: str, size: float, width: float) -> list[str]:
    """Words gathered into lines no wider than a width."""
    lines: list[str] = []
    for word in words:
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and stringWidth(joined, font, size) <= width:
            lines[-1] = joined
        else:
            lines.extend(broken(word, font, size, width))
    return lines


def broken(word: str, font: str, size: float, width: float) -> list[str]:
    """One word in as few pieces as a width allows, parted after a slash or hyphen where that is possible."""
    pieces = []
    while stringWidth(word, font, size) > width and len(word) > 1:
        end = longest_start(word, font, size, width)
        parted = max(word.rfind("/", 0, end), word.rfind("-", 0, end)) + 1
        end = parted if parted > end // 2 else end
        pieces.append(word[:end])
        word = word[end:]
    return [*pieces, word]


def longest_start(word: str, font: str, size: float, width: float) -> int:
    """How many characters of a word stay within a width: at least one."""
    taken = 0.0
    for count, character in enumerate(word):
        taken += stringWidth(character, font, size)
        if taken > width:
            return max(count, 1)
    return len(word)
