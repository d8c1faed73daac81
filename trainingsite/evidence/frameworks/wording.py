"""What a record can do for an answer, and what nobody may say that it does."""

import re

# A record supports an answer. It shows that something was done, never that a regulation is met.
CLAIMS = re.compile(
    r"\b(prov(e|es|ed|en|ing)|proofs?|guarante\w*|demonstrates? compliance|complies|compliant with)\b", re.I
)
SAY_SUPPORTS = "Say what the record shows. It can support an answer, and it cannot prove that a regulation is met."


def claims_in(text: str) -> list[str]:
    """The words in a text that claim more than a record can show."""
    return [found[0].lower() for found in CLAIMS.finditer(text)]
