"""What stops a person's clock, and how much time is left when it runs again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self

from trainingsite.compliance.dates import Span, days_later, joined

LONG_LEAVE_DAYS = 28
DAYS_AFTER_LEAVE = 14
DAYS_AFTER_ANSWER = 7


class Hold(NamedTuple):
    """Days that put a due day off: by their own number, or to so many days after their end."""

    first: date
    last: date
    days_after: int | None = None


@dataclass(frozen=True, slots=True)
class Pauses:
    """The leave, queries and exemptions of one person, tidied once for every day that is asked about."""

    leaves: tuple[Span, ...]
    ended_leaves: tuple[Span, ...]
    queries: tuple[Span, ...]
    exemptions: tuple[Span, ...]

    @classmethod
    def among(cls, absences: Iterable[Span], queries: Iterable[Span], exemptions: Iterable[Span]) -> Self:
        """Sort out which absences are long enough to count, however many rows they were entered in."""
        absences = tuple(absences)
        leaves = tuple(leave for leave in joined(absences) if leave.is_open or leave.days >= LONG_LEAVE_DAYS)
        known = joined(absence for absence in absences if not absence.is_open)
        return cls(
            leaves=leaves,
            ended_leaves=tuple(part for part in known if any(leave.covers(part.first) for leave in leaves)),
            queries=tuple(queries),
            exemptions=joined(exemptions),
        )

    def lapse(self, begins_on: date, natural: date) -> date:
        """The day on which something good from one day to another lapses, once leave and later queries are taken out.

        A query that was asked before it was done has nothing to say about the time after.
        """
        if not (self.ended_leaves or self.queries):
            return natural
        return put_off(natural, begins_on, self._standstill(query for query in self.queries if query.first > begins_on))

    def deadline(self, begins_on: date, natural: date, due_within_days: int, *, after_completion: bool = False) -> date:
        """The day by which it must be done: never less than a fair time after leave or an exemption."""
        if not (self.ended_leaves or self.queries or self.exemptions):
            return natural
        asked = (query for query in self.queries if not after_completion or query.first > begins_on)
        holds = self._standstill(asked)
        holds += [Hold(leave.first, leave.last, DAYS_AFTER_LEAVE) for leave in self.ended_leaves]
        holds += [Hold(waived.first, waived.last, due_within_days) for waived in self.exemptions if waived.last]
        return put_off(due=natural, begins_on=begins_on, holds=holds)

    def _standstill(self, queries: Iterable[Span]) -> list[Hold]:
        answered = (Span(q.first, days_later(q.last, DAYS_AFTER_ANSWER)) for q in queries if not q.is_open)
        return [Hold(span.first, span.last) for span in joined((*self.ended_leaves, *answered))]


def put_off(due: date, begins_on: date, holds: Iterable[Hold]) -> date:
    """The due day of a clock that began on some day, moved by every hold that begins before it is over.

    A hold that begins after the due day changes nothing: it cannot undo that something was late.
    """
    for hold in sorted(holds, key=lambda hold: hold.first):
        if hold.first > due:
            break
        if hold.days_after is None:
            lost = (hold.last - max(hold.first, days_later(begins_on, 1))).days + 1
            due = days_later(due, max(lost, 0))
        else:
            due = max(due, days_later(hold.last, hold.days_after))
    return due
