"""The drawings that posts may show: ours, as files. What is published holds the drawing itself."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from scenarios.engine import Graph, Post
from scenarios.problems import Problem, Severity

FOLDER = Path(__file__).parent / "drawings"


@cache
def names() -> tuple[str, ...]:
    """What the drawings are called."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.svg")))


def choices() -> list[tuple[str, str]]:
    """The drawings as an author chooses among them."""
    return [(name, name.replace("-", " ").capitalize()) for name in names()]


def drawings_named(wanted: Iterable[str]) -> dict[str, str]:
    """The SVG of each of these, as it is frozen; a name that no drawing has is left out."""
    return {name: (FOLDER / f"{name}.svg").read_text().strip() for name in sorted(set(wanted) & set(names()))}


def posts_in(graph: Graph) -> list[tuple[str, Post]]:
    """The posts of a scenario, each with the step that shows it."""
    return [(step.id, step.post) for step in graph.steps if step.post]


def drawings_in(graph: Graph) -> dict[str, str]:
    """The drawings that the posts of a scenario show."""
    return drawings_named(post.drawing for _, post in posts_in(graph))


def unknown_drawings(graph: Graph) -> tuple[Problem, ...]:
    """What stops a scenario's pictures from being published."""
    return tuple(
        Problem(Severity.ERROR, "unknown-drawing", step_id, sentence)
        for step_id, post in posts_in(graph)
        if (sentence := fault_in(post.drawing, post.picture))
    )


def fault_in(drawing: str, picture: str) -> str:
    """What is wrong with a post's picture, in a sentence; nothing when all is well."""
    if drawing and drawing not in names():
        return f"There is no drawing called “{drawing}”. There are {', '.join(names())}."
    if drawing and not picture.strip():
        return f"Say in words what the drawing “{drawing}” shows, for people who cannot see it."
    return ""
