"""A lesson page, read by eight people of the practice who are signed in."""

from django.utils import timezone
from django.utils.html import escape

from benchmarks.people import signed_in, staff
from benchmarks.site import Site
from modules import actions
from modules.pages import outline_of

MODULE = "boundaries"
READERS = 8


def measure(site: Site) -> None:
    pages = []
    for person in staff(READERS):
        visitor, version = signed_in(site, person), actions.version_for(person, MODULE)
        actions.enrol(person=person, version=version, at=timezone.now())
        pages += [
            (visitor.request_for(f"/modules/{MODULE}/{lesson.key}/"), escape(lesson.title))
            for lesson in outline_of(version).lessons
        ]
    site.row("lesson_page_c1", "requests/s", site.per_second(pages, at_once=1))
    site.row("lesson_page_c8", "requests/s", site.per_second(pages, at_once=READERS))
