"""Scenarios written as YAML, loaded as pages and published."""

import datetime as dt
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from wagtail.models import Page

from scenarios.engine import Graph
from scenarios.models import ScenarioPage
from scenarios.plain import as_plain
from scenarios.text import read_scenario, text_of
from scenarios.versions import publish_scenario

STARTER = Path(__file__).parent / "starter"
SERIES = Path(__file__).parent / "series.toml"
MINUTES_SAID = re.compile(r"\babout (\d+) minutes\b", re.IGNORECASE)


def load_scenarios(shelf: Page, *, at: dt.datetime, folder: Path = STARTER) -> Iterator[str]:
    """Add each scenario that is missing, publish it, and say so; a scenario that is there stays as it is."""
    for path in sorted(folder.glob("*.yaml")):
        graph = read_scenario(text_of(path.read_bytes()))
        if not ScenarioPage.objects.filter(key=graph.id).exists():
            load_scenario(graph, shelf, at=at)
            yield f"Scenario “{graph.title}” added and published"


@transaction.atomic
def load_scenario(graph: Graph, shelf: Page, *, at: dt.datetime) -> ScenarioPage:
    """Make the page of a scenario, and publish it."""
    page = scenario_page(graph)
    page.series = series_of(graph.id)
    shelf.add_child(instance=page)
    publish_scenario(page=page, reason="Starter content.", at=at)
    return page


def scenario_page(graph: Graph) -> ScenarioPage:
    """The page as its authors edit it. The text says how long it takes in its summary."""
    plain, said = as_plain(graph), MINUTES_SAID.search(graph.summary)
    page = ScenarioPage(
        title=graph.title,
        slug=graph.id,
        key=graph.id,
        summary=graph.summary,
        roles=list(graph.roles),
        pass_mark=graph.pass_mark,
        start=graph.start,
        steps=[("step", step_value(step)) for step in plain["steps"]],
        endings=[("ending", ending) for ending in plain["endings"]],
    )
    if said:
        page.minutes = int(said[1])
    return page


def series_of(key: str) -> str:
    """The title of the series that a scenario belongs to; none for most."""
    series = tomllib.loads(SERIES.read_text()).values()
    return next((each["title"] for each in series if key in each["scenarios"]), "")


def step_value(step: dict) -> dict:
    """A step as its block keeps it: the post, if there is one, in a list."""
    post = step.get("post")
    return {**step, "post": [post] if post else []}
