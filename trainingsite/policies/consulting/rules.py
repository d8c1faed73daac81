"""How long staff are asked, who may say what in a consultation, and what may not leave it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

USUAL_DAYS, FEWEST_DAYS, MOST_DAYS = 14, 3, 90
MOST_THEMES, LONGEST_THEME = 12, 300
SMALL_GROUP = 5


class State(StrEnum):
    """Where a consultation stands on a day."""

    OPEN = "open"
    ENDED = "ended"
    CLOSED = "closed"


def state_on(day: date, last_day: date, *, is_closed: bool) -> State:
    """Comments are taken to the end of the last day; after it the outcome is still to be written."""
    if is_closed:
        return State.CLOSED
    return State.OPEN if day <= last_day else State.ENDED


def usual_last_day(today: date) -> date:
    return today + timedelta(days=USUAL_DAYS)


def why_not_until(last_day: date, today: date) -> str:
    """Why staff cannot be asked until this day; nothing when they can."""
    if last_day < (first := today + timedelta(days=FEWEST_DAYS)):
        return f"Give people at least {FEWEST_DAYS} days: choose {first:%-d %B %Y} or later"
    if last_day > (last := today + timedelta(days=MOST_DAYS)):
        return f"People forget what takes longer than {MOST_DAYS} days: choose {last:%-d %B %Y} or earlier"
    return ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a consultation on a day."""

    is_asked: bool
    represents_staff: bool
    looks_after: bool

    @property
    def may_read(self) -> bool:
        return self.is_asked or self.represents_staff or self.looks_after

    @property
    def may_comment(self) -> bool:
        """Whoever is asked says what they think; the representative passes on what others think."""
        return self.is_asked or self.represents_staff


def themes_in(text: str) -> list[str]:
    """What the owner wrote, one theme a line, without the marks that people put before lines."""
    lines = (line.strip().lstrip("-*•").strip() for line in text.splitlines())
    return [line for line in lines if line]


def what_is_wrong_with(themes: list[str]) -> str:
    """What to do about a list of themes; nothing when it is as it should be."""
    if len(themes) > MOST_THEMES:
        return f"Bring it down to {MOST_THEMES} lines: this is what people read first"
    if any(len(theme) > LONGEST_THEME for theme in themes):
        return f"Keep each line to {LONGEST_THEME} characters"
    return ""


def names_left_in(texts: Iterable[str], names: Iterable[str]) -> list[str]:
    """The names that one of the texts gives in full, however it is written."""
    said = [" ".join(text.casefold().split()) for text in texts]
    return sorted({name for name in names if any(_says(text, name) for text in said)})


def _says(text: str, name: str) -> bool:
    words = r"\s+".join(re.escape(word) for word in name.casefold().split())
    return bool(words) and re.search(rf"(?<!\w){words}(?!\w)", text) is not None
