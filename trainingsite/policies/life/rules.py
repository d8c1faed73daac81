"""Who may decide on a request for approval, and when a version may be said to be material after all. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LAST_DAY = date.max


class ApprovalRefusal(StrEnum):
    """Why a request for approval is not decided."""

    OWN = "own"
    NOT_AN_APPROVER = "not_an_approver"
    ISSUED = "issued"
    DECIDED = "decided"
    REPLACED = "replaced"
    OUT_OF_DATE = "out_of_date"
    MOVED = "moved"

    @property
    def sentence(self) -> str:
        return {
            ApprovalRefusal.OWN: "You asked for this approval, so somebody else has to decide.",
            ApprovalRefusal.NOT_AN_APPROVER: "You do not look after the policies of this practice today.",
            ApprovalRefusal.ISSUED: "You gave the person who asks a way into their account, so somebody else has to"
            " decide.",
            ApprovalRefusal.DECIDED: "This request has been decided already.",
            ApprovalRefusal.REPLACED: "A newer request for this policy has taken the place of this one.",
            ApprovalRefusal.OUT_OF_DATE: "Another version was published after this was asked, so this text is out of"
            " date. Ask for approval again.",
            ApprovalRefusal.MOVED: "This policy has been moved to another place since this was asked. Ask for approval"
            " again from there.",
        }[self]


@dataclass(frozen=True, slots=True)
class Deciding:
    """What is known when somebody wants to decide on a request."""

    is_asker: bool
    looks_after_it: bool
    gave_asker_a_way_in: bool
    is_decided: bool
    is_replaced: bool
    base_is_newest: bool
    has_moved: bool = False


def may_decide(wish: Deciding, *, approves: bool) -> ApprovalRefusal | None:
    """None when the person may decide; otherwise why not. What is out of date or moved can still be sent back."""
    refusals = (
        (wish.is_decided, ApprovalRefusal.DECIDED),
        (wish.is_replaced, ApprovalRefusal.REPLACED),
        (wish.is_asker, ApprovalRefusal.OWN),
        (not wish.looks_after_it, ApprovalRefusal.NOT_AN_APPROVER),
        (wish.gave_asker_a_way_in, ApprovalRefusal.ISSUED),
        (approves and wish.has_moved, ApprovalRefusal.MOVED),
        (approves and not wish.base_is_newest, ApprovalRefusal.OUT_OF_DATE),
    )
    return next((refusal for applies, refusal in refusals if applies), None)


class ReclassifyRefusal(StrEnum):
    """Why a version cannot be made material afterwards."""

    FIRST = "first"
    ASKS_ALREADY = "asks_already"
    OVERTAKEN = "overtaken"
    PAST = "past"

    @property
    def sentence(self) -> str:
        return {
            ReclassifyRefusal.FIRST: "This is the first version: there is no earlier signature to ask for again.",
            ReclassifyRefusal.ASKS_ALREADY: "Everybody signs again because of this version already.",
            ReclassifyRefusal.OVERTAKEN: "Everybody is asked to sign a later version by then, so this changes nothing.",
            ReclassifyRefusal.PAST: "Choose today or a later day: what was owed before stays as it was.",
        }[self]


@dataclass(frozen=True, slots=True)
class SecondThought:
    """What is known when a version is to count as material after all."""

    is_first: bool
    asks_already: bool
    from_on: date
    today: date
    later_asks_from: date = LAST_DAY


def may_reclassify(wish: SecondThought) -> ReclassifyRefusal | None:
    """None when the version may count as material from that day; otherwise why not."""
    if wish.is_first:
        return ReclassifyRefusal.FIRST
    if wish.asks_already:
        return ReclassifyRefusal.ASKS_ALREADY
    if wish.from_on < wish.today:
        return ReclassifyRefusal.PAST
    return ReclassifyRefusal.OVERTAKEN if wish.later_asks_from <= wish.from_on else None


class State(StrEnum):
    """Where a policy is in its life, as one word; published and in force are two facts."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    APPROVAL = "approval"
    SCHEDULED = "scheduled"
    CURRENT = "current"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return {
            State.DRAFT: "Draft",
            State.CONSULTATION: "In consultation",
            State.APPROVAL: "Waiting for approval",
            State.SCHEDULED: "Scheduled",
            State.CURRENT: "Current",
            State.ARCHIVED: "Archived",
        }[self]


@dataclass(frozen=True, slots=True)
class Signs:
    """What says where a policy is in its life."""

    is_archived: bool
    in_consultation: bool
    waits_for_approval: bool
    is_scheduled: bool
    is_in_force: bool


def states_of(signs: Signs) -> tuple[State, ...]:
    """Every state the policy is in, the one that asks for attention first; one in force may have a draft under way."""
    if signs.is_archived:
        return (State.ARCHIVED,)
    found = (
        (signs.in_consultation, State.CONSULTATION),
        (signs.waits_for_approval, State.APPROVAL),
        (signs.is_scheduled, State.SCHEDULED),
        (signs.is_in_force, State.CURRENT),
    )
    return tuple(state for holds, state in found if holds) or (State.DRAFT,)
