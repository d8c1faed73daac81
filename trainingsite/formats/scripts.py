"""The scripts in which people write their names beside Latin, Greek and Cyrillic, and the typeface that draws each.

A typeface is read when a text first needs it. Chinese, Japanese and Korean share one, with the forms of the mainland.
"""

from bisect import bisect
from functools import cache

from trainingsite.formats.typefaces import typeface

CJK = "NotoSansCJKsc-Regular"
BLOCKS = (
    (0x0530, 0x058F, "NotoSansArmenian-Regular"),
    (0x0590, 0x05FF, "NotoSansHebrew-Regular"),
    (0x0600, 0x06FF, "NotoNaskhArabic-Regular"),
    (0x0750, 0x077F, "NotoNaskhArabic-Regular"),
    (0x0780, 0x07BF, "NotoSansThaana-Regular"),
    (0x08A0, 0x08FF, "NotoNaskhArabic-Regular"),
    (0x0900, 0x097F, "NotoSansDevanagari-Regular"),
    (0x0980, 0x09FF, "NotoSansBengali-Regular"),
    (0x0A00, 0x0A7F, "NotoSansGurmukhi-Regular"),
    (0x0A80, 0x0AFF, "NotoSansGujarati-Regular"),
    (0x0B00, 0x0B7F, "NotoSansOriya-Regular"),
    (0x0B80, 0x0BFF, "NotoSansTamil-Regular"),
    (0x0C00, 0x0C7F, "NotoSansTelugu-Regular"),
    (0x0C80, 0x0CFF, "NotoSansKannada-Regular"),
    (0x0D00, 0x0D7F, "NotoSansMalayalam-Regular"),
    (0x0D80, 0x0DFF, "NotoSansSinhala-Regular"),
    (0x0E00, 0x0E7F, "NotoSansThai-Regular"),
    (0x0E80, 0x0EFF, "NotoSansLao-Regular"),
    (0x1000, 0x109F, "NotoSansMyanmar-Regular"),
    (0x10A0, 0x10FF, "NotoSansGeorgian-Regular"),
    (0x1200, 0x139F, "NotoSansEthiopic-Regular"),
    (0x1780, 0x17FF, "NotoSansKhmer-Regular"),
    (0x1C90, 0x1CBF, "NotoSansGeorgian-Regular"),
    (0x2D80, 0x2DDF, "NotoSansEthiopic-Regular"),
    (0x3000, 0x9FFF, CJK),
    (0xA8E0, 0xA8FF, "NotoSansDevanagari-Regular"),
    (0xA9E0, 0xA9FF, "NotoSansMyanmar-Regular"),
    (0xAA60, 0xAA7F, "NotoSansMyanmar-Regular"),
    (0xAC00, 0xD7AF, CJK),
    (0xFB13, 0xFB17, "NotoSansArmenian-Regular"),
    (0xFB1D, 0xFB4F, "NotoSansHebrew-Regular"),
    (0xFB50, 0xFDFF, "NotoNaskhArabic-Regular"),
    (0xFE70, 0xFEFF, "NotoNaskhArabic-Regular"),
    (0xFF00, 0xFFEF, CJK),
)
STARTS = [start for start, _end, _name in BLOCKS]


@cache
def typeface_for(character: str) -> str | None:
    """The name of the typeface that draws a character of these scripts, if one does."""
    code = ord(character)
    at = bisect(STARTS, code) - 1
    if at < 0 or code > BLOCKS[at][1]:
        return None
    name = BLOCKS[at][2]
    return name if code in typeface(name).codes else None
