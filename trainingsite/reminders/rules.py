"""Who is told what on a day: how somebody stands with what is asked of them goes in, the step that has come comes out.

Nothing here is moved when a day is lost. On a day on which somebody may be told, the latest step that has come is told
unless it was told before: so a weekend, a leave or a stopped process is made good by one message, never by several.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from trainingsite.compliance.dates import days_later
from trainingsite.compliance.rules import Segment, Span, Standing, Status
from trainingsite.notices.rules import A_DAY, is_working_day, week_of, working_time_between

OPEN = frozenset({Status.DUE, Status.EXPIRING, Status.OVERDUE})
STILL_THE_SAME_ASKING = OPEN | {Status.QUERIED}
WORKING_WEEK = frozenset(range(5))
A_YEAR = 366
A_PAUSE = timedelta(hours=4)
WEIGHS_ON_NOBODY_YET = 92


class Step(StrEnum):
    """The occasions on which somebody is told of one thing."""

    START = "start"
    FORTNIGHT_BEFORE = "14_days_before"
    DAYS_BEFORE = "3_days_before"
    ON_THE_DAY = "on_the_day"
    DAYS_AFTER = "3_days_after"
    WEEK_AFTER = "7_days_after"
    ALONG = "along"

    @property
    def label(self) -> str:
        """Why somebody is told, in words."""
        return {
            Step.START: "it begins",
            Step.FORTNIGHT_BEFORE: "14 days before it is due",
            Step.DAYS_BEFORE: "3 days before it is due",
            Step.ON_THE_DAY: "it is due on the day",
            Step.DAYS_AFTER: "3 days after it was due",
            Step.WEEK_AFTER: "7 days after it was due",
            Step.ALONG: "told along with the others",
        }[self]


DAYS_FROM_DUE = (
    (Step.FORTNIGHT_BEFORE, -14),
    (Step.DAYS_BEFORE, -3),
    (Step.ON_THE_DAY, 0),
    (Step.DAYS_AFTER, 3),
    (Step.WEEK_AFTER, 7),
)


class Planned(NamedTuple):
    """A step, and the day it belongs to by the calendar alone."""

    step: Step
    on: date


@dataclass(frozen=True)
class Manners:
    """How much anybody is told at most. Once a day is for ever; how often in a week is for the practice to say."""

    messages_a_week: int = 3


@dataclass(frozen=True)
class Listener:
    """What is known of a person to whom something may have to be said."""

    chosen_days: Collection[int] = WORKING_WEEK
    absences: tuple[Span, ...] = ()
    told_on: Collection[date] = ()

    def is_away(self, day: date) -> bool:
        return any(absence.covers(day) for absence in self.absences)


def may_be_told_on(day: date, listener: Listener, holidays: frozenset[date], manners: Manners) -> bool:
    """Whether a message may reach the person that day: at work, on a day of their choice, not too often."""
    if is_off(day, listener, holidays) or day in listener.told_on:
        return False
    if sum(week_of(told) == week_of(day) for told in listener.told_on) >= manners.messages_a_week:
        return False
    return is_their_day(day, listener, holidays)


def is_off(day: date, listener: Listener, holidays: frozenset[date]) -> bool:
    """Whether it is a weekend, a bank holiday or leave."""
    return not is_working_day(day, holidays) or listener.is_away(day)


def is_their_day(day: date, listener: Listener, holidays: frozenset[date]) -> bool:
    """Whether the person chose this day of the week, or one that was lost to the days off just before it."""
    chosen = set(listener.chosen_days) or WORKING_WEEK
    return day.weekday() in chosen or any(
        before.weekday() in chosen for before in days_off_before(day, listener, holidays)
    )


def days_off_before(day: date, listener: Listener, holidays: frozenset[date]) -> Iterator[date]:
    """The days off that end on the eve of the day."""
    for _ in range(A_YEAR):
        day -= A_DAY
        if not is_off(day, listener, holidays):
            return
        yield day


class LeftOut(StrEnum):
    """Why somebody is not sent a reminder that a manager asked for, in the order in which the reasons win."""

    NOT_HERE = "not_here"
    BUSY = "busy"
    ONESELF = "oneself"
    SIGN_IN_CLOSED = "sign_in_closed"
    ON_LEAVE = "on_leave"
    QUERIED = "queried"
    DECLINED = "declined"
    EXEMPT = "exempt"
    NOTHING_OPEN = "nothing_open"
    HEARD = "heard"
    HEARD_OFTEN = "heard_often"
    NO_MAIL = "no_mail"
    NO_ADDRESS = "no_address"
    CAME_BACK = "came_back"

    @property
    def label(self) -> str:
        """The reason, in words for whoever would send it."""
        return {
            LeftOut.NOT_HERE: "They do not work here that day.",
            LeftOut.BUSY: "A message to them is being put together at this moment.",
            LeftOut.ONESELF: "This is you. What waits for you is on your own page.",
            LeftOut.SIGN_IN_CLOSED: "Their sign-in is closed.",
            LeftOut.ON_LEAVE: "They are on leave that day.",
            LeftOut.QUERIED: "They asked a question, and it waits for an answer.",
            LeftOut.DECLINED: "They declined to sign. Please talk with them.",
            LeftOut.EXEMPT: "They are exempt from what is open.",
            LeftOut.NOTHING_OPEN: "Nothing waits for them that day.",
            LeftOut.HEARD: "They have a message of that day already, and one a day is the most.",
            LeftOut.HEARD_OFTEN: "They had as many messages this week as anybody gets.",
            LeftOut.NO_MAIL: "This site sends no e-mail.",
            LeftOut.NO_ADDRESS: "There is no e-mail address for them.",
            LeftOut.CAME_BACK: "The last message to their address did not arrive. Is the address right?",
        }[self]

    @property
    def is_for_paper(self) -> bool:
        """Whether only the e-mail is missing, so that a slip of paper tells them."""
        return self in (LeftOut.NO_MAIL, LeftOut.NO_ADDRESS, LeftOut.CAME_BACK)


NOT_THEIR_TURN = (
    (Status.QUERIED, LeftOut.QUERIED),
    (Status.DECLINED, LeftOut.DECLINED),
    (Status.EXEMPT, LeftOut.EXEMPT),
)


@dataclass(frozen=True)
class Reach:
    """What is known of somebody whom a manager would have reminded on a day."""

    listener: Listener
    owes: int = 1
    statuses: Collection[Status] = ()
    is_oneself: bool = False
    may_sign_in: bool = True
    has_heard: bool = False
    site_sends_mail: bool = True
    has_address: bool = True
    last_came_back: bool = False


def why_not_nudge(reach: Reach, day: date, manners: Manners) -> LeftOut | None:
    """Why a manager cannot have somebody reminded that day; None if they can.

    How much anybody is told at most holds for people who ask as for the site. The days of the week that somebody
    chose are about what the site says by itself: a colleague may speak on any working day.
    """
    this_week = sum(week_of(told) == week_of(day) for told in reach.listener.told_on)
    reasons = (
        (LeftOut.ONESELF, reach.is_oneself),
        (LeftOut.SIGN_IN_CLOSED, not reach.may_sign_in),
        (LeftOut.ON_LEAVE, reach.listener.is_away(day)),
        *((reason, not reach.owes and status in reach.statuses) for status, reason in NOT_THEIR_TURN),
        (LeftOut.NOTHING_OPEN, not reach.owes),
        (LeftOut.HEARD, reach.has_heard or day in reach.listener.told_on),
        (LeftOut.HEARD_OFTEN, this_week >= manners.messages_a_week),
        (LeftOut.NO_MAIL, not reach.site_sends_mail),
        (LeftOut.NO_ADDRESS, not reach.has_address),
        (LeftOut.CAME_BACK, reach.last_came_back),
    )
    return next((reason for reason, holds in reasons if holds), None)


def step_reached(standing: Standing, segments: Sequence[Segment], day: date) -> Planned | None:
    """The latest step that has come by the day; None when there is nothing to tell, or somebody else's turn to act.

    The segments are how the person has stood until the day. What is due in a year begins three months before.
    """
    begun = first_owed_on(segments) if standing.status in OPEN else None
    if begun is None:
        return None
    if standing.due_on is None:
        return Planned(Step.START, begun)
    due = standing.due_on
    begun = max(begun, days_later(due, -WEIGHS_ON_NOBODY_YET))
    steps = [Planned(Step.START, begun)]
    steps += [Planned(step, days_later(due, after)) for step, after in DAYS_FROM_DUE if days_later(due, after) > begun]
    return next((step for step in reversed(steps) if step.on <= day), None)


def first_owed_on(segments: Sequence[Segment]) -> date | None:
    """The first of the days up to the last segment on which it has been asked for without a break.

    A question that was asked in between is part of the same asking; leave and exemptions end it: whoever comes back
    is told anew.
    """
    begun = None
    for segment in reversed(segments):
        if segment.standing.status not in STILL_THE_SAME_ASKING:
            break
        if segment.standing.status in OPEN:
            begun = segment.first
    return begun


def was_standing_still(last_at: datetime | None, now: datetime, holidays: frozenset[date]) -> bool:
    """Whether half a working day or more has no run: reminders may be late, or known only to a later database."""
    return last_at is not None and working_time_between(last_at, now, holidays) >= A_PAUSE


def present(people: Iterable, away: Collection) -> list:
    """Those who can read a message today."""
    return [person for person in people if person not in away]


def answers_for(person, managers: Sequence, practice_managers: Sequence, others: Sequence, away: Collection) -> list:
    """Who is told that something of this person's is overdue: never they themselves, and somebody who is there.

    First whoever manages them, then the practice manager, then whoever else opens the desk. When all are away, the
    first of these hears of it when they are back. Nobody, if there is nobody.
    """
    groups = [[each for each in group if each != person] for group in (managers, practice_managers, others)]
    for group in groups:
        if found := present(group, away):
            return found
    return next((group for group in groups if group), [])
