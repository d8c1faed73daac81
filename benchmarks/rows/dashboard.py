"""The manager's desk: the whole practice and all it requires, on one page."""

from django.utils.html import escape

from benchmarks.people import PRACTICE, manager, signed_in, the_practice
from benchmarks.site import Site


def measure(site: Site) -> None:
    visitor = signed_in(site, manager())
    page = (visitor.request_for(f"/compliance/{PRACTICE}/"), escape(the_practice().name))
    site.row("practice_dashboard_ms", "ms", site.milliseconds([page]))
