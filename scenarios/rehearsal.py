"""A draft that its author can play in the preview: every scene linked to the next, and nothing recorded anywhere."""

from dataclasses import dataclass

from scenarios.engine import Graph, Option
from scenarios.pictures import drawings_in
from scenarios.sketch import sketch_of_page
from scenarios.story import Scene, scene_of
from scenarios.wording import html_of


@dataclass(frozen=True)
class Choice:
    """An option, the scene that says what it led to, and the scene after that: none while it leads nowhere."""

    option: Option
    anchor: str
    onward: str


@dataclass(frozen=True)
class Stand:
    """A step or an ending as the player stands at it."""

    anchor: str
    scene: Scene
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Rehearsal:
    """A whole draft to be played: its steps from the start on, and its endings."""

    title: str
    summary: str
    steps: tuple[Stand, ...]
    endings: tuple[Stand, ...]


def rehearsal_of(page) -> Rehearsal:
    """The draft as far as it goes."""
    graph = sketch_of_page(page).graph
    steps = sorted(graph.steps, key=lambda step: step.id != graph.start)
    anchors: dict[str, str] = {}
    for number, place in enumerate((*steps, *graph.endings), start=1):
        anchors.setdefault(place.id, f"scene-{number}")
    return Rehearsal(
        title=graph.title,
        summary=graph.summary,
        steps=_stands(graph, steps, anchors),
        endings=_stands(graph, graph.endings, anchors),
    )


def _stands(graph: Graph, places, anchors: dict[str, str]) -> tuple[Stand, ...]:
    """The places that can be stood at: of two with one id, the first."""
    drawings = drawings_in(graph)
    kept = [place for place in places if graph.places[place.id] is place]
    return tuple(
        Stand(anchors[place.id], scene_of(place, html_of(place.text), drawings), _choices(place, anchors))
        for place in kept
    )


def _choices(place, anchors: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(
        Choice(option, f"{anchors[place.id]}-choice-{number}", anchors.get(option.to, ""))
        for number, option in enumerate(place.options, start=1)
    )
