"""What the pages of a scenario show: scenes, feedback, the way back through the choices."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from scenarios.engine import DebriefEntry, Ending, Graph, Option, Step, debrief
from scenarios.pictures import drawings_in
from scenarios.posts import Drawings, post_html
from scenarios.sketch import sketch_of_page
from scenarios.wording import html_of


@dataclass(frozen=True)
class Scene:
    """A step or an ending as it is shown."""

    place: Step | Ending
    html: SafeString
    post: SafeString


def scene_of(place: Step | Ending, html: str, drawings: Drawings) -> Scene:
    """A place with its frozen HTML, and its post if it has one."""
    post = getattr(place, "post", None)
    return Scene(place, mark_safe(html), post_html(post, drawings) if post else SafeString())


@dataclass(frozen=True)
class Look:
    """One choice looked back on, with the scene it was made in."""

    scene: Scene
    entry: DebriefEntry


def looks_back(graph: Graph, content: dict, choices: list[list[str]]) -> list[Look]:
    """The path taken, with the road not taken beside it."""
    html, drawings = content["html"], content.get("drawings", {})
    return [Look(scene_of(entry.step, html[entry.step.id], drawings), entry) for entry in debrief(graph, choices)]


def sources_of(looks: list[Look]) -> list[str]:
    """What the choices on the way were measured by, each named once."""
    options: list[Option] = [option for look in looks for option in (look.entry.chosen, *look.entry.road_not_taken)]
    return list(dict.fromkeys(cite for option in options for cite in option.cites))


@dataclass(frozen=True)
class Draft:
    """A scenario as its author has it now, written out from the first step to the last ending."""

    title: str
    summary: str
    scenes: tuple[Scene, ...]
    endings: tuple[Scene, ...]


def draft_of(page) -> Draft:
    """The author's draft, as far as it goes."""
    graph = sketch_of_page(page).graph
    drawings = drawings_in(graph)
    return Draft(
        title=graph.title,
        summary=graph.summary,
        scenes=tuple(scene_of(step, html_of(step.text), drawings) for step in graph.steps),
        endings=tuple(scene_of(ending, html_of(ending.text), drawings) for ending in graph.endings),
    )
