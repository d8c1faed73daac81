"""What Wagtail is told of scenarios, and of every page that the record holds on to."""

from wagtail import hooks
from wagtail.models import Page

from scenarios.graphs import graph_of
from scenarios.holding import what_exists
from scenarios.keys import titles_with_keys
from scenarios.models import ScenarioPage
from scenarios.refusals import refuse_copy, refuse_deletion, refuse_publication
from scenarios.versions import errors_in


@hooks.register("before_publish_page")
def refuse_broken_scenario(request, page):
    if isinstance(page, ScenarioPage) and (errors := errors_in(graph_of(page))):
        return refuse_publication(request, page, [f"{error.where}: {error.sentence}" for error in errors])
    return None


@hooks.register("before_copy_page")
def keep_keys_apart(request, page):
    lines = titles_with_keys(page)
    return refuse_copy(request, page, lines) if lines else None


@hooks.register("before_delete_page")
def keep_what_the_record_holds(request, page):
    lines = what_exists(page)
    return refuse_deletion(request, page, lines) if lines else None


@hooks.register("before_bulk_action")
def keep_what_the_record_holds_in_bulk(request, action_type, objects, action):
    for page in objects if action_type == "delete" else ():
        if isinstance(page, Page) and (lines := what_exists(page)):
            return refuse_deletion(request, page, lines)
    return None


@hooks.register("before_bulk_action")
def refuse_broken_scenarios_in_bulk(request, action_type, objects, action):
    for page in objects if action_type == "publish" else ():
        draft = page.get_latest_revision_as_object() if isinstance(page, Page) else None
        if refusal := refuse_broken_scenario(request, draft):
            return refusal
    return None
