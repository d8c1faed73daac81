"""Lessons with parts for some staff, and with a check-up, as authors make them."""

from modules.models import LessonPage
from tests.factories import make_job_role, make_module, make_module_version


def nurses_read(words, *groups):
    return ("some_staff", {"groups": list(groups or ["nursing"]), "blocks": [("text", f"<p>{words}</p>")]})


def make_nurse_role():
    return make_job_role("Practice nurse", staff_group="nursing", regulator="NMC")


def module_with(*blocks, **fields):
    """The page of a module whose first lesson is made of these blocks."""
    page = make_module(**fields)
    lesson = LessonPage.objects.child_of(page).first()
    lesson.body = list(blocks)
    lesson.save()
    return page


def version_with(*blocks, **fields):
    return make_module_version(module_with(*blocks, **fields))


def post(**fields):
    return ("post", {"name": "Gwen A", "text": "Home at last.", "picture": "A mug.", "replies": [], **fields})


WALK = (
    "walk_through",
    {"platforms": [{"name": "Messaging apps", "checks": [{"look_for": "Lock screen previews", "why": "Off."}]}]},
)
