"""Days as people and spreadsheets type them: the British way, or ISO. Pure."""

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MIDNIGHT = re.compile(r"[ T]00:00(:00(\.0+)?)?$")
BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
ISO = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})$")
WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})[ ,-]+(\d{4})$")
SHORT_YEAR = re.compile(r"\d{1,2}[/. -](\d{1,2}|[A-Za-z]{3,9})[/. -]\d{2}$")
FOR_EXAMPLE = "for example 31/03/2026"


class NotADay(ValueError):
    """What was typed is no day; the sentence says what to type."""


def day_in(text: str) -> date:
    """The day that was typed. Raises NotADay."""
    typed = MIDNIGHT.sub("", text.strip())
    found = _parts(typed)
    if found is None:
        raise NotADay(_sentence(typed))
    try:
        return date(*found)
    except ValueError:
        raise NotADay(_no_such_day(typed, found)) from None


def _parts(typed: str) -> tuple[int, int, int] | None:
    """Year, month and day, if it is written in one of the ways we know."""
    if found := BRITISH.match(typed):
        return int(found[3]), int(found[2]), int(found[1])
    if found := ISO.match(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if (found := WORDS.match(typed)) and found[2][:3].lower() in MONTHS:
        return int(found[3]), MONTHS.index(found[2][:3].lower()) + 1, int(found[1])
    return None


def _sentence(typed: str) -> str:
    if re.fullmatch(r"\d{5}(\.\d+)?", typed):
        return f"“{typed}” is how a spreadsheet counts days. Format the column as a date and save the file again"
    if SHORT_YEAR.match(typed):
        return f"“{typed}” has a short year. Type all four figures of it, {FOR_EXAMPLE}"
    return f"“{typed[:40]}” is not a date. Type it as day, month and year, {FOR_EXAMPLE}"


def _no_such_day(typed: str, found: tuple[int, int, int]) -> str:
    _, month, day = found
    if month > 12 >= day:
        return f"“{typed}” has the month first. Put the day first, {FOR_EXAMPLE}"
    return f"There is no day “{typed}”. Type a date that exists, {FOR_EXAMPLE}"
