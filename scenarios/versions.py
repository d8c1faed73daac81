"""Scenarios frozen at publication, with what exploring them found."""

import dataclasses
import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from scenarios.engine import Graph
from scenarios.explore import explore
from scenarios.graphs import graph_of
from scenarios.models import ScenarioPage, ScenarioVersion
from scenarios.problems import Problem, Severity, problems
from scenarios.wording import html_of
from trainingsite.audit.actions import SITE_CHAIN, freeze, record, thaw
from trainingsite.people.models import JobRole, StaffGroup

logger = logging.getLogger(__name__)


class BrokenScenario(Exception):
    """The graph has errors; nothing is published."""

    def __init__(self, found: tuple[Problem, ...]):
        self.problems = found
        super().__init__(" ".join(problem.sentence for problem in found))


def known_roles() -> set[str]:
    """The staff groups and job roles that a scenario may be for."""
    return {*StaffGroup.objects.values_list("key", flat=True), *JobRole.objects.values_list("key", flat=True)}


def errors_in(graph: Graph) -> tuple[Problem, ...]:
    """What stops the graph from being published."""
    return tuple(found for found in problems(graph, known_roles()) if found.severity is Severity.ERROR)


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
    if errors := errors_in(graph):
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


def freeze_on_publication(sender, instance: ScenarioPage, revision, **signal) -> None:
    """Freeze what Wagtail has just published, by hand or on schedule.

    The editor refuses a broken scenario before this. One that comes another way (the approval of a workflow) is
    logged, and staff keep the version they have.
    """
    by = str(revision.user.key) if revision and revision.user else ""
    first = not instance.versions.exists()
    try:
        publish_scenario(page=instance, by=by, material=first, at=timezone.now())
    except BrokenScenario as broken:
        logger.error("“%s” was published in Wagtail and not frozen: %s", instance.title, broken)


def content_of(version: ScenarioVersion) -> dict:
    """What the version shows; its graph is plain values for ``graph_from``."""
    return thaw(version.snapshot)
