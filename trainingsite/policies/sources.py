"""What a policy is built on, each source with the day it was last checked: that day stays outside the frozen text."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """One source of a version, and when somebody last looked whether it still says the same."""

    body: str
    title: str
    checked_on: dt.date | None = None


def sources_of(content: dict, page, *, is_current: bool) -> tuple[Source, ...]:
    """The sources of frozen content. An older version keeps no day: what is checked today is the current one's."""
    days = days_checked(page) if is_current else {}
    named = [(source["body"], source["title"]) for source in content["sources"]]
    return tuple(Source(body, title, days.get((body, title))) for body, title in named)


def days_checked(page) -> dict[tuple[str, str], dt.date]:
    """By body and title: the day noted on the page."""
    return {(block.value["body"], block.value["title"]): block.value.get("checked_on") for block in page.sources}


def unchecked(page) -> int:
    """How many of the page's sources have no day on which somebody looked."""
    return sum(day is None for day in days_checked(page).values())


def note_checked(page, day: dt.date) -> None:
    """Note on the page, not saved yet, that somebody looked at all of its sources that day."""
    for block in page.sources:
        block.value["checked_on"] = day
