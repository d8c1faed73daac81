"""Publishing a scenario that has a version already, and looking at its versions."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from scenarios import history, publishing
from scenarios.graphs import graph_of
from scenarios.models import ScenarioPage
from scenarios.versions import content_of, errors_in, people_midway, scenario_content

KIND = publishing.Kind(
    page=ScenarioPage,
    address="publish_scenario",
    lines=lambda page: [f"{error.where}: {error.sentence}" for error in errors_in(page)],
    content=lambda page: scenario_content(graph_of(page)),
    midway=people_midway,
    begun="a go open that is not finished",
)


@require_http_methods(["GET", "POST"])
def publish(request, page_id):
    """Ask what the change to a scenario is; on POST, publish it."""
    return publishing.ask(request, get_object_or_404(ScenarioPage, pk=page_id), KIND)


def versions(request, page_id):
    """The versions of a scenario."""
    page = get_object_or_404(ScenarioPage, pk=page_id)
    found = page.versions.select_related("approved_by", "snapshot").order_by("-number")
    rows = [history.Row(version, history.exploration_in_words(content_of(version))) for version in found]
    return history.show_versions(request, page, rows)
