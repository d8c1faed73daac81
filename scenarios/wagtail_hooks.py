"""What Wagtail is told of scenarios, and of every page that the record holds on to."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from scenarios import exchange, mapping, released
from scenarios.holding import what_exists
from scenarios.keys import titles_with_keys
from scenarios.models import ScenarioPage
from scenarios.publishing import before_publishing, before_publishing_in_bulk
from scenarios.refusals import refuse_copy, refuse_deletion


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("scenarios/<int:page_id>/map/", mapping.map_of_page, name="map_of_scenario"),
        path("scenarios/below/<int:parent_id>/map/", mapping.map_of_new, name="map_of_new_scenario"),
        path("scenarios/<int:page_id>/publish/", released.publish, name="publish_scenario"),
        path("scenarios/<int:page_id>/versions/", released.versions, name="scenario_versions"),
        path("scenarios/<int:page_id>/text/", exchange.as_text, name="scenario_as_text"),
        path("scenarios/<int:page_id>/text/replace/", exchange.replace, name="replace_scenario"),
        path("scenarios/below/<int:parent_id>/text/", exchange.begin, name="scenario_from_text"),
    ]


@hooks.register("register_page_header_buttons")
def lead_to_versions_and_text(page, user, view_name, next_url=None):
    page = page.specific
    if isinstance(page, ScenarioPage) and page.permissions_for_user(user).can_edit():
        yield Button("Versions", reverse("scenario_versions", args=[page.pk]), icon_name="history", priority=45)
        yield Button("Download as text", reverse("scenario_as_text", args=[page.pk]), icon_name="download", priority=46)
        yield Button("Replace from text", reverse("replace_scenario", args=[page.pk]), icon_name="upload", priority=47)
    elif ScenarioPage.can_create_at(page) and page.permissions_for_user(user).can_add_subpage():
        address = reverse("scenario_from_text", args=[page.pk])
        yield Button("New scenario from text", address, icon_name="upload", priority=16)


@hooks.register("before_publish_page")
def ask_about_a_change_to_a_scenario(request, page):
    return before_publishing(request, page, released.KIND) if isinstance(page, ScenarioPage) else None


@hooks.register("before_bulk_action")
def refuse_scenarios_in_bulk(request, action_type, objects, action):
    return before_publishing_in_bulk(request, objects, released.KIND) if action_type == "publish" else None


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
