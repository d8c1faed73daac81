"""Whose programmes a page is about: one practice's, for those who open its desk, or a network's, for its lead."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from modules.models import ModuleVersion
from scenarios.models import ScenarioVersion
from trainingsite.compliance.models import Adoption, OutsideTraining, Programme, Requirement
from trainingsite.compliance.programming import Owner, wordings_of
from trainingsite.desk.views import managed_practice
from trainingsite.people.links import networks_led
from trainingsite.people.models import Network, NetworkPage, Person, Practice, PracticePage
from trainingsite.policies.models import PolicyPage, PolicyVersion


@dataclass(frozen=True)
class Scope:
    """An owner of programmes, and how its pages are addressed."""

    owner: Owner
    where: dict
    today: dt.date

    @property
    def practice(self) -> Practice | None:
        return self.owner.practice

    @property
    def network(self) -> Network | None:
        return self.owner.network

    @property
    def name(self) -> str:
        return (self.practice or self.network).name

    @property
    def home(self) -> str:
        return self.address("programmes")

    def address(self, name: str, **more) -> str:
        return reverse(f"desk:{name}", kwargs={**self.where, **more})

    def programmes(self):
        """What is there to look at: of a practice, what it may follow and what it follows or has followed."""
        if self.network:
            return Programme.objects.filter(network=self.network)
        offered = Programme.objects.on_offer_to(self.practice, self.today)
        return (offered | Programme.objects.at(self.practice)).distinct()

    def offered_besides(self, followed) -> list[Programme]:
        """What a practice may follow besides what it follows."""
        offered = Programme.objects.on_offer_to(self.practice, self.today).select_related("network")
        return list(offered.exclude(pk__in=[programme.pk for programme in followed]))

    def programme(self, key: str) -> Programme:
        """One of them. Raises Http404."""
        found = self.programmes().filter(key=key).first()
        if found is None:
            raise Http404("No such programme here.")
        return found

    def wordings(self, line: uuid.UUID) -> list[Requirement]:
        """Every wording of a requirement of theirs, in order. Raises Http404."""
        rows = wordings_of(line, self.owner)
        if not rows or not self.programmes().filter(pk=rows[0].programme_id).exists():
            raise Http404("No such requirement here.")
        return rows

    def practices_following(self, programme: Programme) -> list[Practice]:
        """Of a practice, itself; of a network, the practices that follow the programme, now or soon."""
        if self.practice:
            return [self.practice]
        rows = Adoption.objects.known().filter(programme=programme).exclude(ended_on__lt=self.today)
        return list(Practice.objects.filter(pk__in=rows.values("practice")))


def scope_of(request, today: dt.date, *, ods: str = "", network: str = "") -> Scope:
    """The practice whose desk the person opens, or the network they lead. Raises Http404 for anybody else's."""
    if ods:
        practice = managed_practice(request, ods, today)
        return Scope(Owner(practice=practice), {"ods": practice.ods_code.lower()}, today)
    found = networks_led(request.user, today).filter(key=network).first()
    if found is None:
        raise Http404("This person leads no such network.")
    return Scope(Owner(network=found), {"network": found.key}, today)


def targets_for(scope: Scope, person: Person) -> list[tuple[str, list[tuple[str, str]]]]:
    """What may be asked for, by kind, as choices: each is named by its kind and its key."""
    modules = ModuleVersion.objects.visible_to(person, scope.today).current().select_related("page")
    scenarios = ScenarioVersion.objects.visible_to(person, scope.today).current().select_related("page")
    found = {
        "module": ("Modules", [version.page for version in modules]),
        "scenario": ("Scenarios", [version.page for version in scenarios]),
        "policy": ("Policies", policies_of(scope)),
        "outside_training": ("Training that happens elsewhere", subjects_of(scope)),
    }
    return [
        (heading, sorted(((f"{kind}:{each.key}", each.title) for each in targets), key=lambda pair: pair[1].casefold()))
        for kind, (heading, targets) in found.items()
        if targets
    ]


def target_named(scope: Scope, person: Person, name: str):
    """The module, scenario, policy or subject behind a choice that the person may make."""
    kind, _, key = name.partition(":")
    if kind == "policy":
        return next(page for page in policies_of(scope) if page.key == key)
    if kind == "outside_training":
        return next(subject for subject in subjects_of(scope) if subject.key == key)
    versions = {"module": ModuleVersion, "scenario": ScenarioVersion}[kind].objects
    found = versions.visible_to(person, scope.today).current().select_related("page")
    return next(version.page for version in found if version.page.key == key)


def policies_of(scope: Scope) -> list[PolicyPage]:
    """The policies for staff on the owner's shelf, and those of its networks that a practice has adopted."""
    if scope.network:
        shelf = NetworkPage.objects.filter(network=scope.network).first()
        return list(PolicyPage.objects.child_of(shelf).filter(public=False)) if shelf else []
    shelf = PracticePage.objects.filter(practice=scope.practice).first()
    own = set(PolicyPage.objects.child_of(shelf).values_list("pk", flat=True)) if shelf else set()
    adopted = set(PolicyVersion.objects.at(scope.practice).values_list("page", flat=True))
    return list(PolicyPage.objects.filter(pk__in=own | adopted, public=False))


def subjects_of(scope: Scope) -> list[OutsideTraining]:
    """The subjects that are there for everybody, and the owner's own."""
    if scope.practice:
        return list(OutsideTraining.objects.at(scope.practice))
    return list(OutsideTraining.objects.shared() | OutsideTraining.objects.filter(network=scope.network))
