"""Typefaces as they are put into a PDF: only the glyphs used, cut and compressed once for each set of them."""

import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import TTFont

from trainingsite.formats.typefaces import FOLDER, Remembered, Typeface, typeface

PARTS_REMEMBERED = 256
SYMBOLIC = 4
CAP_HEIGHT = 714  # of Noto
SYSTEM = "<</Registry (Adobe) /Ordering (Identity) /Supplement 0>>"
Codes = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Part:
    """The part of a typeface that one document needs, ready to be written."""

    name: str
    widths: str
    program: bytes
    program_length: int
    shapes: bytes
    to_unicode: bytes


@lru_cache(maxsize=PARTS_REMEMBERED)
def cut(name: str, codes: Codes) -> Part:
    """The part of the typeface for these glyphs and the letters behind them, numbered from 1 in their order."""
    face = typeface(name)
    numbers = [number for number, _text in codes]
    program, renumbered = face.cut(numbers)
    called = f"{tag(codes)}+{name}"
    return Part(
        name=called,
        widths=f"[1 [{' '.join(f'{face.advance(number):g}' for number in numbers)}]]",
        program=zlib.compress(program),
        program_length=len(program),
        shapes=zlib.compress(b"".join(renumbered[number].to_bytes(2, "big") for number in [0, *numbers])),
        to_unicode=zlib.compress(to_unicode(called, [text for _number, text in codes]).encode()),
    )


def tag(codes: Codes) -> str:
    """Six capitals that differ from part to part, so that a program that joins PDFs keeps them apart."""
    digest = sha256(repr(codes).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def to_unicode(name: str, texts: list[str]) -> str:
    """The table from numbers to letters; a glyph with no letters of its own has no entry."""
    entries = [f"<{number:04X}> <{utf16(text)}>" for number, text in enumerate(texts, start=1) if text]
    blocks = [entries[start : start + 100] for start in range(0, len(entries), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{name} def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
        *("\n".join([f"{len(block)} beginbfchar", *block, "endbfchar"]) for block in blocks),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return "\n".join(lines)


def utf16(text: str) -> str:
    """Letters as a PDF writes them in hexadecimal."""
    return text.encode("utf-16-be").hex().upper()


def text_string(text: str) -> str:
    """A text in any script as a PDF's own kind of string."""
    return f"<FEFF{utf16(text)}>"


class Written(pdfdoc.PDFObject):
    """An object of the file that is already in its words; ReportLab's own dictionaries take ten times as long."""

    def __init__(self, doc: pdfdoc.PDFDocument, words: str = ""):
        self.words = words
        self.reference = doc.Reference(self).format(doc).decode()

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """The words as bytes."""
        return self.words.encode()


class Stream(Written):
    """Bytes that were compressed before, and what is said about them."""

    def __init__(self, doc: pdfdoc.PDFDocument, content: bytes, words: str = ""):
        super().__init__(doc, f"<</Filter /FlateDecode /Length {len(content)} {words}>>\nstream\n")
        self.content = content

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """The words and what follows them."""
        return super().format(document) + self.content + b"\nendstream"


class UsedFont:
    """The glyphs of one typeface that one document uses, numbered in the order of their use.

    A glyph that stands for different letters in different places has a number for each.
    """

    def __init__(self, face: Typeface, label: str):
        self.typeface = face
        self.label = label
        self.codes: dict[tuple[int, str], str] = {}
        self.numbers = Remembered(lambda character: self.number(face.glyphs[character], character))

    def number(self, glyph: int, text: str) -> str:
        """The number by which the pages name a glyph that stands for a text."""
        return self.codes.setdefault((glyph, text), f"{len(self.codes) + 1:04X}")

    def begin_with(self, characters: str) -> None:
        """Give the first numbers to these characters: the same in every document."""
        self.codes, numbers = (given.copy() for given in first_numbers(self.typeface, characters))
        self.numbers.update(numbers)

    def plain(self, text: str) -> str:
        """A text in numbers, each of its characters by itself."""
        return "".join(map(self.numbers.__getitem__, text))

    def addObjects(self, doc: pdfdoc.PDFDocument) -> None:
        """Add the font to a document whose pages are finished."""
        part = cut(self.typeface.name, tuple(self.codes))
        program = Stream(doc, part.program, f"/Length1 {part.program_length}")
        shapes, to_unicode = Stream(doc, part.shapes), Stream(doc, part.to_unicode)
        descriptor = Written(doc, self.descriptor(part, program.reference))
        descendant = Written(
            doc,
            f"<</Type /Font /Subtype /CIDFontType2 /BaseFont /{part.name} /CIDSystemInfo {SYSTEM} /DW 0 "
            f"/W {part.widths} /CIDToGIDMap {shapes.reference} /FontDescriptor {descriptor.reference}>>",
        )
        font = Written(
            doc,
            f"<</Type /Font /Subtype /Type0 /BaseFont /{part.name} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant.reference}] /ToUnicode {to_unicode.reference}>>",
        )
        doc.idToObject["BasicFonts"].dict[self.label[1:]] = font.reference

    def descriptor(self, part: Part, program: str) -> str:
        """What a reader of the PDF needs to know of the typeface, and where the file itself is."""
        ascent, descent = self.typeface.heights
        return (
            f"<</Type /FontDescriptor /FontName /{part.name} /Flags {SYMBOLIC} /ItalicAngle 0 /StemV 80 "
            f"/FontBBox [-1000 {descent} 2000 {ascent}] /Ascent {ascent} /Descent {descent} /CapHeight {CAP_HEIGHT} "
            f"/FontFile2 {program}>>"
        )


@cache
def first_numbers(face: Typeface, characters: str) -> tuple[dict[tuple[int, str], str], dict[str, str]]:
    """The numbers of characters in a document that uses them first."""
    font = UsedFont(face, "")
    font.plain(characters)
    return font.codes, dict(font.numbers)


def used_font(doc: pdfdoc.PDFDocument, name: str) -> UsedFont:
    """The typeface of that name as a document uses it."""
    for font in doc.delayedFonts:
        if font.typeface.name == name:
            return font
    font = UsedFont(typeface(name), f"/T{len(doc.delayedFonts) + 1}")
    doc.delayedFonts.append(font)
    return font


class EmbeddedFont(TTFont):
    """A typeface under its name in ReportLab, for the paragraphs and tables that it sets by itself."""

    def __init__(self, name: str):
        super().__init__(name, str(FOLDER / f"{name}.ttf"), asciiReadable=False)

    def splitString(self, text, doc, encoding="utf-8"):
        """The text as the bytes that the pages have for it: there is one part to a font."""
        return [(0, bytes.fromhex(used_font(doc, self.fontName).plain(text)))]

    def getSubsetInternalName(self, subset, doc):
        """The name of the font on the pages."""
        return used_font(doc, self.fontName).label

    def stringWidth(self, text, size, encoding="utf-8"):
        """How wide a text is."""
        return typeface(self.fontName).width(text) * size
