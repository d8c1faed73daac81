"""The words in which the rule of due dates is told what is known, and answers."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from trainingsite.compliance.dates import Span


class Status(StrEnum):
    """The one word for a cell of the training matrix."""

    NOT_REQUIRED = "not_required"
    EXEMPT = "exempt"
    ON_LEAVE = "on_leave"
    DECLINED = "declined"
    QUERIED = "queried"
    COMPLIANT = "compliant"
    EXPIRING = "expiring"
    DUE = "due"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The word as it is shown to people."""
        return self.value.replace("_", " ").capitalize()


PRECEDENCE: tuple[Status, ...] = (
    Status.NOT_REQUIRED,
    Status.EXEMPT,
    Status.ON_LEAVE,
    Status.DECLINED,
    Status.QUERIED,
    Status.COMPLIANT,
    Status.EXPIRING,
    Status.DUE,
    Status.OVERDUE,
)


class Anchor(StrEnum):
    """What the next due date is counted from."""

    COMPLETION = "completion"
    EXPIRY = "expiry"
    FIXED_DAY = "fixed_day"


class Basis(StrEnum):
    """How it is known that something was done."""

    OWN = "own"
    TEST_OUT = "test_out"
    PRIOR_LEARNING = "prior_learning"
    IMPORTED = "imported"
    WITNESSED = "witnessed"
    NETWORK = "network"

    @property
    def label(self) -> str:
        """The words shown for it."""
        return {
            Basis.OWN: "Done here",
            Basis.TEST_OUT: "Passed the check first",
            Basis.PRIOR_LEARNING: "Done elsewhere",
            Basis.IMPORTED: "Imported",
            Basis.WITNESSED: "Signed on paper, witnessed",
            Basis.NETWORK: "Signed at another practice of the network",
        }[self]


@dataclass(frozen=True, slots=True)
class Terms:
    """One dated wording of a requirement: how soon, how often, and counted from what.

    What is done inside the window before an expiry extends from that expiry. Counted from the previous expiry or on a
    fixed day of the year, it falls due on that date however late it was done, but is good for at least the minimum of
    active days: a joiner is not asked twice within weeks. ``recorded_on`` is the day the practice could know of it.
    """

    span: Span
    due_within_days: int
    refresher_months: int | None = None
    anchor: Anchor = Anchor.COMPLETION
    fixed_month: int | None = None
    fixed_day: int | None = None
    window_days: int = 60
    minimum_active_days: int = 90
    recorded_on: date | None = None

    def __post_init__(self):
        if self.refresher_months is not None and self.refresher_months < 1:
            raise ValueError("A refresher comes round after a month or more.")
        if self.anchor is Anchor.FIXED_DAY and self.refresher_months is not None:
            if self.fixed_month is None or self.fixed_day is None:
                raise ValueError("A refresher on a fixed day needs its month and day.")
            if self.refresher_months % 12:
                raise ValueError("A refresher on a fixed day of the year comes round in whole years.")

    @property
    def known_from(self) -> date:
        """The first day on which anybody could have acted on it."""
        first, recorded_on = self.span.first, self.recorded_on
        return first if recorded_on is None or recorded_on < first else recorded_on


@dataclass(frozen=True, slots=True)
class Done:
    """Something that meets the requirement, until it is withdrawn or voided."""

    on: date
    basis: Basis = Basis.OWN
    generation: int = 0
    ended_on: date | None = None

    def counts_on(self, day: date) -> bool:
        """Whether it was done by then and still stood."""
        return self.on <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class Applies:
    """The days on which the requirement falls on the person, and the day that became known."""

    span: Span
    recorded_on: date

    @property
    def known_from(self) -> date:
        """The first day on which anybody could have acted on it."""
        return max(self.span.first, self.recorded_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rule may know about one requirement and one person.

    The order within each does not matter. No two wordings hold on one day.
    """

    terms: tuple[Terms, ...]
    applies: tuple[Applies, ...]
    go_live_on: date
    done: tuple[Done, ...] = ()
    renewals: tuple[date, ...] = ()
    absences: tuple[Span, ...] = ()
    exemptions: tuple[Span, ...] = ()
    queries: tuple[Span, ...] = ()
    declines: tuple[Span, ...] = ()


class Standing(NamedTuple):
    """What one cell of the matrix says: the status, by when, since when, until when, and on what basis.

    One is made for every cell, and a frozen dataclass takes twice as long to make as a named tuple.
    """

    status: Status
    due_on: date | None
    completed_on: date | None
    valid_until: date | None
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Segment:
    """Days on which the standing stays the same, the last included."""

    first: date
    last: date
    standing: Standing


NOT_REQUIRED = Standing(Status.NOT_REQUIRED, None, None, None, None)
