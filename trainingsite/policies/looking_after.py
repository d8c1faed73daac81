"""Who looks after which policies, and what there is for them to do."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from trainingsite.people.models import (
    Duty,
    Membership,
    NetworkPage,
    Person,
    Practice,
    PracticePage,
    Responsibility,
)
from trainingsite.policies.lives import LOOKS_AFTER
from trainingsite.policies.models import PolicyPage, PolicyVersion

ANSWERS_IN_ORDER = (Duty.POLICY_OWNER, Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER)


@dataclass(frozen=True)
class Task:
    """One thing somebody who looks after a policy should do, and where."""

    sentence: str
    action: str
    address: str


def policies_looked_after(person: Person, day: dt.date):
    """The policies of the practices whose desk the person opens or whose policies they own, of networks they lead."""
    held = Responsibility.objects.known().on(day).by(person)
    practices = held.of_kind(*LOOKS_AFTER).filter(practice__isnull=False).values("practice")
    networks = held.of_kind(Duty.NETWORK_LEAD).filter(network__isnull=False).values("network")
    # SQLite takes no order within a union, and shelves have one by themselves.
    shelves = PracticePage.objects.filter(practice__in=practices).order_by().values_list("path")
    shelves = shelves.union(NetworkPage.objects.filter(network__in=networks).order_by().values_list("path"))
    below = Q(pk__in=[])
    for (path,) in shelves:
        below |= Q(path__startswith=path)
    return PolicyPage.objects.filter(below).order_by("title", "pk")


def may_look_after(person: Person, page: PolicyPage, day: dt.date) -> bool:
    """Whether this policy is one that the person looks after that day."""
    return policies_looked_after(person, day).filter(pk=page.pk).exists()


def versions_looked_after(person: Person, day: dt.date):
    """The versions of the policies that the person looks after."""
    pages = policies_looked_after(person, day)
    return PolicyVersion.objects.filter(page__in=pages).select_related("page", "practice")


def practices_of(pages: Iterable[PolicyPage]) -> dict[int, Practice]:
    """By page: the practice on whose shelf it stands; one query for all."""
    pages = list(pages)
    above = {page.path[:end] for page in pages for end in range(Page.steplen, len(page.path), Page.steplen)}
    shelves = PracticePage.objects.filter(path__in=above).select_related("practice")
    found = {shelf.path: shelf.practice for shelf in shelves}
    return {
        page.pk: practice
        for page in pages
        for path, practice in found.items()
        if page.path.startswith(path) and page.path != path
    }


def owner_on(page: PolicyPage, day: dt.date) -> Person | None:
    """Who looks after the policy that day."""
    return owners_on([page], day).get(page.pk)


def owners_on(pages: Iterable[PolicyPage], day: dt.date) -> dict[int, Person]:
    """By page: the person it names, while they work there; else the practice's policy owner, else its manager.

    A network's policy is looked after by who leads the network: the one it names, or else the first.
    """
    pages, named = list(pages), {}
    practices = practices_of(pages)
    for page in pages:
        named.setdefault(page.owner_of_policy_id, set()).add(page.pk)
    jobs = Membership.objects.known().on(day).filter(person__in=[pk for pk in named if pk])
    here = {(job.person_id, job.practice_id): job.person for job in jobs.select_related("person")}
    answering = _answering(practices.values(), day)
    return _leads_of([page for page in pages if page.pk not in practices], day) | {
        page.pk: owner
        for page in pages
        if (practice := practices.get(page.pk))
        and (owner := here.get((page.owner_of_policy_id, practice.pk)) or answering.get(practice.pk))
    }


def _leads_of(pages: list[PolicyPage], day: dt.date) -> dict[int, Person]:
    """By page of a network: the lead it names, or else who has led the network longest."""
    if not pages:
        return {}
    above = {page.path[:end] for page in pages for end in range(Page.steplen, len(page.path), Page.steplen)}
    networks = dict(NetworkPage.objects.filter(path__in=above).values_list("path", "network"))
    held = Responsibility.objects.known().on(day).of_kind(Duty.NETWORK_LEAD).filter(network__in=networks.values())
    leads: dict[int, list[Person]] = {}
    for duty in held.filter(person__isnull=False).select_related("person").order_by("started_on", "pk"):
        leads.setdefault(duty.network_id, []).append(duty.person)
    return {
        page.pk: min(leads[network], key=lambda person: person.pk != page.owner_of_policy_id)
        for page in pages
        for path, network in networks.items()
        if page.path.startswith(path) and network in leads
    }


def _answering(practices: Iterable[Practice], day: dt.date) -> dict[int, Person]:
    """By practice: the first of its people who answers for its policies."""
    duties = Responsibility.objects.known().on(day).of_kind(*ANSWERS_IN_ORDER).filter(practice__in=list(practices))
    held = [duty for duty in duties.select_related("person").order_by("started_on", "pk") if duty.person]
    held.sort(key=lambda duty: ANSWERS_IN_ORDER.index(duty.duty), reverse=True)
    return {duty.practice_id: duty.person for duty in held}
