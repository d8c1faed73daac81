"""What the practice asks for over the years: three modules, eight subjects, four policies with a version every year."""

import datetime as dt
from dataclasses import dataclass

from benchmarks.country.shared import BROUGHT, CLAUSES, DECLARATION, OUTSIDE, OWN, TEXT, at_nine
from modules.models import ModulePage, ModuleVersion
from trainingsite.audit.clock import replaying
from trainingsite.compliance.actions import ask_for
from trainingsite.compliance.models import OutsideTraining, Programme, Requirement
from trainingsite.people.models import JobRole, Network
from trainingsite.people.shelves import network_shelf
from trainingsite.policies.adopting.publishing import publish_network_policy
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.network_versions import NetworkVersion

DAYS_IN_A_YEAR = 365
POLICIES = ("Social media", "Confidentiality", "Messaging", "Speaking up")
APART = 60  # days between one policy's new version and the next policy's


@dataclass(frozen=True)
class Common:
    """What there is before anybody works there, and the first and the last day."""

    network: Network
    programme: Programme
    requirements: list[Requirement]
    versions: list[NetworkVersion]
    modules: list[ModuleVersion]
    jobs: list[JobRole]
    went_live_on: dt.date
    today: dt.date


def begin(key: str, years: int, today: dt.date) -> Common:
    """Make what is asked for, as it was made so many years ago, and the policies as they came."""
    began_on = today - dt.timedelta(days=DAYS_IN_A_YEAR * years)
    with replaying(at_nine(began_on)):
        network = Network.objects.create(key=key, name="Measured over years")
        pages = [begin_policy(network, f"{key}-{number}", title) for number, title in enumerate(POLICIES)]
        programme = Programme.objects.create(key=key, title="What everybody learns", network=network)
        requirements = ask(programme, pages, began_on)
    return Common(
        network=network, programme=programme, requirements=requirements, versions=publish(pages, began_on, today),
        modules=[ModuleVersion.objects.published(key).get() for key in (OWN, *BROUGHT)],
        jobs=list(JobRole.objects.order_by("pk")), went_live_on=began_on, today=today,
    )  # fmt: skip


def begin_policy(network: Network, key: str, title: str) -> PolicyPage:
    page = PolicyPage(
        title=title, slug=key, key=key, summary="Measured.", declaration=DECLARATION,
        clauses=[("clause", {"id": f"c{at}", "title": f"Clause {at}", "text": TEXT}) for at in range(CLAUSES)],
    )  # fmt: skip
    return network_shelf(network).add_child(instance=page)


def ask(programme: Programme, pages: list[PolicyPage], day: dt.date) -> list[Requirement]:
    """Everything at once, in the order of the matrix."""
    modules = {page.key: page for page in ModulePage.objects.filter(key__in=(OWN, *BROUGHT))}
    subjects = {subject.key: subject for subject in OutsideTraining.objects.shared().filter(key__in=OUTSIDE)}
    wanted = [(key, {"module": modules[key], "refresher_months": 12}) for key in (OWN, *BROUGHT)]
    wanted += [(page.key, {"policy": page}) for page in pages]
    wanted += [(key, {"outside_training": subjects[key], "refresher_months": OUTSIDE[key]}) for key in OUTSIDE]
    at = at_nine(day)
    return [
        ask_for(programme=programme, key=key, started_on=day, position=10 * place, due_within_days=28, at=at, **terms)
        for place, (key, terms) in enumerate(wanted, start=1)
    ]


def publish(pages: list[PolicyPage], began_on: dt.date, today: dt.date) -> list[NetworkVersion]:
    """A version of each policy every year, each of which everybody signs anew."""
    found = []
    for number, page in enumerate(pages):
        days = range((today - began_on).days)[number * APART :: DAYS_IN_A_YEAR]
        for day in (began_on + dt.timedelta(days=after) for after in days):
            page.summary = f"As it was written on {day}."
            page.save()
            with replaying(at_nine(day)):
                found.append(publish_network_policy(page=page, reason="Measured.", at=at_nine(day)))
    return found
