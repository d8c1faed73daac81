"""Who may sign what, which versions ask everybody again, and whether a typed name is the person's own. Pure."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Refusal(StrEnum):
    """Why somebody may not sign."""

    NOT_A_MEMBER = "not_a_member"
    SUPERSEDED = "superseded"
    ALREADY_SIGNED = "already_signed"
    CLOSED_ACCOUNT = "closed_account"
    FOR_SOMEBODY_ELSE = "for_somebody_else"
    ANOTHER_TEXT = "another_text"
    STILL_SIGNED = "still_signed"
    OWN_SIGNATURE = "own_signature"
    FOR_PATIENTS = "for_patients"
    ARCHIVED = "archived"

    @property
    def sentence(self) -> str:
        return {
            Refusal.NOT_A_MEMBER: "You do not work at this practice today, so there is nothing here for you to sign.",
            Refusal.SUPERSEDED: "This version has been replaced since you opened it.",
            Refusal.ALREADY_SIGNED: "You have already signed this version.",
            Refusal.CLOSED_ACCOUNT: "Your account has been closed, so nothing can be signed with it.",
            Refusal.FOR_SOMEBODY_ELSE: "This page was opened by somebody else. Nobody signs for anybody.",
            Refusal.STILL_SIGNED: "You have signed this version. Take your signature back first, then decline.",
            Refusal.OWN_SIGNATURE: "Nobody makes their own signature void. You can take it back.",
            Refusal.ANOTHER_TEXT: "This page was opened for another text than the one that is published.",
            Refusal.FOR_PATIENTS: "This page is written for patients: nobody signs it.",
            Refusal.ARCHIVED: "This policy is archived: nobody is asked to sign it.",
        }[self]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is known when somebody wants to sign."""

    works_here_today: bool
    materially_superseded: bool
    has_signed: bool
    is_active: bool = True
    is_for_patients: bool = False
    is_archived: bool = False


def may_sign(wish: Wish) -> Refusal | None:
    """None when the person may sign; otherwise why not."""
    if not wish.is_active:
        return Refusal.CLOSED_ACCOUNT
    if not wish.works_here_today:
        return Refusal.NOT_A_MEMBER
    if wish.is_for_patients:
        return Refusal.FOR_PATIENTS
    if wish.has_signed:
        return Refusal.ALREADY_SIGNED
    if wish.is_archived:
        return Refusal.ARCHIVED
    if wish.materially_superseded:
        return Refusal.SUPERSEDED
    return None


Number = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Edition:
    """What matters of one version of a policy: its place, its day, and whether everybody signs again because of it."""

    number: Number
    effective_on: date
    asks_again: bool
    reclassified_from: date | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """From a day, everybody signs again who signed only what was before this number."""

    number: Number
    from_on: date


def askings_of(editions: Iterable[Edition]) -> list[Asking]:
    """Every time that everybody was asked again, in order: with which version, and from which day.

    The first version asks nobody again. What a version changed takes effect with it, or with a later one that comes
    into force sooner; and whoever signs a later version owes no earlier one.
    """
    found: list[Asking] = []
    begins = sooner = date.max
    for edition in sorted(editions, key=lambda e: e.number, reverse=True)[:-1]:
        begins = min(begins, edition.effective_on)
        if edition.asks_again or edition.reclassified_from:
            sooner = min(sooner, begins if edition.asks_again else max(begins, edition.reclassified_from))
            found.append(Asking(edition.number, sooner))
    return found[::-1]


def generation_of(askings: Iterable[Asking], number: Number) -> int:
    """How often everybody was asked again up to a version, whenever that takes effect."""
    return sum(asking.number <= number for asking in askings)


def signature_stands(editions: Iterable[Edition], *, signed: Number, wanted: Number, day: date) -> bool:
    """Whether a signature of one version counts for another on a day: for one not in force yet, on its first."""
    editions = list(editions)
    begins = next((edition.effective_on for edition in editions if edition.number == wanted), day)
    lower, upper = sorted([signed, wanted])
    return not any(lower < each.number <= upper for each in askings_of(editions) if each.from_on <= max(day, begins))


def newer_that_asks(editions: Iterable[Edition], number: Number, day: date) -> Number | None:
    """The version in force, if everybody was asked again since the one with this number."""
    editions = list(editions)
    newer = [each.number for each in editions if each.effective_on <= day and each.number > number]
    newest = max(newer, default=None)
    return newest if newest and not signature_stands(editions, signed=number, wanted=newest, day=day) else None


def name_key(name: str) -> str:
    """A name without what people type differently: case, accents, apostrophes, hyphens, spaces."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def names_agree(typed: str, recorded: str) -> bool:
    """Whether the typed name is the recorded one, compared forgivingly."""
    return bool(name_key(typed)) and name_key(typed) == name_key(recorded)
