"""The manager's desk: the whole practice on one page, and its training matrix with everybody's line.

The practice's page is kept as it was drawn while nothing happens; ``practice_dashboard_drawn_ms`` is the first look
after something did.
"""

from django.utils.html import escape

from benchmarks.people import PRACTICE, manager, signed_in, the_practice
from benchmarks.site import Site

PAGES = {"practice_dashboard_ms": "/compliance/{}/", "practice_matrix_ms": "/compliance/{}/matrix/"}
WARMING, MEASURED = 10, 30


def measure(site: Site, ending: str = "") -> None:
    visitor, name = signed_in(site, manager()), escape(the_practice().name)
    for row, address in PAGES.items():
        page = (visitor.request_for(address.format(PRACTICE)), name)
        site.row(f"{row}{ending}", "ms", site.milliseconds([page]))
    # Another address is another page, so that none of these has been drawn before.
    looks = [(visitor.request_for(f"/compliance/{PRACTICE}/?look={look}"), name) for look in range(WARMING + MEASURED)]
    site.drive(looks[:WARMING], at_most=WARMING, seconds=60)
    drawn = site.drive(looks[WARMING:], at_most=MEASURED, seconds=120)["milliseconds"]
    site.row(f"practice_dashboard_drawn_ms{ending}", "ms", drawn)
