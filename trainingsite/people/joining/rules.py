"""When two rows may be joined, and how often a code may be tried. Pure."""

from dataclasses import dataclass
from datetime import timedelta

A_CODE_LASTS = timedelta(days=14)
TRIES = 5


@dataclass(frozen=True)
class Pairing:
    """What is known of two rows that somebody says are one human."""

    is_one_row: bool = False
    by_is_one_of_them: bool = False
    is_superuser: bool = False
    kept_may_sign_in: bool = True
    former_is_joined: bool = False
    former_was_kept: bool = False
    kept_is_joined: bool = False
    judged_each_other: bool = False
    is_asked_already: bool = False


def why_not_join(pairing: Pairing) -> str:
    """Why the former row may not be joined to the kept one; nothing, if it may."""
    reasons = (
        (pairing.is_one_row, "That is the same account. Give the sign-in name of the other one."),
        (pairing.by_is_one_of_them, "One of these accounts is yours: ask another manager, or an administrator."),
        (pairing.is_superuser, "One of these accounts looks after this site, and stays apart from all others."),
        (pairing.former_is_joined, "That account is joined to another one already."),
        (pairing.kept_is_joined, "The account to keep is itself joined to another one. Choose the one that was kept."),
        (
            pairing.former_was_kept,
            "Another account was joined to the one that would end. Keep that one, and let the other end.",
        ),
        (not pairing.kept_may_sign_in, "Nobody can sign in with the account to keep. Keep the other one."),
        (
            pairing.judged_each_other,
            "One of these accounts approved or decided something for the other. Nobody does that for themself.",
        ),
        (pairing.is_asked_already, "One of these accounts is being asked already. Take that back first."),
    )
    return next((sentence for holds, sentence in reasons if holds), "")


@dataclass(frozen=True)
class Vouching:
    """How somebody who would make a code stands to the two rows."""

    by_is_one_of_them: bool = False
    former_shows_itself: bool = False
    former_has_other_rights: bool = False
    former_was_elsewhere: bool = False
    let_the_kept_one_in: bool = False


def why_not_give_code(vouching: Vouching) -> str:
    """Why somebody may not make a code that stands for the former row's password; nothing, if they may.

    With it the record of one row goes over to whoever signs in with the other.
    """
    reasons = (
        (vouching.by_is_one_of_them, "One of these accounts is yours: ask another manager, or an administrator."),
        (
            vouching.former_shows_itself,
            "The account that ends can still sign in, so its own password has to show whose it is.",
        ),
        (
            vouching.former_has_other_rights,
            "The account has duties beyond this practice, so an administrator has to make the code.",
        ),
        (
            vouching.former_was_elsewhere,
            "The account holds what was done at another practice too, so an administrator has to make the code.",
        ),
        (
            vouching.let_the_kept_one_in,
            "You let them in to the account that stays: ask another manager, or an administrator, to make the code.",
        ),
    )
    return next((sentence for holds, sentence in reasons if holds), "")
