"""How long joiners took over their induction, in words and numbers."""

import statistics
from collections.abc import Sequence

from trainingsite.desk.inductions import Induction, Outcome

ENOUGH_FOR_STATISTICS = 5


def days_taken(inductions: Sequence[Induction]) -> list[int]:
    """The days it took each of those who finished here: what was done before they joined took none."""
    return [each.days for each in inductions if each.days is not None and not each.was_done_before]


def usual_days(inductions: Sequence[Induction]) -> int | None:
    """By which day at least half of those who finished had; None below five of them, of whom it would say too much."""
    days = days_taken(inductions)
    return statistics.median_low(days) if len(days) >= ENOUGH_FOR_STATISTICS else None


def how_long(induction: Induction) -> str:
    """How long it took, or how far it came."""
    if induction.outcome is Outcome.NOT_ASKED:
        return "No induction was asked"
    if induction.was_done_before:
        return "Done before they joined"
    if induction.days is None:
        return induction.outcome.capitalize()
    days = f"{induction.days} {'day' if induction.days == 1 else 'days'}"
    return f"{days}, {induction.outcome}"
