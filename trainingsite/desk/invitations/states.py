"""How far letting somebody in has come, in words."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from trainingsite.formats.dates import long_date
from trainingsite.notices.models import Notice
from trainingsite.people.models import Invitation, SignInCode


@dataclass(frozen=True)
class State:
    """How far it has come: a sentence, whether nothing was tried yet, and whether the e-mail came back."""

    words: str
    is_new: bool = False
    came_back: bool = False


def state_of(invitation: Invitation | None, notice: Notice | None, code: SignInCode | None, at: dt.datetime) -> State:
    """What is newest of a code on paper, an invitation and its message."""
    if code:
        return State(f"Has a code on paper, good until {_day(code.ends_at)}")
    if invitation is None:
        return State("Not invited yet", is_new=True)
    if invitation.used_at:
        return State(f"Chose a password on {_day(invitation.used_at)}, has not signed in with it yet")
    if notice and notice.state in {Notice.State.FAILED, Notice.State.BOUNCED}:
        return State(f"The e-mail of {_day(invitation.invited_at)} did not arrive: {notice.problem}", came_back=True)
    if invitation.closed_at:
        return State(f"Invited on {_day(invitation.invited_at)}; that link no longer works")
    if invitation.ends_at <= at:
        return State(f"Invited on {_day(invitation.invited_at)}; the link ended on {_day(invitation.ends_at)}")
    if notice is None or notice.state in {Notice.State.WAITING, Notice.State.SENDING}:
        return State("The invitation is on its way")
    return State(f"Invited on {_day(invitation.invited_at)}, good until {_day(invitation.ends_at)}")


def _day(moment: dt.datetime) -> str:
    return long_date(timezone.localdate(moment))
