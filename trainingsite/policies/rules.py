"""Who may sign what, and whether a typed name is the person's own. Pure."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why somebody may not sign."""

    NOT_A_MEMBER = "not_a_member"
    SUPERSEDED = "superseded"
    ALREADY_SIGNED = "already_signed"

    @property
    def sentence(self) -> str:
        return {
            Refusal.NOT_A_MEMBER: "You do not work at this practice today, so there is nothing here for you to sign.",
            Refusal.SUPERSEDED: "This version has been replaced since you opened it.",
            Refusal.ALREADY_SIGNED: "You have already signed this version.",
        }[self]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is known when somebody wants to sign."""

    works_here_today: bool
    materially_superseded: bool
    has_signed: bool


def may_sign(wish: Wish) -> Refusal | None:
    """None when the person may sign; otherwise why not."""
    if not wish.works_here_today:
        return Refusal.NOT_A_MEMBER
    if wish.has_signed:
        return Refusal.ALREADY_SIGNED
    if wish.materially_superseded:
        return Refusal.SUPERSEDED
    return None


def name_key(name: str) -> str:
    """A name without what people type differently: case, accents, apostrophes, hyphens, spaces."""
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def names_agree(typed: str, recorded: str) -> bool:
    """Whether the typed name is the recorded one, compared forgivingly."""
    return bool(name_key(typed)) and name_key(typed) == name_key(recorded)
