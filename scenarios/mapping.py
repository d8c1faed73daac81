"""The map of what is being typed in the editor, saved or not."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, QueryDict
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST
from wagtail.models import Page

from scenarios.authoring import role_keys
from scenarios.map import map_of
from scenarios.models import ScenarioPage
from scenarios.sketch import Sketch, sketch_of

UNREADABLE = "The map could not be drawn from what was sent. Save your draft, then open this page again."
PLAIN = ("title", "key", "summary", "pass_mark", "start")


@require_POST
def map_of_page(request, page_id):
    """The map of what is typed in a scenario's editor, for whoever may edit it. Nothing is kept."""
    page = get_object_or_404(ScenarioPage, pk=page_id)
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    return _drawn(request)


@require_POST
def map_of_new(request, parent_id):
    """The same for a scenario that has not been saved yet, for whoever may add one here."""
    parent = get_object_or_404(Page, pk=parent_id)
    if not parent.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied
    return _drawn(request)


def _drawn(request):
    try:
        sketch = sketch_from(request.POST)
    except (KeyError, TypeError, ValueError):
        # A form that no editor sent: Wagtail's own reading of it stops where a part is missing.
        return HttpResponseBadRequest(UNREADABLE, content_type="text/plain")
    return render(request, "scenarios/admin/map.html", map_of(sketch, role_keys()))


def sketch_from(data: QueryDict) -> Sketch:
    """The sketch of a form as it stands, half-typed or not."""
    steps, endings = (
        getattr(ScenarioPage, name).field.stream_block.value_from_datadict(data, {}, name)
        for name in ("steps", "endings")
    )
    about = {name: data.get(name, "") for name in PLAIN}
    return sketch_of({**about, "roles": data.getlist("roles")}, steps, endings)
