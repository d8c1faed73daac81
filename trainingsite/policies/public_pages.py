"""Pages for patients: where each is, and whether the practice's website leads to it."""

import datetime as dt
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from trainingsite.audit.actions import record
from trainingsite.people.models import Person, Practice
from trainingsite.policies.fetching import NotOpened, open_page
from trainingsite.policies.links import LinkCheck
from trainingsite.policies.models import PolicyPage, PolicyVersion

NO_WEBSITE = "The practice's website is not recorded yet."


@dataclass(frozen=True)
class PublicPage:
    """A page for patients in force, its address, and every look for the link to it, the latest first."""

    version: PolicyVersion
    address: str
    checks: list[LinkCheck]

    @property
    def last_check(self) -> LinkCheck | None:
        return next(iter(self.checks), None)


def public_address(page: PolicyPage) -> str:
    """What the practice's website links to."""
    return settings.SITE_URL + reverse("policies:public", args=[page.key])


def public_pages_of(practice: Practice, day: dt.date) -> list[PublicPage]:
    """The practice's pages for patients that are in force on that day."""
    in_force: dict[int, PolicyVersion] = {}
    for version in PolicyVersion.objects.at(practice).public().in_force_on(day).select_related("page"):
        in_force.setdefault(version.page_id, version)
    checks: dict[int, list[LinkCheck]] = {}
    for check in LinkCheck.objects.at(practice).select_related("checked_by").order_by("-checked_at", "-pk"):
        checks.setdefault(check.page_id, []).append(check)
    pages = [PublicPage(v, public_address(v.page), checks.get(v.page_id, [])) for v in in_force.values()]
    return sorted(pages, key=lambda page: page.version.title.casefold())


def check_link(*, page: PolicyPage, practice: Practice, by: Person, at: dt.datetime) -> LinkCheck:
    """Look on the practice's website for the link to its page, and keep what was found.

    The website is asked before anything is written: nobody else waits for it.
    """
    outcome, problem = look_for(public_address(page), practice.website)
    return _keep(page, practice, outcome, problem, by, at)


def look_for(address: str, website: str) -> tuple[str, str]:
    """Whether a website leads to an address; if it could not be opened, why."""
    if not website:
        return LinkCheck.Outcome.UNREACHABLE, NO_WEBSITE
    try:
        opened = open_page(website, this_machine_too=settings.LINK_CHECK_MAY_REACH_THIS_MACHINE)
    except NotOpened as problem:
        return LinkCheck.Outcome.UNREACHABLE, str(problem)
    found = without_ending(address) in {without_ending(link) for link in links_in(opened.text, opened.address)}
    return (LinkCheck.Outcome.FOUND if found else LinkCheck.Outcome.NOT_FOUND), ""


def links_in(html: str, address: str) -> list[str]:
    """Every address that a page leads to."""
    reader = _Links()
    reader.feed(html)
    return [whole for link in reader.found if (whole := _joined(address, link))]


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link)
    except ValueError:  # somebody mistyped a link
        return ""


def without_ending(address: str) -> str:
    """An address without what makes no difference to where it leads."""
    return address.partition("#")[0].partition("?")[0].rstrip("/").lower()


class _Links(HTMLParser):
    """Gathers what the anchors of a page point to."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found += [value.strip() for name, value in attrs if name == "href" and value]


@transaction.atomic
def _keep(page: PolicyPage, practice: Practice, outcome: str, problem: str, by: Person, at: dt.datetime) -> LinkCheck:
    check = LinkCheck.objects.create(
        page=page, practice=practice, website=practice.website, outcome=outcome, problem=problem, checked_by=by,
        checked_at=at,
    )  # fmt: skip
    record(
        chains=[practice.chain], verb="policies.link_checked", actor=by.key, subject=check.key, at=at, rows=[check],
        data={"policy": page.key, "outcome": str(outcome)},
    )  # fmt: skip
    return check
