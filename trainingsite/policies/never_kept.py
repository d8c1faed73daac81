"""What the register of accounts never keeps: passwords, and codes that open something. Pure."""

import re

SENTENCE = (
    "This looks like a password or a code. Take it out: the register never keeps one. Passwords belong in the"
    " practice's password manager"
)
NAMED = (
    r"pass\s?words?|pass\s?codes?|pass\s?phrases?|passwd|pwd|pw|pin|secret"
    r"|(?:recovery|backup|security|login|log-in|sign-in|access|2fa|mfa|otp|verification)\s+(?:codes?|keys?|words?)"
)
SECRET = re.compile(
    rf"\b(?:{NAMED})\b(?:\s+(?:is|are)\b\s*[:=]?|\s*[:=–-])\s*\S"  # "password: x", "PIN is 1234"
    rf"|\b(?:{NAMED})\s+\S*\d"  # "password Tulip42"
    r"|\bcodes?\b\W{0,3}(?:is\W+)?\d{4,}"  # "code 123 456"
    r"|otpauth://|://[^/\s:@]+:[^/\s@]+@"  # a key for an app; a password inside an address
    r"|[?&#;](?:password|passwd|pwd|pin|token|secret|access_token|key)=",
    re.IGNORECASE,
)


def looks_like_a_secret(text: str) -> bool:
    """Whether the text seems to hold a password, a code or a key."""
    return SECRET.search(text) is not None
