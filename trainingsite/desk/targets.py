"""What the practice wants to reach, and in words whether it has."""

import datetime as dt
from typing import Protocol

from trainingsite.compliance.targeting import percent_on
from trainingsite.people.models import Practice

ENOUGH_FOR_PERCENT = 10


class Counted(Protocol):
    """Sums of what is asked: how much of it there is, and how much of it is met."""

    @property
    def required(self) -> int: ...
    @property
    def met(self) -> int: ...


def target_of(practice: Practice, day: dt.date) -> int:
    """The practice's target on a day, in percent."""
    return percent_on(practice, day)


def against_target(sums: Counted, people: int, target: int) -> str:
    """“Target 95%: met”, or how many more it takes; with fewer than ten people in counts and not in percent."""
    if not sums.required:
        return ""
    wanted = needed(sums.required, target)
    said = f"Target {target}%" if people >= ENOUGH_FOR_PERCENT else f"Target {wanted} of {sums.required}"
    missing = wanted - sums.met
    if missing <= 0:
        return f"{said}: met"
    return f"{said}: not yet, {missing} more {'is' if missing == 1 else 'are'} needed"


def needed(required: int, target: int) -> int:
    """How many of those required reach the target, rounded up: reaching it exactly is enough."""
    return -(-required * target // 100)
