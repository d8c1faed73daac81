"""What the register of accounts warns of. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FEWEST_HOLDERS = 2


class Worry(StrEnum):
    """One thing about an account that somebody has to put right."""

    NOBODY = "nobody"
    ALONE = "alone"
    LEFT = "left"
    LAPSED = "lapsed"
    SECOND_FACTOR_OFF = "second_factor_off"
    PERSONAL_PROFILE = "personal_profile"
    NOT_CHECKED = "not_checked"
    STEPS_OPEN = "steps_open"


@dataclass(frozen=True, slots=True)
class HolderFacts:
    """What is known of somebody who holds an account: titles of what they have not done or signed."""

    name: str
    works_here: bool
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What is known of one account on a day."""

    holders: tuple[HolderFacts, ...]
    second_factor_on: bool
    on_personal_profile: bool
    check_due_on: date | None
    steps_open: int = 0


@dataclass(frozen=True, slots=True)
class Warning:
    """A worry, and the sentence that is shown for it."""

    worry: Worry
    sentence: str


def warnings_about(account: AccountFacts, day: date) -> list[Warning]:
    """Everything to be put right, the most pressing first."""
    found = [*_about_those_who_went(account), *_about_holders(account), *_about_security(account, day)]
    return [Warning(worry, sentence) for worry, sentence in found]


def _about_those_who_went(account: AccountFacts) -> Iterator[tuple[Worry, str]]:
    if account.steps_open:
        things = "thing is" if account.steps_open == 1 else "things are"
        yield Worry.STEPS_OPEN, f"{account.steps_open} {things} still to be done after somebody stopped holding it"
    for holder in account.holders:
        if not holder.works_here:
            yield Worry.LEFT, f"{holder.name} no longer works here: take them off"


def _about_holders(account: AccountFacts) -> Iterator[tuple[Worry, str]]:
    here = [holder for holder in account.holders if holder.works_here]
    if not here:
        yield Worry.NOBODY, "Nobody who works here holds it: name two people"
    elif len(here) < FEWEST_HOLDERS:
        yield Worry.ALONE, f"{here[0].name} is the only holder: name a second"
    for holder in here:
        if holder.missing:
            yield Worry.LAPSED, f"{holder.name} has not done, or has let lapse: {', '.join(holder.missing)}"


def _about_security(account: AccountFacts, day: date) -> Iterator[tuple[Worry, str]]:
    if not account.second_factor_on:
        yield Worry.SECOND_FACTOR_OFF, "Its second factor is off: switch it on"
    if account.on_personal_profile:
        yield Worry.PERSONAL_PROFILE, "It hangs on somebody's personal profile: move it to one of the practice's"
    if account.check_due_on is None:
        yield Worry.NOT_CHECKED, "It has not been checked yet"
    elif day >= account.check_due_on:
        yield Worry.NOT_CHECKED, "It has not been checked for 6 months"
