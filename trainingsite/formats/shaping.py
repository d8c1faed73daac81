"""Lines of text in any script, laid out as its readers write it: letters joined, in their order and direction.

HarfBuzz chooses and places the glyphs, python-bidi says which way each letter runs. Text that needs neither keeps its
plain characters.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

import uharfbuzz
from bidi import algorithm as bidi
from bidi.mirror import MIRRORED

from trainingsite.formats import fonts
from trainingsite.formats.scripts import typeface_for
from trainingsite.formats.typefaces import Typeface, typeface

VIRAMA = 9  # the combining class of what joins two consonants


@dataclass(frozen=True)
class Glyph:
    """One shape: which, the letters it stands for, how far it moves the pen and where it is beside it.

    Lengths are in thousandths of the size of the type.
    """

    number: int
    text: str
    advance: float
    right: float
    up: float


@dataclass(frozen=True)
class Run:
    """Letters of one typeface and direction: where they stand, and without glyphs they are drawn as they are.

    ``left`` is how far from the start of its line the run begins, at size 1.
    """

    font: str
    text: str
    width: float
    leftwards: bool
    left: float = 0.0
    glyphs: tuple[Glyph, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One character, the typeface that has it, and the depth of its direction: even is left to right."""

    character: str
    font: str
    level: int


def width(text: str, font: str) -> float:
    """How wide a text is at size 1."""
    if fonts.is_simple(text):
        return typeface(font).width(text)
    return sum(run.width for run in runs(text, font))


@lru_cache(maxsize=4096)
def runs(text: str, font: str) -> tuple[Run, ...]:
    """A line in the order in which it is read; where each run stands is another matter."""
    letters = letters_of(text, font)
    parts = [tuple(part) for _key, part in groupby(letters, key=lambda letter: (letter.font, letter.level))]
    made = [run(part) for part in parts]
    lefts, left = {}, 0.0
    for number in as_seen([part[0].level for part in parts]):
        lefts[number] = left
        left += made[number].width
    return tuple(replace(one, left=lefts[number]) for number, one in enumerate(made))


def letters_of(text: str, font: str) -> Iterator[Letter]:
    """Each character with the typeface it is set in: the line's own wherever that has it.

    Accents and joiners go with the letter before them, or they could not be placed on it.
    """
    used = font
    for character, level in zip(text, levels(text), strict=True):
        if not follows(character) or ord(character) not in typeface(used).codes:
            used = font if character in fonts.drawable() else typeface_for(character) or font
        yield Letter(character, used, level)


def follows(character: str) -> bool:
    """Whether a character is drawn on or into the one before it."""
    return character in fonts.JOINERS or unicodedata.category(character).startswith("M")


def levels(text: str) -> Iterator[int]:
    """The depth of direction of each character, by the rules of Unicode."""
    base = bidi.get_base_level(text)
    storage = {**bidi.get_empty_storage(), "base_level": base, "base_dir": "LR"[base]}
    bidi.get_embedding_levels(text, storage)
    bidi.explicit_embed_and_overrides(storage)
    bidi.resolve_weak_types(storage)
    bidi.resolve_neutral_types(storage, debug=False)
    bidi.resolve_implicit_levels(storage, debug=False)
    resolved, level = iter(storage["chars"]), base
    for character in text:
        if unicodedata.bidirectional(character) not in bidi.X9_REMOVED:
            level = next(resolved)["level"]
        yield level


def as_seen(depths: list[int]) -> list[int]:
    """The numbers of the parts with these depths in the order in which they stand from left to right."""
    numbers = list(range(len(depths)))
    for depth in range(max(depths, default=0), 0, -1):
        turned = []
        for deep, together in groupby(numbers, key=lambda number: depths[number] >= depth):
            turned += list(together)[:: -1 if deep else 1]
        numbers = turned
    return numbers


def run(letters: tuple[Letter, ...]) -> Run:
    """Letters that are drawn together."""
    text = "".join(letter.character for letter in letters)
    font, leftwards = letters[0].font, letters[0].level % 2 == 1
    if fonts.is_simple(text):
        seen = "".join(MIRRORED.get(character, character) for character in reversed(text)) if leftwards else text
        return Run(font, seen, typeface(font).width(seen), leftwards)
    glyphs = tuple(shaped(text, typeface(font), leftwards))
    return Run(font, text, sum(glyph.advance for glyph in glyphs) / 1000, leftwards, glyphs=glyphs)


def shaped(text: str, face: Typeface, leftwards: bool) -> Iterator[Glyph]:
    """The glyphs from left to right, each with the letters that a reader of the file finds behind it."""
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if leftwards else "ltr"
    uharfbuzz.shape(face.font, buffer)
    behind = letters_behind(text, [info.cluster for info in buffer.glyph_infos])
    for info, place, letters in zip(buffer.glyph_infos, buffer.glyph_positions, behind, strict=True):
        moved = (length * face.per_unit for length in (place.x_advance, place.x_offset, place.y_offset))
        yield Glyph(info.codepoint, letters, *moved)


def letters_behind(text: str, clusters: list[int]) -> list[str]:
    """What each glyph stands for: a cluster's letters are dealt out to its glyphs, the rest to the last of them."""
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    order = range(len(clusters)) if clusters == sorted(clusters) else range(len(clusters) - 1, -1, -1)
    behind = [""] * len(clusters)
    for cluster, group in groupby(order, key=lambda number: clusters[number]):
        *first, last = group
        letters = text[cluster : ends[cluster]]
        for number, letter in zip(first, letters, strict=False):
            behind[number] = letter
        behind[last] = letters[len(first) :]
    return behind


def breaks(word: str) -> list[int]:
    """Where a word can be parted without tearing an accent, or a joined consonant, from its letter."""
    return [
        at
        for at in range(1, len(word))
        if not follows(word[at]) and word[at - 1] not in fonts.JOINERS and unicodedata.combining(word[at - 1]) != VIRAMA
    ]
