"""Typefaces as they are put into a PDF: only the characters used, cut and compressed once for each set of them."""

import zlib
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from threading import Lock

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, TTFont, makeToUnicodeCMap

SUBSETS_REMEMBERED = 64


@dataclass(frozen=True)
class Subset:
    """The part of a typeface that one document needs, ready to be written."""

    name: str
    widths: str
    program: bytes
    program_length: int
    to_unicode: bytes


class EmbeddedFont(TTFont):
    """A TrueType font that remembers its subsets.

    ReportLab cuts and compresses them again for every document, and reads the font file through one cursor, which two
    threads must not move at once.
    """

    def __init__(self, name: str, filename: str):
        super().__init__(name, filename, asciiReadable=False)
        self.reading = Lock()
        self.subset = lru_cache(maxsize=SUBSETS_REMEMBERED)(self.cut)

    def cut(self, codes: tuple[int, ...]) -> Subset:
        """The part of the font for these characters, in the order in which the document numbers them."""
        with self.reading:
            program = self.face.makeSubset(list(codes))
        name = f"{tag(codes)}+{self.fontName}"
        return Subset(
            name=name,
            widths="[" + " ".join(f"{self.face.getCharWidth(code):g}" for code in codes) + "]",
            program=zlib.compress(program),
            program_length=len(program),
            to_unicode=zlib.compress(makeToUnicodeCMap(name, codes).encode()),
        )

    def addObjects(self, doc):
        """Add every subset that a finished document used."""
        state = self.state[doc]
        state.frozen = 1
        for number, codes in enumerate(state.subsets):
            label = self.getSubsetInternalName(number, doc)[1:]
            doc.idToObject["BasicFonts"].dict[label] = self.font_object(
                doc, label, self.subset(tuple(codes)), len(codes)
            )
        del self.state[doc]

    def font_object(self, doc, label: str, subset: Subset, count: int) -> pdfdoc.PDFTrueTypeFont:
        """One subset as the font that the pages name."""
        font = pdfdoc.PDFTrueTypeFont()
        font.Name, font.BaseFont = label, subset.name
        font.FirstChar, font.LastChar, font.Widths = 0, count - 1, subset.widths
        font.ToUnicode = doc.Reference(compressed(subset.to_unicode), f"toUnicodeCMap:{label}")
        font.FontDescriptor = doc.Reference(self.descriptor(doc, label, subset), f"fontDescriptor:{label}")
        doc.Reference(font, label)
        return font

    def descriptor(self, doc, label: str, subset: Subset) -> pdfdoc.PDFDictionary:
        """What a reader of the PDF needs to know of the typeface, and the file itself."""
        program = compressed(subset.program)
        program.dictionary["Length1"] = subset.program_length
        face = self.face
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "Ascent": face.ascent,
                "CapHeight": face.capHeight,
                "Descent": face.descent,
                "Flags": face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "FontName": pdfdoc.PDFName(subset.name),
                "ItalicAngle": face.italicAngle,
                "StemV": face.stemV,
                "FontFile2": doc.Reference(program, f"fontFile:{label}"),
                "MissingWidth": face.defaultWidth,
            }
        )


def tag(codes: tuple[int, ...]) -> str:
    """Six capitals that differ from subset to subset, so that a program that joins PDFs keeps them apart."""
    digest = sha256(repr(codes).encode()).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def compressed(content: bytes) -> pdfdoc.PDFStream:
    """A stream whose content was compressed before."""
    stream = pdfdoc.PDFStream(content=content)
    stream.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    return stream
