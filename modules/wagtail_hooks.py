"""What Wagtail is told of modules and their lessons."""

from django.urls import path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button

from modules.models import LessonPage, ModulePage
from modules.publishing import KIND, publish, versions
from modules.reports import questions
from modules.reviews import review_of_page, reviewed
from scenarios.publishing import before_publishing, before_publishing_in_bulk


@hooks.register("register_admin_urls")
def addresses():
    return [
        path("modules/<int:page_id>/publish/", publish, name="publish_module"),
        path("modules/<int:page_id>/versions/", versions, name="module_versions"),
        path("modules/<int:page_id>/questions/", questions, name="module_questions"),
    ]


@hooks.register("register_page_header_buttons")
def lead_to_versions(page, user, view_name, next_url=None):
    if isinstance(page.specific, ModulePage) and page.permissions_for_user(user).can_edit():
        yield Button("Versions", reverse("module_versions", args=[page.pk]), icon_name="history", priority=45)


@hooks.register("register_page_header_buttons")
def lead_to_questions(page, user, view_name, next_url=None):
    if isinstance(page.specific, ModulePage) and page.permissions_for_user(user).can_edit():
        yield Button("Questions", reverse("module_questions", args=[page.pk]), icon_name="help", priority=46)


@hooks.register("before_publish_page")
def ask_about_a_change_to_a_module(request, page):
    return before_publishing(request, page, KIND) if isinstance(page, ModulePage) else None


@hooks.register("before_bulk_action")
def refuse_modules_in_bulk(request, action_type, objects, action):
    return before_publishing_in_bulk(request, objects, KIND) if action_type == "publish" else None


@hooks.register("after_publish_page")
@hooks.register("after_unpublish_page")
def say_when_staff_see_it(request, page):
    """A lesson reaches staff only inside a version of its module."""
    if isinstance(page, LessonPage):
        module = page.get_parent()
        to_module = messages.button(reverse("wagtailadmin_pages:edit", args=[module.pk]), "Open the module")
        messages.info(request, f"Staff see the change when you publish the module “{module.title}”.", [to_module])


@hooks.register("register_admin_urls")
def address_of_the_review():
    return [path("modules/<int:page_id>/reviewed/", reviewed, name="module_reviewed")]


@hooks.register("register_page_header_buttons")
def button_of_the_review(page, user, view_name, next_url=None):
    """Where advice is reviewed by the calendar, its author can say that it still holds."""
    module = page.specific
    may = page.permissions_for_user(user).can_publish()
    if isinstance(module, ModulePage) and module.review_months and may:
        address = reverse("module_reviewed", args=[page.pk])
        yield Button("Reviewed, nothing changed", address, icon_name="check", priority=47)


@hooks.register("before_edit_page")
def say_that_a_review_is_due(request, page):
    if request.method == "GET" and isinstance(page, ModulePage):
        review = review_of_page(page, timezone.localdate())
        if review and review.is_past:
            messages.warning(request, f"This advice was to be looked through by {review.due_on:%-d %B %Y}.")
