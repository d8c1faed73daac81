"""Scenarios frozen at publication, with what exploring them found."""

import dataclasses
import datetime as dt

from django.db import transaction

from scenarios.engine import Ending, Graph, Option, Outcome, Post, Reply, Step, Verdict
from scenarios.explore import explore
from scenarios.freezing import frozen_stream
from scenarios.models import ScenarioPage, ScenarioVersion
from scenarios.problems import Problem, Severity, problems
from scenarios.wording import html_of
from trainingsite.audit.actions import SITE_CHAIN, freeze, record, thaw
from trainingsite.people.models import JobRole, StaffGroup


class BrokenScenario(Exception):
    """The graph has errors; nothing is published."""

    def __init__(self, found: tuple[Problem, ...]):
        self.problems = found
        super().__init__(" ".join(problem.sentence for problem in found))


def known_roles() -> set[str]:
    """The staff groups and job roles that a scenario may be for."""
    return {*StaffGroup.objects.values_list("key", flat=True), *JobRole.objects.values_list("key", flat=True)}


def post_from(value: dict) -> Post:
    replies = tuple(Reply(**reply) for reply in value.get("replies") or [])
    return Post(**{**value, "replies": replies})


def option_from(value: dict) -> Option:
    return Option(**{**value, "verdict": Verdict(value["verdict"]), "cites": tuple(value.get("cites") or [])})


def step_from(value: dict) -> Step:
    """A step as the engine knows it; an author's block holds its post, if any, as a list of one."""
    post = value.get("post")
    post = post[0] if isinstance(post, list) and post else post
    options = tuple(option_from(option) for option in value["options"])
    return Step(id=value["id"], text=value["text"], post=post_from(post) if post else None, options=options)


def graph_from(value: dict) -> Graph:
    """The graph in a frozen version or an author's page, as plain values."""
    endings = tuple(
        Ending(id=end["id"], title=end["title"], text=end["text"], outcome=Outcome(end["outcome"]))
        for end in value["endings"]
    )
    return Graph(
        id=value["id"], title=value["title"], summary=value["summary"], roles=tuple(value["roles"]),
        pass_mark=value["pass_mark"], start=value["start"],
        steps=tuple(step_from(step) for step in value["steps"]), endings=endings,
    )  # fmt: skip


def graph_of(page: ScenarioPage) -> Graph:
    """The graph as the author has it now."""
    return graph_from(
        {
            "id": page.key,
            "title": page.title,
            "summary": page.summary,
            "roles": page.roles,
            "pass_mark": page.pass_mark,
            "start": page.start,
            "steps": frozen_stream(page.steps),
            "endings": frozen_stream(page.endings),
        }
    )


def scenario_content(graph: Graph) -> dict:
    """The scenario as it is frozen: the graph, its texts as they are shown, and what exploring it found."""
    return {
        "kind": "scenario",
        "graph": dataclasses.asdict(graph),
        "html": {place.id: html_of(place.text) for place in (*graph.steps, *graph.endings)},
        "exploration": explore(graph).as_dict(),
    }


@transaction.atomic
def publish_scenario(
    *, page: ScenarioPage, by: str = "", material: bool = True, reason: str = "", at: dt.datetime
) -> ScenarioVersion:
    """Freeze the scenario; a broken graph is refused, and the same content as before makes no new version."""
    ScenarioPage.objects.select_for_update().get(pk=page.pk)
    graph = graph_of(page)
    errors = tuple(found for found in problems(graph, known_roles()) if found.severity is Severity.ERROR)
    if errors:
        raise BrokenScenario(errors)
    snapshot = freeze(kind="scenario", content=scenario_content(graph))
    last = page.versions.order_by("-number").first()
    if last and last.snapshot_id == snapshot.pk:
        return last
    version = ScenarioVersion.objects.create(
        page=page, number=last.number + 1 if last else 1, title=page.title, snapshot=snapshot,
        published_at=at, material=material, reason=reason,
    )  # fmt: skip
    record(chains=[SITE_CHAIN], verb="scenarios.published", actor=by, subject=version.key, at=at, rows=[version])
    return version


def content_of(version: ScenarioVersion) -> dict:
    """What the version shows; its graph is plain values for ``graph_from``."""
    return thaw(version.snapshot)
