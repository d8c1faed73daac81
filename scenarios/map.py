"""The map of a scenario: its boxes and arrows with words and signs, drawn for authors while they write."""

from collections.abc import Collection
from dataclasses import dataclass

from scenarios.engine import Ending, Graph, Option, Outcome, Step, Verdict
from scenarios.layout import Point, Way, lay_out
from scenarios.problems import Problem, Severity
from scenarios.sketch import Part, Sketch, by_part, field_of, problems_of

MOST_BOXES = 90
MOST_ARROWS = 400
LABEL = 26
BOX_WIDTH, BOX_HEIGHT = 178, 64
SIGN_ROOM = 30
CRITICAL_ROOM = 66

SIGNS = {
    Verdict.RECOMMENDED: "✓", Verdict.ACCEPTABLE: "○", Verdict.RISKY: "!", Verdict.BREACH: "✗",
    Outcome.GOOD: "✓", Outcome.MIXED: "○", Outcome.POOR: "✗", None: "?",
}  # fmt: skip
UNSAID = "No verdict yet"


@dataclass(frozen=True)
class Sign:
    """A verdict or an outcome on the map: a sign, a word and a name for its colour."""

    sign: str
    word: str
    colour: str


@dataclass(frozen=True)
class Box:
    """A step or an ending, and how many problems are to be mended in it."""

    x: float
    y: float
    width: float
    height: float
    part: Part
    label: str
    words: str
    sign: Sign | None
    start: bool
    problems: int
    errors: bool

    @property
    def spoken(self) -> str:
        kind = f"Ending, {self.sign.word.lower()}" if self.sign else "Step"
        mend = f", {self.problems} to mend" if self.problems else ""
        return f"{kind}: {self.part.name}{', the start' if self.start else ''}{mend}"


@dataclass(frozen=True)
class Arrow:
    """An option: its line, and its sign where it leaves its step."""

    path: str
    kind: str
    x: float
    y: float
    sign: Sign
    critical: bool
    spoken: str

    @property
    def room(self) -> int:
        return CRITICAL_ROOM - 8 if self.critical else SIGN_ROOM - 6

    @property
    def half(self) -> int:
        return self.room // 2


@dataclass(frozen=True)
class Drawing:
    """Everything to draw, and the size of the paper."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int


@dataclass(frozen=True)
class Told:
    """One option in the outline: what it is, where it leads, and whether that is anywhere."""

    part: Part
    text: str
    sign: Sign
    critical: bool
    to: str
    to_part: Part | None
    to_ending: bool


@dataclass(frozen=True)
class Line:
    """One step or ending in the outline."""

    part: Part
    text: str
    sign: Sign | None
    options: tuple[Told, ...] = ()


def sign_of(shown: Verdict | Outcome | None, unsaid: str = UNSAID) -> Sign:
    return Sign(SIGNS[shown], shown.label if shown else unsaid, shown.value if shown else "unsaid")


def shortened(text: str, room: int = LABEL) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.replace("*", "").split())
    return line if len(line) <= room else f"{line[: room - 1].rstrip()}…"


def map_of(sketch: Sketch, known_roles: Collection[str]) -> dict:
    """What the map shows: the drawing unless it is too large, the outline, and what is to be mended where."""
    found = problems_of(sketch, known_roles)
    large = too_large(sketch.graph)
    errors = sum(problem.severity is Severity.ERROR for problem in found)
    return {
        "drawing": None if large or not sketch.places else draw(sketch, found),
        "too_large": large,
        "outline": outline(sketch),
        "title": sketch.graph.title,
        "found": [(problem, sketch.parts_at(problem), field_of(problem)) for problem in found],
        "errors": errors,
        "warnings": len(found) - errors,
        "legend": [sign_of(verdict) for verdict in Verdict],
    }


def too_large(graph: Graph) -> bool:
    """Whether a drawing would help nobody."""
    arrows = sum(len(step.options) for step in graph.steps)
    return len(graph.steps) + len(graph.endings) > MOST_BOXES or arrows > MOST_ARROWS


def draw(sketch: Sketch, found: tuple[Problem, ...]) -> Drawing:
    """The drawing of a scenario; of two places with one id the first has the arrows, and both are there."""
    shown = _keyed(sketch)
    first = {part.name: key for key, (part, _) in reversed(shown.items())}
    taken = [
        (key, option, first[option.to])
        for key, (_, place) in shown.items()
        for option in getattr(place, "options", ())
        if option.to in first
    ]
    layout = lay_out({key: _size(place) for key, (_, place) in shown.items()}, [(key, to) for key, _, to in taken])
    at = by_part(sketch, found)
    boxes = tuple(_box(part, place, layout.corners[key], sketch, at) for key, (part, place) in shown.items())
    arrows = tuple(_arrow(option, way) for (_, option, _), way in zip(taken, layout.ways, strict=True))
    return Drawing(boxes, arrows, round(layout.width), round(layout.height))


def _keyed(sketch: Sketch) -> dict[str, tuple[Part, Step | Ending]]:
    """Each place under a key of its own, the start before all others."""
    pairs = [
        *zip(sketch.steps, sketch.graph.steps, strict=True),
        *zip(sketch.endings, sketch.graph.endings, strict=True),
    ]
    pairs.sort(key=lambda pair: pair[0].name != sketch.graph.start)
    return {str(number): pair for number, pair in enumerate(pairs)}


def _size(place: Step | Ending) -> tuple[float, float]:
    options = getattr(place, "options", ())
    room = max((CRITICAL_ROOM if option.critical else SIGN_ROOM for option in options), default=0)
    return max(BOX_WIDTH, room * (len(options) + 1)), BOX_HEIGHT


def _box(part: Part, place: Step | Ending, corner: Point, sketch: Sketch, at: dict) -> Box:
    ending = isinstance(place, Ending)
    width, height = _size(place)
    here = [problem for path, found in at.items() if path[:2] == part.path for problem in found]
    return Box(
        x=corner[0], y=corner[1], width=width, height=height, part=part,
        label=shortened(part.name, LABEL - 3), words=shortened(place.title if ending else place.text),
        sign=sign_of(place.outcome, "No outcome yet") if ending else None,
        start=not ending and part.name == sketch.graph.start,
        problems=len(set(here)), errors=any(problem.severity == "error" for problem in here),
    )  # fmt: skip


def _arrow(option: Option, way: Way) -> Arrow:
    sign = sign_of(option.verdict)
    critical = ", critical" if option.critical else ""
    (x, y), *_ = way.points
    spoken = f"{option.id} ({sign.word.lower()}{critical}) leads to {option.to}: {shortened(option.text, 90)}"
    return Arrow(path_of(way), way.kind, x, y, sign, option.critical, spoken)


def path_of(way: Way) -> str:
    """An arrow's line: bends for one that leads on, corners for one that runs round."""
    (x, y), *rest = way.points
    said = [f"M{x:.0f} {y:.0f}"]
    for to_x, to_y in rest:
        half = (y + to_y) / 2
        bends = way.kind == "onward" and x != to_x
        said.append(
            f"C{x:.0f} {half:.0f} {to_x:.0f} {half:.0f} {to_x:.0f} {to_y:.0f}" if bends else f"L{to_x:.0f} {to_y:.0f}"
        )
        x, y = to_x, to_y
    return "".join(said)


def outline(sketch: Sketch) -> list[Line]:
    """The same in words: each step with its options and where they lead, then the endings."""
    first = {part.name: part for part in reversed(sketch.places)}
    lines = [
        Line(
            part,
            shortened(step.text, 90),
            None,
            tuple(_told(*pair, first) for pair in zip(own, step.options, strict=True)),
        )
        for part, own, step in zip(sketch.steps, sketch.options, sketch.graph.steps, strict=True)
    ]
    endings = zip(sketch.endings, sketch.graph.endings, strict=True)
    return lines + [Line(part, end.title, sign_of(end.outcome, "No outcome yet")) for part, end in endings]


def _all_told(parts: tuple[Part, ...], options: tuple[Option, ...], first: dict[str, Part]) -> tuple[Told, ...]:
    return tuple(_told(part, option, first) for part, option in zip(parts, options, strict=True))


def _told(part: Part, option: Option, first: dict[str, Part]) -> Told:
    to = first.get(option.to)
    ending = to is not None and to.path[0] == "endings"
    return Told(part, shortened(option.text, 90), sign_of(option.verdict), option.critical, option.to, to, ending)
