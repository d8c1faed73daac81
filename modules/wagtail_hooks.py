"""What Wagtail is told of modules and their lessons."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from modules.freezing import module_content
from modules.models import LessonPage, ModulePage
from modules.problems import problems
from scenarios.refusals import refuse_publication


@hooks.register("before_publish_page")
def refuse_broken_module(request, page):
    if isinstance(page, ModulePage) and (found := problems(module_content(page, page.live_lessons()))):
        return refuse_publication(request, page, found)
    return None


@hooks.register("before_bulk_action")
def refuse_broken_modules_in_bulk(request, action_type, objects, action):
    for page in objects if action_type == "publish" else ():
        draft = page.get_latest_revision_as_object() if isinstance(page, Page) else None
        if refusal := refuse_broken_module(request, draft):
            return refusal
    return None


@hooks.register("after_publish_page")
@hooks.register("after_unpublish_page")
def say_when_staff_see_it(request, page):
    """A lesson reaches staff only inside a version of its module."""
    if isinstance(page, LessonPage):
        module = page.get_parent()
        to_module = messages.button(reverse("wagtailadmin_pages:edit", args=[module.pk]), "Open the module")
        messages.info(request, f"Staff see the change when you publish the module “{module.title}”.", [to_module])
