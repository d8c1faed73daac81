"""The manager's desk: the whole practice on one page, and its training matrix with everybody's line."""

from django.utils.html import escape

from benchmarks.people import PRACTICE, manager, signed_in, the_practice
from benchmarks.site import Site

PAGES = {"practice_dashboard_ms": "/compliance/{}/", "practice_matrix_ms": "/compliance/{}/matrix/"}


def measure(site: Site, ending: str = "") -> None:
    visitor, name = signed_in(site, manager()), escape(the_practice().name)
    for row, address in PAGES.items():
        page = (visitor.request_for(address.format(PRACTICE)), name)
        site.row(f"{row}{ending}", "ms", site.milliseconds([page]))
