"""What was taught: each module and scenario that somebody completed, as it was published then."""

import json
from collections.abc import Iterator, Mapping
from functools import partial

from django.utils.safestring import mark_safe

from modules.lessons import lesson_from
from modules.questions import answer_html
from modules.rules import right_answer
from scenarios.graphs import graph_from
from scenarios.posts import post_html
from scenarios.story import scene_of
from trainingsite.audit.actions import frozen_bytes
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.file_names import FileNames
from trainingsite.evidence.pages import page
from trainingsite.evidence.parts import Content

PAGES = {"Module": "taught_module", "Scenario": "taught_scenario"}


def taught_files(asked: Asked, taught: Mapping[tuple[str, str, str], str]) -> Iterator[tuple[str, Content]]:
    """The frozen bytes of each version, and the same as a page; versions are told by their kind, page and number."""
    names = FileNames()
    for (what, key, number), sha256 in sorted(taught.items()):
        body = frozen_bytes(sha256)
        name = f"training/{names.take(f'{what.lower()}-{key}-{number}', sha256[:12])}"
        yield f"{name}.json", body
        yield f"{name}.html", partial(taught_page, asked, what, number, sha256, body)


def taught_page(asked: Asked, what: str, number: str, sha256: str, body: bytes) -> bytes:
    content = json.loads(body)
    shown = module_shown(content) if what == "Module" else scenario_shown(content)
    return page(PAGES[what], asked, number=number, sha256=sha256, **shown)


def module_shown(content: dict) -> dict:
    """A module's lessons as everybody together reads them, and what its check asks."""
    lessons = [lesson_from(content, lesson["key"]) for lesson in content["lessons"]]
    pairs = zip(content["lessons"], lessons, strict=True)
    return {
        "content": content,
        "lessons": [(lesson, shown.html_for(())) for lesson, shown in pairs],
        "questions": [question_shown(question, content.get("drawings", {})) for question in content["questions"]],
    }


def question_shown(question: dict, drawings: dict[str, str]) -> dict:
    """A question, what can be answered, and what is right."""
    return {
        "text": question["text"],
        "post": post_html(question["post"][0], drawings) if question["post"] else "",
        "options": [option["text"] for option in question["options"]],
        "right": answer_html(question, right_answer(question)),
    }


def scenario_shown(content: dict) -> dict:
    """Every scene of a story with where its choices lead, and every ending."""
    graph, html, drawings = graph_from(content["graph"]), content["html"], content.get("drawings", {})
    called = {step.id: f"step {number}" for number, step in enumerate(graph.steps, start=1)}
    called |= {ending.id: f"the ending \u201c{ending.title}\u201d" for ending in graph.endings}
    return {
        "graph": graph,
        "scenes": [
            (
                scene_of(step, html[step.id], drawings),
                [(option, called.get(option.to, option.to)) for option in step.options],
            )
            for step in graph.steps
        ],
        "endings": [(ending, mark_safe(html[ending.id])) for ending in graph.endings],
    }
