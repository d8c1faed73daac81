"""A scenario while it is being written: as much of its graph as is there, what is missing, and where each part is."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scenarios.engine import Ending, Graph, Option, Outcome, Post, Step, Verdict
from scenarios.freezing import frozen
from scenarios.graphs import post_from
from scenarios.pictures import unknown_drawings
from scenarios.problems import WHOLE, Problem, Severity, problems
from scenarios.text import LONGEST_LINE, LONGEST_TEXT
from scenarios.yamlfields import NAME

FIELD_OF = {
    "unknown-role": "roles",
    "unknown-start": "start",
    "no-ending": "endings",
    "pass-mark": "pass_mark",
    "no-passing-path": "pass_mark",
    "long-path": "steps",
    "longest-is-right": "steps",
}
WHOLE_NUMBER = re.compile(r"[-+]?\d{1,9}")


@dataclass(frozen=True)
class Part:
    """One step, option or ending as its author typed it, and where: its path in the form and the id of its block.

    ``name`` is its id or, while it has none, what to call it.
    """

    path: tuple
    block: str
    name: str
    value: dict


@dataclass(frozen=True)
class Sketch:
    """A draft as far as it goes. What is not said yet is empty in the graph: a verdict, an outcome, a target."""

    graph: Graph
    steps: tuple[Part, ...]
    options: tuple[tuple[Part, ...], ...]
    endings: tuple[Part, ...]

    @property
    def places(self) -> tuple[Part, ...]:
        return (*self.steps, *self.endings)

    def parts_at(self, problem: Problem) -> list[Part]:
        """Where a problem is to be mended: of two parts with one id, both."""
        if problem.option:
            found = [
                option
                for step, options in zip(self.steps, self.options, strict=True)
                for option in options
                if (step.name, option.name) == (problem.where, problem.option)
            ]
            return found or [part for part in self.places if part.name == problem.where]
        return [part for part in self.places if part.name == problem.where]


def field_of(problem: Problem) -> str:
    """The field of the form to look at for a problem of the whole scenario."""
    return FIELD_OF.get(problem.code, "title")


def sketch_of(about: dict, steps, endings) -> Sketch:
    """The sketch of two streams of blocks, cleaned or not; ``about`` is what the rest of the form says."""
    drawn_steps = tuple(_part(("steps", number), child.id, child.value, "step") for number, child in enumerate(steps))
    drawn_endings = tuple(
        _part(("endings", number), child.id, child.value, "ending") for number, child in enumerate(endings)
    )
    options = tuple(
        tuple(
            _part((*step.path, "options", number), child.id, child.value, "option")
            for number, child in enumerate(step.value["options"].bound_blocks)
        )
        for step in drawn_steps
    )
    graph = Graph(
        id=_words(about["key"]), title=_words(about["title"]), summary=_words(about["summary"]),
        roles=tuple(about["roles"] or ()), pass_mark=_number(about["pass_mark"]), start=_words(about["start"]),
        steps=tuple(_step(step, own) for step, own in zip(drawn_steps, options, strict=True)),
        endings=tuple(_ending(part) for part in drawn_endings),
    )  # fmt: skip
    return Sketch(graph, drawn_steps, options, drawn_endings)


def sketch_of_page(page) -> Sketch:
    """The sketch of a page as it was last saved."""
    about = {name: getattr(page, name) for name in ("key", "title", "summary", "roles", "pass_mark", "start")}
    return sketch_of(about, page.steps, page.endings)


def problems_of(sketch: Sketch, known_roles) -> tuple[Problem, ...]:
    """Everything to mend in a draft, errors first: what is missing, and what is wrong with the graph there is."""
    found = (*unfinished(sketch), *problems(sketch.graph, known_roles), *unknown_drawings(sketch.graph))
    return tuple(sorted(found, key=lambda problem: problem.severity is not Severity.ERROR))


def unfinished(sketch: Sketch) -> Iterator[Problem]:
    """What nobody has written yet, and what text has no room for."""
    for name, longest in (("title", LONGEST_LINE), ("summary", LONGEST_TEXT)):
        if len(getattr(sketch.graph, name)) > longest:
            yield Problem(Severity.ERROR, "too-long", WHOLE, f"The {name} is longer than {longest:,} characters.")
    if sketch.graph.pass_mark > 100:
        yield Problem(Severity.ERROR, "pass-mark", WHOLE, "The pass mark is a percentage: 100 is the most.")
    for part, step in zip(sketch.steps, sketch.graph.steps, strict=True):
        yield from _missing(part, "step", {"text": step.text})
    for part, own, step in zip(sketch.steps, sketch.options, sketch.graph.steps, strict=True):
        for chosen, option in zip(own, step.options, strict=True):
            wanted = {"text": option.text, "verdict": option.verdict}
            yield from _missing(chosen, "option", wanted, at=part.name)
    for part, ending in zip(sketch.endings, sketch.graph.endings, strict=True):
        yield from _missing(part, "ending", {"title": ending.title, "text": ending.text, "outcome": ending.outcome})


def _missing(part: Part, kind: str, wanted: dict, at: str = "") -> Iterator[Problem]:
    where, option = (at, part.name) if at else (part.name, "")
    typed = str(part.value.get("id") or "")
    lacking = [*([] if typed else ["id"]), *(name for name, value in wanted.items() if not value)]
    if lacking:
        sentence = f"The {kind} “{part.name}” still needs its {' and '.join(lacking)}."
        yield Problem(Severity.ERROR, "unfinished", where, sentence, option)
    if typed and not NAME.fullmatch(typed):
        sentence = f"The id “{typed}” may only have letters, figures, hyphens, dots and underscores, and no spaces."
        yield Problem(Severity.ERROR, "unfinished", where, sentence, option)


def _part(path: tuple, block: str | None, value: dict, kind: str) -> Part:
    return Part(path, block or "", str(value.get("id") or "") or f"{kind} {path[-1] + 1}", value)


def _step(part: Part, options: tuple[Part, ...]) -> Step:
    return Step(
        id=part.name,
        text=_words(part.value.get("text")),
        post=_post(part.value),
        options=tuple(_option(option) for option in options),
    )


def _post(value: dict) -> Post | None:
    posts = frozen(value.get("post") or [])
    return post_from({name: part or "" for name, part in posts[0].items()}) if posts else None


def _option(part: Part) -> Option:
    value = part.value
    return Option(
        id=part.name,
        text=_words(value.get("text")),
        to=_words(value.get("to")),
        points=_number(value.get("points")),
        verdict=_one_of(Verdict, value.get("verdict")),
        critical=bool(value.get("critical")),
        feedback=_words(value.get("feedback")),
        cites=tuple(_words(cite) for cite in value.get("cites") or []),
    )


def _ending(part: Part) -> Ending:
    value = part.value
    return Ending(
        id=part.name,
        title=_words(value.get("title")),
        text=_words(value.get("text")),
        outcome=_one_of(Outcome, value.get("outcome")),
    )


def _words(value) -> str:
    return str(value or "")


def _number(value) -> int:
    return int(value) if WHOLE_NUMBER.fullmatch(str(value)) else 0


def _one_of(words: type[StrEnum], value):
    """The word, or nothing while none was chosen."""
    return words(value) if value in set(words) else None


def by_part(sketch: Sketch, found: tuple[Problem, ...]) -> dict[tuple, list[Problem]]:
    """The problems at each part of the form, by its path."""
    at = defaultdict(list)
    for problem in found:
        for part in sketch.parts_at(problem):
            at[part.path].append(problem)
    return at
