"""What an ODS code looks like: the code by which the NHS knows a practice, and part of its address here."""

import re

FORM = re.compile(r"(?=.*[0-9])[A-Z0-9]{3,10}")
WANTED = "Type the practice's ODS code: letters and figures without spaces, such as A81001"


def plain_code(typed: str) -> str:
    """The code as it is kept: in capitals, without the spaces that come with copying."""
    return "".join(typed.split()).upper()


def why_no_code(code: str) -> str:
    """What is wrong with a code as it is kept; nothing, if it may be one.

    Every code has a figure in it, so none is ever taken for a word of our addresses (``places``, ``jobs``).
    """
    return "" if FORM.fullmatch(code) else WANTED
