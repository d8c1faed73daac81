"""Font files, opened once in a process: what they have, how wide it is, and the part of them that a document needs."""

from collections.abc import Callable, Iterable
from functools import cache, cached_property
from pathlib import Path

import uharfbuzz
from uharfbuzz import SubsetFlags

MISSING = 0
FOLDER = Path(__file__).parent / "fonts"
TABLES_OF_NO_USE = (  # once the glyphs are chosen and named by number
    "BASE", "DSIG", "GDEF", "GPOS", "GSUB", "OS/2", "STAT", "cmap", "cvt ", "fpgm", "gasp", "kern", "name", "post",
    "prep",
)  # fmt: skip


class Remembered(dict):
    """What is asked about each character again and again, looked up when it is first asked for."""

    def __init__(self, look_up: Callable[[str], float]):
        super().__init__()
        self.look_up = look_up

    def __missing__(self, character: str) -> float:
        self[character] = self.look_up(character)
        return self[character]


class Typeface:
    """One font file."""

    def __init__(self, name: str):
        self.name = name
        self.face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(FOLDER / f"{name}.ttf"))
        self.font = uharfbuzz.Font(self.face)
        self.codes = self.face.unicodes
        self.per_unit = 1000 / self.face.upem
        self.glyphs = Remembered(lambda character: self.font.get_nominal_glyph(ord(character)) or MISSING)
        self.widths = Remembered(lambda character: self.advance(self.glyphs[character]) / 1000)

    def advance(self, glyph: int) -> float:
        """How wide a glyph is by itself, in thousandths of the size of the type."""
        return self.font.get_glyph_h_advance(glyph) * self.per_unit

    def width(self, text: str) -> float:
        """How wide a text is at size 1 when its characters are put down one after the other."""
        return sum(map(self.widths.__getitem__, text))

    @cached_property
    def heights(self) -> tuple[int, int]:
        """How far the type rises and falls, in thousandths of its size."""
        extents = self.font.get_font_extents("ltr")
        return round(extents.ascender * self.per_unit), round(extents.descender * self.per_unit)

    @cached_property
    def ready_to_cut(self) -> uharfbuzz.Face:
        """The face with what every cut of it has to know, which takes a hundred times as long as a cut."""
        return uharfbuzz.subset_preprocess(self.face)

    def cut(self, glyphs: Iterable[int]) -> tuple[bytes, dict[int, int]]:
        """A font of these glyphs alone, and the number that each has in it."""
        wanted = uharfbuzz.SubsetInput()
        wanted.flags = SubsetFlags.NO_HINTING | SubsetFlags.NO_LAYOUT_CLOSURE | SubsetFlags.NOTDEF_OUTLINE
        wanted.glyph_set.update(glyphs)
        wanted.drop_table_tag_set.update(int.from_bytes(table.encode()) for table in TABLES_OF_NO_USE)
        plan = uharfbuzz.SubsetPlan(self.ready_to_cut, wanted)
        return plan.execute().blob.data, dict(plan.old_to_new_glyph_mapping)


@cache
def typeface(name: str) -> Typeface:
    """The typeface of that name."""
    return Typeface(name)
