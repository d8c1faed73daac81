"""Where the boxes and arrows of a graph go when it is drawn in layers, from its start downwards. Pure.

Arrows that lead on go from layer to layer; those that lead back run round the right-hand side, so that a loop is seen.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Pair = tuple[str, str]
# A box, or the place where a long arrow passes through a layer.
Node = str | tuple[str, str, int]

BETWEEN_BOXES = 28
BETWEEN_LAYERS = 76
PASSAGE = 12
BESIDE = 5
LANE = 14
MARGIN = 12
SWEEPS = 8


@dataclass(frozen=True)
class Way:
    """The points an arrow goes through, and whether it leads on, leads back or comes back to its own box."""

    points: tuple[Point, ...]
    kind: str


@dataclass(frozen=True)
class Layout:
    """The top left corner of each box, the way of each arrow in the order given, and the size of the whole."""

    corners: Mapping[str, Point]
    ways: tuple[Way, ...]
    width: float
    height: float


@dataclass(frozen=True)
class Layers:
    """Boxes and passages in their layers, each layer from left to right."""

    rows: list[list[Node]]
    layer_of: dict[str, int]
    chains: dict[Pair, list[Node]]

    def links(self) -> tuple[dict[Node, list[Node]], dict[Node, list[Node]]]:
        """What is linked to each node from the layer above, and from the layer below."""
        above, below = defaultdict(list), defaultdict(list)
        for chain in self.chains.values():
            for upper, lower in zip(chain, chain[1:], strict=False):
                above[lower].append(upper)
                below[upper].append(lower)
        return above, below


def order_of_leaving(boxes: Sequence[str], arrows: Sequence[Pair]) -> tuple[list[str], set[Pair]]:
    """The boxes, each before all that it leads on to, and the arrows that lead back to a box one came through."""
    ahead: dict[str, list[str]] = {box: [] for box in boxes}
    for source, target in arrows:
        ahead[source].append(target)
    left: list[str] = []
    back: set[Pair] = set()
    met: set[str] = set()
    for root in boxes:
        open_boxes, waiting = set(), [] if root in met else [(root, iter(ahead[root]))]
        met.add(root)
        open_boxes.add(root)
        while waiting:
            box, targets = waiting[-1]
            target = next(targets, None)
            if target is None:
                waiting.pop()
                open_boxes.discard(box)
                left.append(box)
            elif target in open_boxes:
                back.add((box, target))
            elif target not in met:
                met.add(target)
                open_boxes.add(target)
                waiting.append((target, iter(ahead[target])))
    return left[::-1], back


def in_layers(boxes: Sequence[str], arrows: Sequence[Pair]) -> tuple[Layers, set[Pair]]:
    """Each box one layer below the lowest that leads to it, with passages for arrows that skip a layer."""
    order, back = order_of_leaving(boxes, arrows)
    onward = [arrow for arrow in dict.fromkeys(arrows) if arrow not in back]
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in onward:
        after[source].append(target)
    layer_of = dict.fromkeys(order, 0)
    for box in order:
        for target in after[box]:
            layer_of[target] = max(layer_of[target], layer_of[box] + 1)
    rows: list[list[Node]] = [[] for _ in range(1 + max(layer_of.values(), default=0))]
    for box in order:
        rows[layer_of[box]].append(box)
    chains: dict[Pair, list[Node]] = {}
    for source, target in onward:
        passages = [(source, target, layer) for layer in range(layer_of[source] + 1, layer_of[target])]
        for passage in passages:
            rows[passage[2]].append(passage)
        chains[source, target] = [source, *passages, target]
    return Layers(rows, layer_of, chains), back


def untangle(layers: Layers) -> None:
    """Put each row in the order of what its nodes are linked to, down and up again, until few arrows cross."""
    above, below = layers.links()
    for sweep in range(SWEEPS):
        downwards = sweep % 2 == 0
        for row in layers.rows if downwards else reversed(layers.rows):
            _sort_by(row, above if downwards else below, _positions(layers.rows))


def _positions(rows: list[list[Node]]) -> dict[Node, float]:
    """Where in its row each node is, from 0 to 1."""
    return {node: (index + 0.5) / len(row) for row in rows for index, node in enumerate(row)}


def _sort_by(row: list[Node], links: Mapping[Node, list[Node]], position: Mapping[Node, float]) -> None:
    row.sort(key=lambda node: _mean([position[other] for other in links.get(node, ())], position[node]))


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def across(layers: Layers, widths: Mapping[str, float]) -> dict[Node, float]:
    """The middle of each node from left to right: near what it is linked to, and never upon its neighbour."""
    above, below = layers.links()
    middle: dict[Node, float] = {}
    for row in layers.rows:
        middle.update(zip(row, _apart([0.0] * len(row), row, widths), strict=True))
    for sweep in range(SWEEPS):
        links = above if sweep % 2 == 0 else below
        for row in layers.rows if sweep % 2 == 0 else reversed(layers.rows):
            wanted = [_mean([middle[other] for other in links.get(node, ())], middle[node]) for node in row]
            middle.update(zip(row, _apart(wanted, row, widths), strict=True))
    return middle


def _apart(wanted: list[float], row: list[Node], widths: Mapping[str, float]) -> list[float]:
    """As near to where they want to be as their widths allow (isotonic regression: pools of adjacent violators)."""
    offsets, at = [], 0.0
    for index, node in enumerate(row):
        at += (widths.get(row[index - 1], PASSAGE) + widths.get(node, PASSAGE)) / 2 + BETWEEN_BOXES if index else 0
        offsets.append(at)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append((want - offset, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (last, many), (before, more) = pools.pop(), pools.pop()
            pools.append(((last * many + before * more) / (many + more), many + more))
    levels = [level for level, count in pools for _ in range(count)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def lay_out(sizes: Mapping[str, tuple[float, float]], arrows: Sequence[Pair]) -> Layout:
    """The layout of boxes of these sizes, of which the first is the start."""
    layers, back = in_layers(list(sizes), [arrow for arrow in arrows if arrow[0] != arrow[1]])
    untangle(layers)
    middle = across(layers, {box: width for box, (width, _) in sizes.items()})
    left = min((middle[box] - width / 2 for box, (width, _) in sizes.items()), default=0) - MARGIN
    middle = {node: at - left for node, at in middle.items()}
    tops, at = [], float(MARGIN + BETWEEN_LAYERS / 2 if back else MARGIN)
    for row in layers.rows:
        tops.append(at)
        at += max(sizes[node][1] for node in row if isinstance(node, str)) + BETWEEN_LAYERS
    corners = {box: (middle[box] - width / 2, tops[layers.layer_of[box]]) for box, (width, _) in sizes.items()}
    right = max((x + sizes[box][0] for box, (x, _) in corners.items()), default=0) + BETWEEN_BOXES
    ways = Ways(sizes, arrows, layers, middle, corners, tops, right).all()
    widest = max((x for way in ways for x, _ in way.points), default=0)
    return Layout(corners, tuple(ways), max(right, widest) + MARGIN, at - BETWEEN_LAYERS / 2 + MARGIN)


@dataclass(frozen=True)
class Ways:
    """The arrows between boxes that have their places."""

    sizes: Mapping[str, tuple[float, float]]
    arrows: Sequence[Pair]
    layers: Layers
    middle: Mapping[Node, float]
    corners: Mapping[str, Point]
    tops: list[float]
    right: float

    def all(self) -> list[Way]:
        ends = self._ends()
        lanes = 0
        found = []
        for index, (source, target) in enumerate(self.arrows):
            if source == target:
                found.append(self._loop(source, index))
            elif (source, target) in self.layers.chains:
                found.append(self._onward(source, target, index, ends[index]))
            else:
                found.append(self._back(source, target, (index, lanes), ends[index]))
                lanes += 1
        return found

    def leaving(self, index: int) -> Point:
        """Where an arrow leaves its box: at the sign of its option, in the order of the options."""
        source = self.arrows[index][0]
        own = [number for number, arrow in enumerate(self.arrows) if arrow[0] == source]
        (x, y), (width, height) = self.corners[source], self.sizes[source]
        return x + width * (own.index(index) + 1) / (len(own) + 1), y + height

    def _ends(self) -> dict[int, Point]:
        """Where each arrow comes in: spread over the top of its box, from left to right as the arrows come."""
        coming: dict[str, list[int]] = defaultdict(list)
        for index, (source, target) in enumerate(self.arrows):
            if source != target:
                coming[target].append(index)
        ends = {}
        for target, indexes in coming.items():
            (x, y), width = self.corners[target], self.sizes[target][0]
            for place, index in enumerate(sorted(indexes, key=self._comes_from), start=1):
                ends[index] = (x + width * place / (len(indexes) + 1), y)
        return ends

    def _comes_from(self, index: int) -> float:
        chain = self.layers.chains.get(self.arrows[index])
        if chain is None:
            return self.right
        return self.leaving(index)[0] if len(chain) == 2 else self.middle[chain[-2]]

    def _onward(self, source: str, target: str, index: int, end: Point) -> Way:
        points = [self.leaving(index)]
        beside = sum(arrow == (source, target) for arrow in self.arrows[:index]) * BESIDE
        for node in self.layers.chains[source, target][1:-1]:
            x, top = self.middle[node] + beside, self.tops[node[2]]
            points += [(x, top), (x, top + self._height(node[2]))]
        return Way((*points, end), "onward")

    def _height(self, layer: int) -> float:
        return max(self.sizes[node][1] for node in self.layers.rows[layer] if isinstance(node, str))

    def _back(self, source: str, target: str, number: tuple[int, int], end: Point) -> Way:
        """Down into the gap, out to a lane of its own on the right, up, and in from above."""
        (x, y), lane = self.leaving(number[0]), self.right + number[1] * LANE
        low = self.tops[self.layers.layer_of[source]] + self._height(self.layers.layer_of[source])
        low += BETWEEN_LAYERS * 0.3 + number[1] % 4 * 4
        high = end[1] - BETWEEN_LAYERS * 0.3 + number[1] % 4 * 4
        return Way(((x, y), (x, low), (lane, low), (lane, high), (end[0], high), end), "back")

    def _loop(self, box: str, index: int) -> Way:
        """Out at the option and back into the side of the same box."""
        (x, y), (left, top) = self.leaving(index), self.corners[box]
        side = left + self.sizes[box][0]
        out, height = side + BETWEEN_BOXES / 2, top + self.sizes[box][1] / 2
        return Way(((x, y), (x, y + LANE), (out, y + LANE), (out, height), (side, height)), "loop")
