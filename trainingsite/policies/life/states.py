"""Where policies are in their life on a day; worked out, never stored."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.policies.archives import archived_on
from trainingsite.policies.consultations import Consultation
from trainingsite.policies.life.rules import Signs, State, states_of
from trainingsite.policies.lives import ApprovalAsked, PolicyArchived
from trainingsite.policies.looking_after import practices_of
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.network_versions import NetworkVersion


@dataclass(frozen=True)
class Life:
    """One policy on a day: its states, and what they rest on."""

    states: tuple[State, ...]
    current: PolicyVersion | NetworkVersion | None = None
    scheduled: PolicyVersion | NetworkVersion | None = None
    waiting: ApprovalAsked | None = None
    archived: PolicyArchived | None = None

    @property
    def state(self) -> State:
        return self.states[0]

    @property
    def is_archived(self) -> bool:
        return self.archived is not None


def state_of(page: PolicyPage, day: dt.date) -> State:
    """The state of one policy on a day."""
    return lives_of([page], day)[page.pk].state


def lives_of(pages: Iterable[PolicyPage], day: dt.date) -> dict[int, Life]:
    """By page: where it is in its life on the day; a fixed number of queries for any number of pages."""
    pages = list(pages)
    ids, versions = [page.pk for page in pages], versions_of(pages)
    asked = ApprovalAsked.objects.waiting().filter(page__in=ids).select_related("asked_by")
    waiting = {request.page_id: request for request in asked}
    consulted = set(Consultation.objects.filter(page__in=ids).open_on(day).values_list("page", flat=True))
    archived = archived_on(ids, day)
    return {pk: _life(versions[pk], waiting.get(pk), pk in consulted, archived.get(pk), day) for pk in ids}


def versions_of(pages: Iterable[PolicyPage]) -> dict[int, list[PolicyVersion | NetworkVersion]]:
    """By page: the versions of its practice; of a network's policy, what the network has published. Oldest first."""
    practices, found = practices_of(pages), defaultdict(list)
    published = PolicyVersion.objects.filter(page__in=practices, practice__in=set(practices.values()))
    for version in published.select_related("approved_by").order_by("major", "minor"):
        if version.practice_id == practices[version.page_id].pk:
            found[version.page_id].append(version)
    others = [page.pk for page in pages if page.pk not in practices]
    for version in NetworkVersion.objects.filter(page__in=others).order_by("major", "minor"):
        found[version.page_id].append(version)
    return found


def _life(own, waiting, in_consultation, archived, day) -> Life:
    if waiting and waiting.base_id != (own[-1].pk if own else None):
        waiting = None  # another version was published since: nobody can approve it any more
    current = next((version for version in reversed(own) if version.effective_on <= day), None)
    coming = [each for each in own if each.effective_on > day and (current is None or current.comes_before(each))]
    signs = Signs(
        is_archived=archived is not None,
        in_consultation=in_consultation,
        waits_for_approval=waiting is not None,
        is_scheduled=bool(coming),
        is_in_force=current is not None,
    )
    scheduled = next(iter(coming), None)
    return Life(states_of(signs), current=current, scheduled=scheduled, waiting=waiting, archived=archived)
