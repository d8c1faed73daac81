"""How many obligations there are of each kind on any day, added up from timelines: pure."""

import zlib
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from operator import add
from typing import NamedTuple

from trainingsite.compliance.matrix import MET
from trainingsite.compliance.obligations import Status
from trainingsite.compliance.timelines import NEVER, STATUSES

COUNTED = ("in_practice", "not_required", "on_leave", "exempt", "met")
WIDTH = len(COUNTED)
PLACES = {Status.NOT_REQUIRED: 1, Status.ON_LEAVE: 2, Status.EXEMPT: 3} | dict.fromkeys(MET, 4)
PLACE_OF = [PLACES.get(status) for status in STATUSES]


class Sums(NamedTuple):
    """How obligations add up: required = in practice − not required − on leave − exempt."""

    in_practice: int = 0
    not_required: int = 0
    on_leave: int = 0
    exempt: int = 0
    met: int = 0

    @property
    def required(self) -> int:
        return self.in_practice - self.not_required - self.on_leave - self.exempt

    def plus(self, other: "Sums") -> "Sums":
        return Sums(*map(add, self, other))


NOTHING = Sums()


def added_up(content: dict, programmes: dict[int, int]) -> bytes:
    """The sums of every programme on every day of some timelines, packed; ``programmes``: by wording, its programme."""
    changes = defaultdict(lambda: defaultdict(lambda: [0] * WIDTH))
    for first, last, programme, place in counted_spans(content, programmes):
        for day, step in ((first, 1), (last + 1, -1)):
            change = changes[programme][day]
            change[0] += step
            if place is not None:
                change[place] += step
    return _packed({programme: _running(by_day) for programme, by_day in changes.items()})


def counted_spans(content: dict, programmes: dict[int, int]) -> Iterator[tuple[int, int, int, int | None]]:
    """From which day to which a cell counts for which programme, and among which of the numbers beside the first."""
    asked = [list(_asked_under(each, programmes)) for each in content["asked"]]
    for life in content["lives"].values():
        stays = list(united(stay[:2] for stay in life["stays"]))
        for spans, segments in zip(asked, life["cells"], strict=True):
            here = [(*both, programme) for *span, programme in spans for stay in stays if (both := meeting(span, stay))]
            for first, last, programme in here:
                for begins, ends, status in lasting(segments):
                    if begins <= last and ends >= first:
                        yield max(first, begins), min(last, ends), programme, PLACE_OF[status]


def _asked_under(asked: dict, programmes: dict[int, int]) -> Iterator[tuple[int, int, int]]:
    """The days on which a requirement is asked, and the programme of its newest wording on them."""
    begun = asked["wordings"]
    starts = [first for first, _ in begun] + [NEVER + 1]
    starts[0] = 0
    for (first, after), (_, wording) in zip(pairwise(starts), begun, strict=True):
        for span in united(asked["days"]):
            if both := meeting(span, (first, after - 1)):
                yield *both, programmes[wording]


def lasting(segments: list[list]) -> Iterator[tuple[int, int, int]]:
    """The first day, the last day and the status of each segment: the last one never ends."""
    for segment, following in pairwise([*segments, [NEVER + 1]]):
        yield segment[0], following[0] - 1, segment[1]


def united(spans: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """The same days in spans that do not overlap."""
    first = last = None
    for begins, ends in sorted(map(tuple, spans)):
        if last is not None and begins <= last + 1:
            last = max(last, ends)
            continue
        if last is not None:
            yield first, last
        first, last = begins, ends
    if last is not None:
        yield first, last


def meeting(one, other) -> tuple[int, int] | None:
    """The days that two spans share."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def _running(by_day: dict[int, list[int]]) -> tuple[list[int], list[list[int]]]:
    """The days on which the numbers change, and the numbers from each of them on."""
    days = sorted(by_day)
    numbers = accumulate((by_day[day] for day in days), lambda before, change: [*map(add, before, change)])
    return days, list(numbers)


def _packed(programmes: dict[int, tuple[list[int], list[list[int]]]]) -> bytes:
    """Flat integers: how many programmes; of each its number and how often it changes; then days and numbers."""
    flat = array("i", [len(programmes)])
    for programme, (days, _) in programmes.items():
        flat.extend((programme, len(days)))
    for days, numbers in programmes.values():
        flat.extend(days)
        for each in numbers:
            flat.extend(each)
    return zlib.compress(flat.tobytes(), 1)


def sums_in(packed: bytes, days: Sequence[int]) -> list[dict[int, Sums]]:
    """By programme, for each of the days with these numbers; a programme that asked nothing of anybody is left out."""
    flat = array("i", zlib.decompress(packed))
    found = [{} for _ in days]
    start = 1 + 2 * flat[0]
    for programme, count in zip(flat[1 : 1 + 2 * flat[0] : 2], flat[2 : 1 + 2 * flat[0] : 2], strict=True):
        numbers = start + count
        for day, of_day in zip(days, found, strict=True):
            place = bisect_right(flat, day, start, numbers) - start - 1
            at = numbers + place * WIDTH
            if place >= 0 and flat[at]:
                of_day[programme] = Sums(*flat[at : at + WIDTH])
        start = numbers + count * WIDTH
    return found
