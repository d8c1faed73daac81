"""Scenarios frozen at publication, with what exploring them found."""

import dataclasses
import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from scenarios.changes import said_of
from scenarios.engine import Graph
from scenarios.explore import explore
from scenarios.freezing import frozen
from scenarios.graphs import graph_of
from scenarios.models import Attempt, ScenarioPage, ScenarioVersion, since_material
from scenarios.pictures import drawings_in
from scenarios.problems import Problem, Severity
from scenarios.sketch import problems_of, sketch_of_page
from scenarios.wording import html_of
from trainingsite.audit.actions import SITE_CHAIN, freeze, record, thawed
from trainingsite.people.models import JobRole, Person, StaffGroup

logger = logging.getLogger(__name__)


class BrokenScenario(Exception):
    """The graph has errors; nothing is published."""

    def __init__(self, found: tuple[Problem, ...]):
        self.problems = found
        super().__init__(" ".join(problem.sentence for problem in found))


def known_roles() -> set[str]:
    """The staff groups and job roles that a scenario may be for."""
    return {*StaffGroup.objects.values_list("key", flat=True), *JobRole.objects.values_list("key", flat=True)}


def errors_in(page: ScenarioPage) -> tuple[Problem, ...]:
    """What stops the page, finished or not, from being published."""
    found = problems_of(sketch_of_page(page), known_roles())
    return tuple(problem for problem in found if problem.severity is Severity.ERROR)


def scenario_content(graph: Graph) -> dict:
    """The scenario as it is frozen: the graph, its texts as they are shown, and what exploring it found."""
    return {
        "kind": "scenario",
        "graph": frozen(dataclasses.asdict(graph)),
        "html": {place.id: html_of(place.text) for place in (*graph.steps, *graph.endings)},
        "exploration": explore(graph).as_dict(),
        **({"drawings": drawings} if (drawings := drawings_in(graph)) else {}),
    }


@transaction.atomic
def publish_scenario(
    *, page: ScenarioPage, by: Person | None = None, material: bool = True, reason: str = "", at: dt.datetime
) -> ScenarioVersion:
    """Freeze the scenario; a broken graph is refused, and the same content as before makes no new version."""
    ScenarioPage.objects.select_for_update().get(pk=page.pk)
    if errors := errors_in(page):
        raise BrokenScenario(errors)
    snapshot = freeze(kind="scenario", content=scenario_content(graph_of(page)))
    last = page.versions.order_by("-number").first()
    if last and last.snapshot_id == snapshot.pk:
        return last
    version = ScenarioVersion.objects.create(
        page=page, number=last.number + 1 if last else 1, title=page.title, snapshot=snapshot,
        published_at=at, material=material, reason=reason, approved_by=by,
    )  # fmt: skip
    record(
        chains=[SITE_CHAIN], verb="scenarios.published", actor=by.key if by else "", subject=version.key, at=at,
        rows=[version],
    )  # fmt: skip
    return version


def freeze_on_publication(sender, instance: ScenarioPage, revision, **signal) -> None:
    """Freeze what Wagtail has just published, by hand or on schedule.

    The editor refuses a broken scenario before this. One that comes another way (the approval of a workflow) is
    logged, and staff keep the version they have.
    """
    try:
        publish_scenario(page=instance, **said_of(instance, revision), at=timezone.now())
    except BrokenScenario as broken:
        logger.error("“%s” was published in Wagtail and not frozen: %s", instance.title, broken)


def people_midway(page: ScenarioPage) -> int:
    """How many people have an open go at a version that the next material change takes them away from."""
    versions = since_material(list(page.versions.order_by("-number")))
    open_goes = Attempt.objects.open().filter(snapshot__in=[version.snapshot_id for version in versions])
    return open_goes.values("person").distinct().count()


def content_of(version: ScenarioVersion) -> dict:
    """What the version shows; its graph is plain values for ``graph_from``."""
    return thawed(version.snapshot_id)
