"""The text in one cell of a file, as it is kept; or what is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Mapping

from trainingsite.people.importing.table import Findings, Line

FORMULA_STARTS = ("=", "+", "-", "@")
GARBLED = re.compile("\ufffd|[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
SAVE_AGAIN = "Save the file again as “CSV UTF-8”"


def text_in(line: Line, column: str, findings: Findings, longest: Mapping[str, int], most: int = 200) -> str:
    """A cell as it is kept; nothing, once something is wrong with it. Columns with a longest text hold no formula."""
    text = unicodedata.normalize("NFC", " ".join(line.cells.get(column, "").split()))
    longest_here = longest.get(column, most)
    if len(text) > longest_here:
        message = f"This cell has {len(text):,} characters, and {longest_here} are the most. Shorten it"
    elif GARBLED.search(text):
        message = f"“{text[:40]}” has letters that went wrong when the file was saved. {SAVE_AGAIN}"
    elif text.startswith(FORMULA_STARTS) and column in longest:
        message = f"This cell begins with “{text[0]}”, so a spreadsheet takes it for a formula. Type plain text"
    elif any(unicodedata.category(character) == "Cc" for character in text):
        message = f"This cell has a character in it that cannot be shown. Type it again. {SAVE_AGAIN}"
    else:
        return text
    findings.refuse(line.number, column, message)
    return ""
