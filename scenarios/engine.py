"""The graph of a scenario, and what a person's choices in it come to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

BACK = "<back>"
EVERYONE = "everyone"


class Shown(StrEnum):
    """A word that is always shown with its label and the name of an icon, never by a colour alone."""

    def __new__(cls, value: str, label: str, icon: str):
        member = str.__new__(cls, value)
        member._value_, member.label, member.icon = value, label, icon
        return member


class Verdict(Shown):
    """What we say about a choice."""

    RECOMMENDED = "recommended", "Recommended", "tick"
    ACCEPTABLE = "acceptable", "Acceptable", "circle"
    RISKY = "risky", "Risky", "warning"
    BREACH = "breach", "Breach", "cross"


class Outcome(Shown):
    """How well a story ends for the people in it."""

    GOOD = "good", "Ends well", "tick"
    MIXED = "mixed", "Ends well for some", "circle"
    POOR = "poor", "Ends badly", "cross"


@dataclass(frozen=True)
class Reply:
    """One answer under a post."""

    name: str
    text: str


@dataclass(frozen=True)
class Post:
    """A social media post that a step shows; the picture is described in words, and may be drawn."""

    name: str
    text: str
    handle: str = ""
    picture: str = ""
    reactions: str = ""
    replies: tuple[Reply, ...] = ()
    drawing: str = ""


@dataclass(frozen=True)
class Option:
    """One thing a person could do at a step."""

    id: str
    text: str
    to: str
    points: int
    verdict: Verdict
    critical: bool = False
    feedback: str = ""
    cites: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """A moment in the story where something has to be decided."""

    id: str
    text: str
    post: Post | None = None
    options: tuple[Option, ...] = ()

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)

    @cached_property
    def best_points(self) -> int:
        return max((option.points for option in self.options), default=0)

    @property
    def recommended(self) -> tuple[Option, ...]:
        """The choices to take: those so called or, where none is, those with the best points."""
        called = tuple(option for option in self.options if option.verdict is Verdict.RECOMMENDED)
        return called or tuple(option for option in self.options if option.points == self.best_points)

    @property
    def to_gain(self) -> int:
        """What this decision adds to the best points; the least bad of several losses is no gain."""
        return max(self.best_points, 0)

    def lost_by(self, option: Option) -> int:
        """How far a choice stays behind the best; a recommended one never does, whatever points were typed."""
        return 0 if option.verdict is Verdict.RECOMMENDED else self.best_points - option.points


@dataclass(frozen=True)
class Ending:
    """One way the story ends. Options are kept only so that they can be refused."""

    id: str
    title: str
    text: str
    outcome: Outcome
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Graph:
    """A whole scenario: steps that lead to steps, and to endings. No roles means everyone."""

    id: str
    title: str
    summary: str
    roles: tuple[str, ...]
    pass_mark: int
    start: str
    steps: tuple[Step, ...]
    endings: tuple[Ending, ...]

    @cached_property
    def places(self) -> dict[str, Step | Ending]:
        """Steps and endings by id; of two with one id the first counts, and problems() refuses the pair."""
        found: dict[str, Step | Ending] = {}
        for place in (*self.steps, *self.endings):
            found.setdefault(place.id, place)
        return found


class Refused(Exception):
    """A choice that cannot be taken; ``str()`` of it is what to tell the person."""

    sentence = "That choice cannot be taken here."

    def __init__(self):
        super().__init__(self.sentence)


class NotAnOption(Refused):
    sentence = "That choice is not one of the choices at this step. Nothing was recorded."


class OutOfOrder(Refused):
    sentence = "You have moved on from that step, perhaps in another tab. Carry on from where you are now."


class AlreadyFinished(Refused):
    sentence = "You have finished this attempt, so it cannot be changed. You can start a new one whenever you like."


class NothingBefore(Refused):
    sentence = "This is the first step, so there is nothing to go back to."


class LeadsNowhere(Refused):
    sentence = "This choice does not lead anywhere yet. Ask the author of the scenario to mend it."


@dataclass(frozen=True)
class Decision:
    """One choice made on the way. ``first`` is the one that counts at its step."""

    step: Step
    option: Option
    first: bool
    taken_back: bool = False

    @property
    def lost(self) -> int:
        return self.step.lost_by(self.option)


def share_of_best(points: int, best_points: int) -> Fraction:
    """Points as a share of the best; with nothing to gain all is well unless something was lost."""
    if best_points <= 0:
        return Fraction(int(points >= best_points))
    return max(Fraction(points, best_points), Fraction(0))


@dataclass(frozen=True)
class Walk:
    """Where a person's choices have led, and what they are worth."""

    at: Step | Ending
    pass_mark: int
    made: tuple[Decision, ...]

    @property
    def finished(self) -> bool:
        return isinstance(self.at, Ending)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The first choice at each decision, in the order in which they were made."""
        return tuple(decision for decision in self.made if decision.first)

    @cached_property
    def counted(self) -> tuple[Decision, ...]:
        """The decisions the score is made of: those on the path, and the mistakes of a branch gone back from.

        A branch that was left keeps its mistakes and loses its good choices: points are not collected beside the path.
        """
        path = {decision.step.id for decision in self.made if not decision.taken_back}
        return tuple(decision for decision in self.decisions if decision.lost or decision.step.id in path)

    @property
    def best_points(self) -> int:
        return sum(decision.step.to_gain for decision in self.counted)

    @property
    def points(self) -> int:
        return self.best_points - sum(decision.lost for decision in self.counted)

    @property
    def score(self) -> Fraction:
        return share_of_best(self.points, self.best_points)

    @property
    def critical(self) -> bool:
        """Whether a critical option was ever chosen; going back does not take it back."""
        return any(decision.option.critical for decision in self.made)

    @property
    def passed(self) -> bool:
        return self.finished and not self.critical and self.score * 100 >= self.pass_mark


def walk(graph: Graph, choices: Iterable[Sequence[str]]) -> Walk:
    """Follow stored choices, pairs of a step's id and an option's id or BACK, refusing what does not fit."""
    at = _place(graph, graph.start)
    made: list[Decision] = []
    trail: list[int] = []
    decided: set[str] = set()
    for step_id, option_id in choices:
        step = _standing_at(at, step_id)
        if option_id == BACK:
            at = _take_back(made, trail)
            continue
        option = step.option(option_id)
        if option is None:
            raise NotAnOption
        at = _place(graph, option.to)
        trail.append(len(made))
        made.append(Decision(step, option, first=step.id not in decided))
        decided.add(step.id)
    return Walk(at=at, pass_mark=graph.pass_mark, made=tuple(made))


def _place(graph: Graph, place_id: str) -> Step | Ending:
    if place_id not in graph.places:
        raise LeadsNowhere
    return graph.places[place_id]


def _standing_at(at: Step | Ending, step_id: str) -> Step:
    """The step a choice is made at, if that is where the walk stands."""
    if isinstance(at, Ending):
        raise AlreadyFinished
    if at.id != step_id:
        raise OutOfOrder
    return at


def _take_back(made: list[Decision], trail: list[int]) -> Step:
    """Mark the last choice as taken back and stand where it was made: a step, not an eraser."""
    if not trail:
        raise NothingBefore
    last = trail.pop()
    made[last] = replace(made[last], taken_back=True)
    return made[last].step


@dataclass(frozen=True)
class DebriefEntry:
    """One choice looked back on, beside what was recommended there."""

    step: Step
    chosen: Option
    recommended: tuple[Option, ...]
    counts: bool
    taken_back: bool

    @property
    def road_not_taken(self) -> tuple[Option, ...]:
        return () if self.chosen in self.recommended else self.recommended


def debrief(graph: Graph, choices: Iterable[Sequence[str]]) -> list[DebriefEntry]:
    """The path taken and the road not taken, choice by choice, those gone back from included."""
    return [
        DebriefEntry(
            step=decision.step,
            chosen=decision.option,
            recommended=decision.step.recommended,
            counts=decision.first,
            taken_back=decision.taken_back,
        )
        for decision in walk(graph, choices).made
    ]
