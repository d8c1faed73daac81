"""Every straight way through a scenario: what can be reached, how long it takes, how well it can end."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from graphlib import TopologicalSorter

from scenarios.engine import Ending, Graph, Option, Step, share_of_best

MOST_WAYS_COUNTED = 1_000_000
MOST_STANDINGS = 20_000

# A place, and the steps already behind one that can still be met again from it. A straight way meets nothing twice.
Standing = tuple[str, frozenset[str]]
Ways = Mapping[Standing, tuple[tuple[Option, Standing], ...]]


@dataclass(frozen=True)
class Exploration:
    """What exploring a graph found: kept with the version, so that its publication can be explained.

    ``ways`` stops counting at MOST_WAYS_COUNTED. When ``complete`` is false the graph has more loops within loops than
    anyone could play; ``ways``, ``longest`` and ``best_score`` are then at least what is said.
    """

    steps: tuple[str, ...]
    endings: tuple[str, ...]
    unreachable: tuple[str, ...]
    ways: int
    shortest: int | None
    longest: int | None
    best_score: Fraction | None
    complete: bool

    def as_dict(self) -> dict:
        """The same in what JSON can hold."""
        return {
            "steps": list(self.steps),
            "endings": list(self.endings),
            "unreachable": list(self.unreachable),
            "ways": self.ways,
            "shortest": self.shortest,
            "longest": self.longest,
            "best_score": None if self.best_score is None else str(self.best_score),
            "complete": self.complete,
        }


def explore(graph: Graph) -> Exploration:
    """Explore the whole graph from its start."""
    reached = reachable(graph)
    ways, complete = straight_ways(graph)
    onward_first = tuple(TopologicalSorter({here: [to for _, to in on] for here, on in ways.items()}).static_order())
    start = (graph.start, frozenset())
    count, shortest, longest = _lengths(graph, ways, onward_first).get(start, (0, None, None))
    return Exploration(
        steps=tuple(step.id for step in graph.steps if step.id in reached),
        endings=tuple(ending.id for ending in graph.endings if ending.id in reached),
        unreachable=tuple(place_id for place_id in graph.places if place_id not in reached),
        ways=count,
        shortest=shortest,
        longest=longest,
        best_score=_best_score(graph, ways, onward_first),
        complete=complete,
    )


def reachable(graph: Graph, follow: Callable[[Step, Option], bool] = lambda step, option: True) -> set[str]:
    """The ids that can be reached from the start by taking only options that ``follow`` allows."""
    found = set()
    waiting = [graph.start] if graph.start in graph.places else []
    while waiting:
        place_id = waiting.pop()
        if place_id not in found:
            found.add(place_id)
            waiting.extend(option.to for option in onward(graph, place_id, follow))
    return found


def onward(graph: Graph, place_id: str, follow: Callable[[Step, Option], bool] = lambda step, option: True):
    """The options of a place that lead somewhere; an ending has none."""
    place = graph.places[place_id]
    if isinstance(place, Ending):
        return []
    return [option for option in place.options if option.to in graph.places and follow(place, option)]


def straight_ways(graph: Graph) -> tuple[Ways, bool]:
    """The graph with its loops unrolled, and whether all of it was.

    Only steps of the loop one is in are remembered: without loops nothing is, and this is the graph itself.
    """
    loop_of = _loops(graph)
    ways: dict[Standing, tuple[tuple[Option, Standing], ...]] = {}
    waiting = deque([(graph.start, frozenset())] if graph.start in graph.places else [])
    while waiting and len(ways) < MOST_STANDINGS:
        here = waiting.popleft()
        if here in ways:
            continue
        place_id, behind = here
        behind |= {place_id}
        ways[here] = tuple(
            (option, (option.to, behind if loop_of[option.to] == loop_of[place_id] else frozenset()))
            for option in onward(graph, place_id)
            if option.to not in behind
        )
        waiting.extend(to for _, to in ways[here])
    return ways, all(here in ways for here in waiting)


def _loops(graph: Graph) -> dict[str, str]:
    """The loop each place belongs to, named after one of its places (Kosaraju's strongly connected components)."""
    ahead = {place_id: [option.to for option in onward(graph, place_id)] for place_id in graph.places}
    behind: dict[str, list[str]] = {place_id: [] for place_id in graph.places}
    for place_id, targets in ahead.items():
        for target in targets:
            behind[target].append(place_id)
    loop_of: dict[str, str] = {}
    for root in reversed(_in_order_of_leaving(ahead)):
        waiting = [root]
        while waiting:
            place_id = waiting.pop()
            if place_id not in loop_of:
                loop_of[place_id] = root
                waiting.extend(behind[place_id])
    return loop_of


def _in_order_of_leaving(ahead: Mapping[str, list[str]]) -> list[str]:
    """Each place after all that was first met through it."""
    left: list[str] = []
    met: set[str] = set()
    for root in ahead:
        waiting = [(root, False)]
        while waiting:
            place_id, leaving = waiting.pop()
            if leaving:
                left.append(place_id)
            elif place_id not in met:
                met.add(place_id)
                waiting.append((place_id, True))
                waiting.extend((target, False) for target in ahead[place_id])
    return left


def _lengths(graph: Graph, ways: Ways, onward_first: Iterable[Standing]) -> dict[Standing, tuple[int, int, int]]:
    """For every standing that can end: how many ways lead on, the fewest decisions to take, the most."""
    found: dict[Standing, tuple[int, int, int]] = {}
    for here in onward_first:
        if isinstance(graph.places[here[0]], Ending):
            found[here] = (1, 0, 0)
            continue
        ahead = [found[to] for _, to in ways.get(here, ()) if to in found]
        if ahead:
            counts, shortest, longest = zip(*ahead, strict=True)
            found[here] = (min(sum(counts), MOST_WAYS_COUNTED), 1 + min(shortest), 1 + max(longest))
    return found


def _best_score(graph: Graph, ways: Ways, onward_first: tuple[Standing, ...]) -> Fraction | None:
    """The best share of points that a straight way without a critical option can have.

    A share cannot be added up step by step, so it is asked again and again which way beats the best share found so far
    (Dinkelbach); the share grows each time and the shares are few. Most scenarios are answered by the first line.
    """
    flawless = reachable(graph, lambda step, option: not option.critical and not step.lost_by(option))
    if any(isinstance(graph.places[place_id], Ending) for place_id in flawless):
        return Fraction(1)
    best = None
    while True:
        found = _way_that_beats(best or Fraction(0), graph, ways, onward_first)
        share = None if found is None else share_of_best(*found)
        if share is None or (best is not None and share <= best):
            return best
        best = share


def _way_that_beats(
    share: Fraction, graph: Graph, ways: Ways, onward_first: Iterable[Standing]
) -> tuple[int, int] | None:
    """Points and best points of the way that exceeds a share by most, or falls short of it by least."""
    found: dict[Standing, tuple[int, int, int]] = {}
    for here in onward_first:
        step = graph.places[here[0]]
        if isinstance(step, Ending):
            found[here] = (0, 0, 0)
            continue
        ahead = [
            _add(share, step, option, found[to])
            for option, to in ways.get(here, ())
            if to in found and not option.critical
        ]
        if ahead:
            found[here] = max(ahead)
    start = found.get((graph.start, frozenset()))
    return start and start[1:]


def _add(share: Fraction, step: Step, option: Option, rest: tuple[int, int, int]) -> tuple[int, int, int]:
    surplus, points, best_points = rest
    earned = step.to_gain - step.lost_by(option)
    more = share.denominator * earned - share.numerator * step.to_gain
    return surplus + more, points + earned, best_points + step.to_gain
