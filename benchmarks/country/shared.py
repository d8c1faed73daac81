"""What all practices of the network have in common: its programme, its policy in five versions, and when it began."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from modules.models import ModulePage, ModuleVersion
from trainingsite.audit.clock import replaying
from trainingsite.compliance.actions import ask_for
from trainingsite.compliance.models import OutsideTraining, Programme, Requirement
from trainingsite.people.models import JobRole, Network
from trainingsite.people.shelves import network_shelf
from trainingsite.policies.adopting.publishing import publish_network_policy
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.network_versions import NetworkVersion

NETWORK = "measured-federation"
AGO = 3 * 365
VERSIONS_AFTER = (0, 300, 600, 850, 1075)  # days; the last is young enough to be still due
OWN = "boundaries"
BROUGHT = ("privacy", "confidentiality")
OUTSIDE = {
    "information-governance": 12, "fire-safety": 24, "safeguarding-adults": 36, "safeguarding-children": 36,
    "basic-life-support": 12, "infection-prevention": 12, "equality-diversity": 36, "moving-and-handling": 24,
}  # fmt: skip
TEXT = "<p>" + "We keep what we know of patients to ourselves, online as much as at the desk. " * 6 + "</p>"
CLAUSES = 21
DECLARATION = "I have read it, and I will."


@dataclass(frozen=True)
class Shared:
    """The network, what it asks, and the days on which it began."""

    network: Network
    programme: Programme
    requirements: list[Requirement]
    versions: list[NetworkVersion]
    module: ModuleVersion
    jobs: list[JobRole]
    today: dt.date

    @property
    def went_live_on(self) -> dt.date:
        return self.today - dt.timedelta(days=AGO)

    def asked_elsewhere(self) -> list[Requirement]:
        """What people bring along as done elsewhere: all but the policy and the module that they learn here."""
        return [each for each in self.requirements if not each.policy_id and each.module_id != self.module.page_id]


def at_nine(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def begin(today: dt.date) -> Shared:
    """Make what is shared, as it was made years ago."""
    began_at = at_nine(today - dt.timedelta(days=AGO))
    with replaying(began_at):
        network = Network.objects.create(key=NETWORK, name="Measured Federation")
        page = begin_policy(network)
        programme = Programme.objects.create(key=NETWORK, title="What everybody learns", network=network)
        requirements = ask(programme, page, began_at)
    return Shared(
        network=network, programme=programme, requirements=requirements, versions=publish(page, began_at),
        module=ModuleVersion.objects.published(OWN).get(), jobs=list(JobRole.objects.order_by("pk")), today=today,
    )  # fmt: skip


def begin_policy(network: Network) -> PolicyPage:
    page = PolicyPage(
        title="Measured social media policy", slug=NETWORK, key=NETWORK, summary="Measured.",
        declaration=DECLARATION,
        clauses=[("clause", {"id": f"c{at}", "title": f"Clause {at}", "text": TEXT}) for at in range(CLAUSES)],
    )  # fmt: skip
    return network_shelf(network).add_child(instance=page)


def ask(programme: Programme, page: PolicyPage, at: dt.datetime) -> list[Requirement]:
    """Three modules, the policy and eight subjects of outside training."""
    day = timezone.localdate(at)
    wanted = [(key, {"module": ModulePage.objects.get(key=key), "refresher_months": 12}) for key in (OWN, *BROUGHT)]
    wanted.append(("policy", {"policy": page}))
    subjects = {subject.key: subject for subject in OutsideTraining.objects.shared().filter(key__in=OUTSIDE)}
    wanted += [(key, {"outside_training": subjects[key], "refresher_months": OUTSIDE[key]}) for key in OUTSIDE]
    return [
        ask_for(programme=programme, key=key, started_on=day, position=10 * place, due_within_days=28, at=at, **terms)
        for place, (key, terms) in enumerate(wanted, start=1)
    ]


def publish(page: PolicyPage, began_at: dt.datetime) -> list[NetworkVersion]:
    """Five versions over the years, each of which everybody signs anew."""
    found = []
    for days in VERSIONS_AFTER:
        at = began_at + dt.timedelta(days=days)
        page.summary = f"As it was written after {days} days."
        page.save()
        with replaying(at):
            found.append(publish_network_policy(page=page, reason="Measured.", at=at))
    return found
