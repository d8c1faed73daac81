"""What stops a person's clock, and how much time is left when it runs again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from trainingsite.compliance.dates import Span, days_later, joined

LONG_LEAVE_DAYS = 28
DAYS_AFTER_LEAVE = 14
DAYS_AFTER_ANSWER = 7


class Reprieve(NamedTuple):
    """Days after which there is a fair time left for whatever would have been due since they began."""

    first: date
    last: date
    fair_days: int


@dataclass(frozen=True, slots=True)
class Pauses:
    """The leave, queries and exemptions of one person, tidied once for every day that is asked about."""

    leaves: tuple[Span, ...]
    ended_leaves: tuple[Span, ...]
    queries: tuple[Span, ...]
    ended_exemptions: tuple[Span, ...]

    @classmethod
    def among(cls, absences: Iterable[Span], queries: Iterable[Span], exemptions: Iterable[Span]) -> Self:
        """Sort out which absences are long enough to count, however many rows they were entered in."""
        absences = tuple(absences)
        leaves = tuple(leave for leave in joined(absences) if leave.is_open or leave.days >= LONG_LEAVE_DAYS)
        known = joined(ended(absences))
        return cls(
            leaves=leaves,
            ended_leaves=tuple(part for part in known if any(leave.covers(part.first) for leave in leaves)),
            queries=tuple(queries),
            ended_exemptions=joined(ended(exemptions)),
        )

    def lapse(self, begins_on: date, natural: date) -> date:
        """The day on which something good from one day to another lapses, once leave and later queries are taken out.

        A query that was asked before it was done has nothing to say about the time after.
        """
        if not (self.ended_leaves or self.queries):
            return natural
        return put_off(natural, begins_on, self.standstill(query for query in self.queries if query.first > begins_on))

    def deadline(self, begins_on: date, natural: date, due_within_days: int, *, after_completion: bool = False) -> date:
        """The day by which it must be done: never less than a fair time after leave or an exemption."""
        if not (self.ended_leaves or self.queries or self.ended_exemptions):
            return natural
        still = self.standstill(query for query in self.queries if not after_completion or query.first > begins_on)
        due = put_off(natural, begins_on, still)
        for reprieve in self.reprieves(due_within_days):
            if reprieve.first > due:
                break
            fair = days_later(reprieve.last, reprieve.fair_days)
            due = max(due, put_off(fair, reprieve.last, still))
        return due

    def standstill(self, queries: Iterable[Span]) -> tuple[Span, ...]:
        """The days on which no clock runs: long leave, and these queries until a week after the answer."""
        answered = (Span(q.first, days_later(q.last, DAYS_AFTER_ANSWER)) for q in ended(queries))
        return joined((*self.ended_leaves, *answered))

    def reprieves(self, due_within_days: int) -> list[Reprieve]:
        """The leave and exemptions that have ended, in the order in which they began."""
        after_leave = (Reprieve(leave.first, leave.last, DAYS_AFTER_LEAVE) for leave in self.ended_leaves)
        exempt = (Reprieve(span.first, span.last, due_within_days) for span in self.ended_exemptions)
        return sorted((*after_leave, *exempt))


def ended(spans: Iterable[Span]) -> Iterator[Span]:
    """Those whose end is known: an open one says nothing yet about a date."""
    return (span for span in spans if not span.is_open)


def put_off(due: date, begins_on: date, still: Iterable[Span]) -> date:
    """The due day of a clock that began on some day, later by every day on which it stood still.

    What begins after the due day changes nothing: it cannot undo that something was late.
    """
    for span in still:
        if span.first > due:
            break
        lost = (span.last - max(span.first, days_later(begins_on, 1))).days + 1
        due = days_later(due, max(lost, 0))
    return due
