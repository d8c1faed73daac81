"""Publishing a module that has a version already, and looking at its versions."""

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from modules.freezing import module_content
from modules.models import ModulePage
from modules.versions import content_of, people_midway, problems_in
from scenarios import history, publishing


def draft_content(page: ModulePage) -> dict:
    """What would be frozen: the draft of the page with its published lessons."""
    return module_content(page, page.live_lessons())


KIND = publishing.Kind(
    page=ModulePage,
    address="publish_module",
    lines=lambda page: problems_in(draft_content(page)),
    content=draft_content,
    midway=people_midway,
    begun="begun this module and not finished it",
)


@require_http_methods(["GET", "POST"])
def publish(request, page_id):
    """Ask what the change to a module is; on POST, publish it."""
    return publishing.ask(request, get_object_or_404(ModulePage, pk=page_id), KIND)


def versions(request, page_id):
    """The versions of a module."""
    page = get_object_or_404(ModulePage, pk=page_id)
    found = page.versions.select_related("approved_by", "snapshot").order_by("-number")
    return history.show_versions(request, page, [history.Row(one, _figures(content_of(one))) for one in found])


def _figures(content: dict) -> str:
    return f"{len(content['lessons'])} lessons, {len(content['questions'])} questions"
