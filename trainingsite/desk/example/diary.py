"""What happened when: acts put down in any order, and done in the order of their times."""

import datetime as dt
import heapq
from collections.abc import Callable
from itertools import count

from trainingsite.audit.clock import replaying

Act = Callable[[dt.datetime], object]


def doing(action: Callable, **facts) -> Act:
    """An action of the product with its facts, waiting to be told the time."""
    return lambda at: action(**facts, at=at)


class Diary:
    """Acts and their times. An act may put down others, for later."""

    def __init__(self, now: dt.datetime):
        self.now = now
        self._entries: list[tuple[dt.datetime, int, Act]] = []
        self._places = count()

    def put(self, at: dt.datetime, act: Act) -> None:
        """Put down an act; what would be in the future is not done."""
        if at < self.now:
            heapq.heappush(self._entries, (at, next(self._places), act))

    def live_through(self) -> int:
        """Do everything, each act at its own time, as if it were that time; how many acts there were."""
        done = 0
        while self._entries:
            at, _, act = heapq.heappop(self._entries)
            with replaying(at):
                act(at)
            done += 1
        return done
