"""Deciding on a proposed disposal: by somebody else than whoever proposed it, wherever there is somebody else."""

import datetime as dt

from django.db import transaction

from trainingsite.audit.actions import SITE_CHAIN, record
from trainingsite.evidence.keeping_tables import DisposalDecided, DisposalProposed
from trainingsite.people.identities import is_row_of, rows_of
from trainingsite.people.models import Person

Kind = DisposalDecided.Kind


class OwnProposal(Exception):
    """Whoever proposed it would approve it, and there is somebody else who can."""


class DecidedAlready(Exception):
    """It was decided otherwise in the meantime."""

    def __init__(self, decision: DisposalDecided):
        super().__init__("It was decided already.")
        self.decision = decision


def only_one_administrator(person: Person) -> bool:
    """Whether nobody else can decide: no other administrator whose sign-in is open, who is not them again."""
    others = Person.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    return not others.exclude(pk__in=rows_of(person)).exists()


def may_approve(person: Person, proposal: DisposalProposed) -> bool:
    """Whether the person is a second one, or the only one there is."""
    return not is_own(person, proposal) or only_one_administrator(person)


def is_own(person: Person, proposal: DisposalProposed) -> bool:
    """Whether the person proposed it, under whichever row."""
    return is_row_of(person, proposal.proposed_by_id) or is_row_of(proposal.proposed_by, person.pk)


def approve(*, proposal: DisposalProposed, by: Person, at: dt.datetime) -> DisposalDecided:
    """Let the details of those listed be erased, which begins within a minute. Raises OwnProposal, DecidedAlready.

    What somebody else approved before is answered with their decision.
    """
    return _decide(Kind.APPROVED, proposal, by, at)


def decline(*, proposal: DisposalProposed, by: Person, at: dt.datetime) -> DisposalDecided:
    """Let nothing of it happen; whoever proposed it may take it back so. Raises DecidedAlready."""
    return _decide(Kind.DECLINED, proposal, by, at)


@transaction.atomic
def _decide(kind: Kind, proposal: DisposalProposed, by: Person, at: dt.datetime) -> DisposalDecided:
    DisposalProposed.objects.select_for_update().get(pk=proposal.pk)  # two who decide at the same moment
    decided = DisposalDecided.objects.filter(proposal=proposal).first()
    if decided is None:
        if kind == Kind.APPROVED and not may_approve(by, proposal):
            raise OwnProposal
        alone = kind == Kind.APPROVED and is_own(by, proposal)
        decided = DisposalDecided.objects.create(
            proposal=proposal, kind=kind, proposed_by=proposal.proposed_by, decided_by=by, decided_at=at,
            only_one_administrator=alone,
        )  # fmt: skip
        record(
            chains=[SITE_CHAIN], verb=f"evidence.disposal_{kind}", actor=by.key, subject=proposal.key, at=at,
            rows=[decided], data={"only_one_administrator": True} if alone else None,
        )  # fmt: skip
    elif decided.kind != kind:
        raise DecidedAlready(decided)
    return decided
