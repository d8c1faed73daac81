"""Who would be above themselves, and from when nobody is left. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from trainingsite.people.days import A_DAY, Days


def first_day_without(held: Iterable[Days], start: date) -> date | None:
    """The first day from the start on that none of these covers; None if there is always one."""
    held, day = list(held), start
    while covering := [each for each in held if each.covers(day)]:
        if any(each.last is None for each in covering):
            return None
        day = max(each.last for each in covering) + A_DAY
    return day


def would_manage_themselves(person: int, manager: int, above: Mapping[int, Collection[int]]) -> bool:
    """Whether the person is above this manager already, directly or through others, or is the same one."""
    seen, waiting = set(), [manager]
    while waiting:
        current = waiting.pop()
        if current == person:
            return True
        if current not in seen:
            seen.add(current)
            waiting += above.get(current, ())
    return False
