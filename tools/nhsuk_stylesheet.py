"""Writes our copy of NHS.UK's stylesheet, without what it would fetch from another host.

Its fonts are licensed to the NHS and lie on an NHS server; nothing may leave this site. Run
``python -m tools.nhsuk_stylesheet`` after an upgrade of wagtail-nhsuk-frontend: a test says when.
"""

import re
from pathlib import Path

import wagtailnhsukfrontend

PACKAGE = Path(wagtailnhsukfrontend.__file__).parent / "static" / "wagtailnhsukfrontend" / "css"
COPY = Path(__file__).parents[1] / "trainingsite" / "static" / "nhsuk" / "nhsuk-frontend.css"
ORIGIN = "/* NHS.UK frontend (MIT licence, NHS England), written by tools/nhsuk_stylesheet.py: do not edit. */\n"


def packaged() -> str:
    """The stylesheet as the package ships it."""
    [path] = PACKAGE.glob("nhsuk-frontend-*.min.css")
    return path.read_text()


def without_fonts(stylesheet: str) -> str:
    """The stylesheet with no font of its own."""
    kept = re.sub(r"@font-face\s*\{[^}]*\}|/\*# sourceMappingURL=.*?\*/", "", stylesheet)
    return kept.replace("Frutiger W01,", "")


def outside_addresses(stylesheet: str) -> list[str]:
    """What a browser would fetch from somewhere else: imports, and addresses that are neither ours nor data."""
    fetched = re.findall(r"""url\(\s*["']?((?:[a-z]+:)?//[^"')]*)""", stylesheet)
    return fetched + re.findall(r"@import[^;]*", stylesheet)


def copy() -> str:
    """Our copy: where it comes from is said at its end, since the character set must be named first."""
    return without_fonts(packaged()).rstrip() + "\n" + ORIGIN


if __name__ == "__main__":
    COPY.parent.mkdir(exist_ok=True)
    COPY.write_text(copy())
