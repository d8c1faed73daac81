"""What counts as having just shown who you are, and who may help whom to get in again."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

REAUTHENTICATION_LASTS = timedelta(minutes=5)
A_CODE_IS_AWAITED_FOR = timedelta(minutes=10)
A_CREDENTIAL_IS_NEW_FOR = timedelta(days=7)
A_GIVEN_CODE_LASTS, A_FIRST_CODE_LASTS = timedelta(hours=24), timedelta(days=14)
AN_INVITATION_LASTS = timedelta(days=14)
KNOWN_ELSEWHERE_FIRST = (
    "Another practice knew them before this one did, and their account holds what they did there. With an e-mail"
    " address of their own they can use “Forgotten password”; otherwise an administrator of this site, or their manager"
    " at the other practice, has to help them."
)


class Method(StrEnum):
    """How somebody showed who they are."""

    PASSWORD = "password"
    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    EMAILED_CODE = "emailed_code"


def still_holds(shown_at: datetime, now: datetime, lasts: timedelta = REAUTHENTICATION_LASTS) -> bool:
    """Whether it was within that time; a clock that was put back makes nothing last longer."""
    return timedelta(0) <= now - shown_at <= lasts


@dataclass(frozen=True)
class Helping:
    """How somebody stands to the person they would help to sign in."""

    is_oneself: bool = False
    works_here: bool = True
    is_shut_out: bool = False
    has_other_rights: bool = False
    belongs_elsewhere: bool = False
    gave_code_lately: bool = False
    changed_address_lately: bool = False
    removed_second_step_lately: bool = False


def why_not_help(helping: Helping) -> str:
    """Why somebody may not let the person in at all; nothing, if they may."""
    if helping.is_oneself:
        return "You cannot do this for yourself: ask another manager or an administrator of this site."
    if not helping.works_here:
        return "They do not work here today."
    if helping.is_shut_out:
        return "Their sign-in is closed, and only an administrator of this site can open it again."
    if helping.has_other_rights:
        return "They have duties beyond this practice, so an administrator of this site has to help them."
    if helping.belongs_elsewhere:
        return KNOWN_ELSEWHERE_FIRST
    return ""


def why_not_give_code(helping: Helping) -> str:
    """Why somebody may not give the person a code. Nobody both takes a second step away and gives a code."""
    if helping.removed_second_step_lately:
        return "You removed their second step this week, so somebody else has to give them a code."
    return why_not_help(helping)


def why_not_remove_second_step(helping: Helping) -> str:
    """Why somebody may not remove the person's second step."""
    if helping.gave_code_lately:
        return "You gave them a code this week, so somebody else has to remove their second step."
    if helping.changed_address_lately:
        return "You changed their e-mail address this week, so somebody else has to remove their second step."
    return why_not_help(helping)


@dataclass(frozen=True)
class Mailbox:
    """How somebody who is to be invited can be reached, and whether they need it."""

    has_signed_in: bool = False
    has_address: bool = True
    shares_address: bool = False
    site_sends_mail: bool = True


def why_not_invite(helping: Helping, mailbox: Mailbox) -> str:
    """Why somebody may not send the person a link with which they set up their sign-in; nothing, if they may.

    Whoever was known elsewhere first may be sent one: it goes to the mailbox they had there, which nobody here chose.
    """
    return why_not_give_code(replace(helping, belongs_elsewhere=False)) or why_not_mail(mailbox)


def why_not_mail(mailbox: Mailbox) -> str:
    """Why nobody may be sent a link at this mailbox; nothing, if they may."""
    if mailbox.has_signed_in:
        return "They have signed in already. If they forgot their password, give them a code."
    if not mailbox.has_address:
        return "There is no e-mail address for them. Print a code for them instead."
    if mailbox.shares_address:
        return "Somebody else uses the same e-mail address and could open the link. Print a code for them instead."
    if not mailbox.site_sends_mail:
        return "This site sends no e-mail. Print a code for them instead."
    return ""


def given_code_lasts(has_signed_in: bool) -> timedelta:
    """How long a manager's code works: longer for somebody new, who gets it before the first day."""
    return A_GIVEN_CODE_LASTS if has_signed_in else A_FIRST_CODE_LASTS
