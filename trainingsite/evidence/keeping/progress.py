"""How far a disposal has come, as its page and the list of disposals tell it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from trainingsite.evidence.keeping.places import words_of
from trainingsite.evidence.keeping_tables import (
    DisposalDecided,
    DisposalProposed,
    KeptClass,
    PersonDisposed,
    ProposedPerson,
)
from trainingsite.people.identities import also_known_by

Kind = PersonDisposed.Kind
SHOULD_BE_DONE_WITHIN = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Progress:
    """A proposal, and how many of its people were erased or passed over."""

    proposal: DisposalProposed
    people: int
    erased: int
    passed_over: int
    words_let_go: int

    @property
    def decision(self) -> DisposalDecided | None:
        return getattr(self.proposal, "decision", None)

    @property
    def done(self) -> int:
        return self.erased + self.passed_over

    @property
    def is_approved(self) -> bool:
        return self.decision is not None and self.decision.kind == DisposalDecided.Kind.APPROVED

    @property
    def is_going(self) -> bool:
        return self.is_approved and self.done < self.people

    @property
    def keeps_others_waiting(self) -> bool:
        """Of those whose periods are over, one list is looked through at a time."""
        return self.decision is None and self.proposal.why == DisposalProposed.Why.PERIOD

    def is_slow(self, now: dt.datetime) -> bool:
        """Whether it should be done by now: nobody works on it, or something is wrong with one of them."""
        return self.is_going and now - self.decision.decided_at > SHOULD_BE_DONE_WITHIN

    @property
    def stands(self) -> str:
        """How it stands, in a few words."""
        if self.decision is None:
            return "Waits for a second person"
        if not self.is_approved:
            return "Declined: nothing was erased"
        return "Being erased" if self.is_going else "Done"


def progress_of(proposals: QuerySet[DisposalProposed]) -> list[Progress]:
    """How far each has come, newest first, in one query."""
    found = proposals.select_related("proposed_by", "decision__decided_by").annotate(
        people_listed=Count("people"),
        erased=Count("people", filter=Q(people__outcome__kind=Kind.ERASED)),
        passed_over=Count("people", filter=Q(people__outcome__kind=Kind.PASSED_OVER)),
        let_go=Coalesce(Sum("people__outcome__words_let_go"), 0),
    )
    return [
        Progress(each, each.people_listed, each.erased, each.passed_over, each.let_go)
        for each in found.order_by("-proposed_at", "-pk")
    ]


def people_by_class(listed: Sequence[ProposedPerson]) -> list[tuple[KeptClass, int]]:
    """How many people each kind of details is about, in the order in which the kinds go."""
    found = Counter(of for each in listed for of in each.kinds)
    return [(of, found[of]) for of in KeptClass if found[of]]


def words_there(listed: Sequence[ProposedPerson]) -> int:
    """How many texts and files of the record lie there now and are to go; one query for each kind."""
    joined = defaultdict(list)
    for former, kept in also_known_by([each.person_id for each in listed]).items():
        joined[kept].append(former)
    found = 0
    for of, _ in people_by_class(listed):
        rows = [row for each in listed if of in each.kinds for row in (each.person_id, *joined[each.person_id])]
        found += words_of(rows, [of]).count()
    return found
