"""When advice that goes stale is due to be looked through again."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.formats.dates import months_later


@dataclass(frozen=True)
class Review:
    """Advice was looked through on a day, and is to be looked through again by another."""

    reviewed_on: dt.date
    due_on: dt.date
    is_past: bool


def review_of(reviewed_on: dt.date | None, months: int | None, day: dt.date) -> Review | None:
    """How the advice stands on the day; nothing where it is not reviewed by the calendar."""
    if reviewed_on is None or not months:
        return None
    due_on = months_later(reviewed_on, months)
    return Review(reviewed_on, due_on, is_past=day > due_on)
