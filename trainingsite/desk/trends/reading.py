"""What the page of trends is read from: the timelines that are kept, once; or, for other days, worked out once."""

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from trainingsite.compliance.adding_up import Sums, added_up, sums_in, united
from trainingsite.compliance.dates import Span
from trainingsite.compliance.facts import facts_within
from trainingsite.compliance.matrix import NOT_COUNTED
from trainingsite.compliance.remembering import AHEAD, BACK, newest_wording, programmes_in, up_to_date
from trainingsite.compliance.timelines import covering, standing_in, unpack
from trainingsite.compliance.unrolling import worked_out
from trainingsite.people.models import Practice


@dataclass(frozen=True)
class Reading:
    """Everybody's timelines in a period, and the same added up by programme."""

    content: dict
    packed: bytes

    @classmethod
    def between(cls, practice: Practice, period: Span, today: dt.date) -> "Reading":
        """What is kept, where it reaches so far; nothing is kept anew."""
        reach = Span(today - BACK, today + AHEAD)
        if reach.covers(period.first) and reach.covers(period.last):
            kept = up_to_date(practice, today)
            return cls(unpack(kept.body), bytes(kept.sums))
        content = worked_out(facts_within(practice, period), period)
        return cls(content, added_up(content, programmes_in(content)))

    def sums_on(self, days: Sequence[dt.date]) -> list[dict[int, Sums]]:
        """The sums by programme on each of the days."""
        return sums_in(self.packed, [day.toordinal() for day in days])

    def people_on(self, days: Sequence[dt.date]) -> list[int]:
        """How many people work at the practice on each of the days."""
        changes = Counter()
        for life in self.content["lives"].values():
            for first, last in united(stay[:2] for stay in life["stays"]):
                changes[first] += 1
                changes[last + 1] -= 1
        at = sorted(changes)
        numbers = [0, *accumulate(changes[day] for day in at)]
        return [numbers[bisect_right(at, day.toordinal())] for day in days]

    def asked_on(self, day: dt.date) -> dict[int, int]:
        """By programme: of how many people something is required on the day."""
        number, programmes = day.toordinal(), programmes_in(self.content)
        asked = self.content["asked"]
        places = {
            place: programmes[newest_wording(each, number)]
            for place, each in enumerate(asked)
            if covering(each["days"], number)
        }
        people = defaultdict(set)
        for key, life in self.content["lives"].items():
            if covering(life["stays"], number):
                for place, programme in places.items():
                    if standing_in(life["cells"][place], number).status not in NOT_COUNTED:
                        people[programme].add(key)
        return {programme: len(keys) for programme, keys in people.items()}
