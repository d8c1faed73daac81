"""One gate before every address of Wagtail's admin: what stands on another practice's shelf is not there.

Wagtail asks what somebody may change, and shows titles before it asks: in choosers, in bulk actions, on the way to a
move. Here every page that an address, its question or what is sent names is looked up before Wagtail sees it.
"""

from collections.abc import Callable, Iterator
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.images.permissions import permission_policy as image_policy
from wagtail.models import Page, TaskState

from trainingsite.people.isolation.sight import USES, open_pages, own_pages, tags_seen, tasks_seen

View = Callable[..., HttpResponse]

PAGES_IN_ADDRESS = ("page_id", "parent_page_id", "parent_id", "page_to_move_id", "destination_id", "page_pk")
PAGES_SENT = ("new_parent_page", "chooser")
BULK, CHOSEN, COMPARED = "wagtail_bulk_action", "wagtailadmin_choose_page_chosen_multiple", "revisions_compare"
CHOOSER, TAGS, DOWNLOAD = "wagtailadmin_choose_page", "wagtailadmin_tag", "wagtaildocs_serve"
FOR_ADMINISTRATORS = (
    "wagtailadmin_api:images",  # nothing of Wagtail's asks these two, and they know no collections
    "wagtailadmin_api:documents",
    "wagtailadmin_workflows:task_cho",  # what approvals there are, in every practice
    "wagtailadmin_collections:set_privacy",  # lists every group of every practice
)
# Wagtail's pages never use it, and it asks none of the questions that they ask before something is published.
FOR_PROGRAMS = "wagtailadmin_api:pages:action"
FILES = {"image": (image_policy, ["image_id"]), "document": (document_policy, ["document_id", "doc_id"])}
MOST_TAGS = 10


def own_shelves_only(view: View) -> View:
    """Let people in Wagtail see and name only what is on their own shelves and in the shared library.

    An administrator sees everything. Pages are published, copied and deleted on the admin's own pages alone.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        name = request.resolver_match.view_name
        if name == FOR_PROGRAMS:
            raise Http404("Nothing is done to a page from here.")
        if request.user.is_superuser:
            return view(request, *args, **kwargs)
        if name.startswith(FOR_ADMINISTRATORS) or _names_anothers(request, name):
            raise Http404("There is nothing here for you.")
        if name.startswith(TAGS):
            return own_tags(request)
        if name == CHOOSER:
            # Wagtail would begin at the shelf that all pages of a kind have in common: perhaps another practice's.
            kwargs["parent_page_id"] = Page.get_first_root_node().pk
        return view(request, *args, **kwargs)

    return guarded


def own_tags(request: HttpRequest) -> JsonResponse:
    """Tags that begin like this, among those on files the person may use."""
    term = request.GET.get("term", "")
    found = tags_seen(request.user).filter(name__istartswith=term).order_by("name") if term else ()
    return JsonResponse([tag.name for tag in found[:MOST_TAGS]], safe=False)


def _names_anothers(request: HttpRequest, name: str) -> bool:
    """Whether a page or a task is named that is not the person's to see."""
    pages, person = set(_pages_named(request, name)), request.user
    if pages and open_pages(person).filter(pk__in=pages).count() < len(pages):
        return True
    return _selects_beyond_own(request, name) or _names_anothers_task(request) or _names_anothers_file(request, name)


def _pages_named(request: HttpRequest, name: str) -> Iterator[int]:
    match, sent = request.resolver_match, request.POST
    named = [match.kwargs.get(parameter) for parameter in PAGES_IN_ADDRESS]
    named += [sent.get(field) for field in PAGES_SENT]
    if name.endswith(COMPARED):
        named += match.args[:1]
    if name == CHOSEN or _is_bulk_of_pages(request, name):
        named += [*request.GET.getlist("id"), request.GET.get("childOf")]
    return (int(pk) for pk in named if str(pk).isdecimal())


def _is_bulk_of_pages(request: HttpRequest, name: str) -> bool:
    return name == BULK and request.resolver_match.kwargs.get("model_name") == "page"


def _selects_beyond_own(request: HttpRequest, name: str) -> bool:
    """Whether "all" pages are chosen from anywhere but a shelf of the person's own: that would name the others."""
    if not _is_bulk_of_pages(request, name) or "all" not in request.GET.getlist("id"):
        return False
    shelf = request.GET.get("childOf", "")
    return not (shelf.isdecimal() and own_pages(request.user).filter(pk=shelf).exists())


def _names_anothers_task(request: HttpRequest) -> bool:
    named = request.resolver_match.kwargs
    tasks = {named["task_id"]} if "task_id" in named else set()
    if "task_state_id" in named:
        tasks |= set(TaskState.objects.filter(pk=named["task_state_id"]).values_list("task_id", flat=True))
    return bool(tasks) and not tasks_seen(request.user).filter(pk__in=tasks).exists()


def _names_anothers_file(request: HttpRequest, name: str) -> bool:
    """Whether pictures or documents are named that the person may not use."""
    match = request.resolver_match
    in_bulk = match.kwargs.get("model_name") if name == BULK else ""
    for kind, (policy, parameters) in FILES.items():
        named = [match.kwargs.get(parameter) for parameter in parameters]
        named += request.GET.getlist("id") if kind == in_bulk else []
        named += match.args[:1] if name == DOWNLOAD and kind == "document" else []
        files = {int(pk) for pk in named if str(pk).isdecimal()}
        usable = policy.instances_user_has_any_permission_for(request.user, USES)
        if files and usable.filter(pk__in=files).count() < len(files):
            return True
    return False
