"""Who may sign what, and whether a typed name is the person's own. Pure."""

import unicodedata
from dataclasses import dataclass
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
        }[self]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is known when somebody wants to sign."""

    works_here_today: bool
    materially_superseded: bool
    has_signed: bool
    is_active: bool = True
    is_for_patients: bool = False


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
