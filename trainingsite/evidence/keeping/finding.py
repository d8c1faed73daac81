"""Finding somebody among everybody who is or was here, and what was proposed, for the administrator's pages."""

import uuid

from django.db.models import Q, Value
from django.db.models.functions import Concat

from trainingsite.evidence.keeping.progress import Progress, progress_of
from trainingsite.evidence.keeping_tables import DisposalProposed, ErasureAsked, PersonDisposed, ProposedPerson
from trainingsite.people.identities import SamePerson
from trainingsite.people.models import Person

SHOWN = 20


def people_called(typed: str) -> list[Person]:
    """The first people whose name or sign-in name says this, one row for each human."""
    if not typed:
        return []
    full = Concat("first_name", Value(" "), "last_name")
    joined = SamePerson.objects.standing().values("former")
    found = Person.objects.annotate(full=full).filter(Q(full__icontains=typed) | Q(username__icontains=typed))
    return list(found.exclude(pk__in=joined).order_by("last_name", "first_name", "pk")[:SHOWN])


def person_with(key: uuid.UUID) -> Person | None:
    return Person.objects.filter(key=key).first()


def proposals_so_far() -> list[Progress]:
    """Every proposal there was, newest first, with what became of it."""
    return progress_of(DisposalProposed.objects.all())


def proposal_with(key: uuid.UUID) -> Progress | None:
    """One proposal, with how far it has come."""
    return next(iter(progress_of(DisposalProposed.objects.about(key))), None)


def listed_in(proposal: DisposalProposed) -> list[ProposedPerson]:
    """Whom it is about, the longest gone first, under the names of today, with what became of each."""
    return list(proposal.people.select_related("person", "outcome").order_by("left_on", "pk"))


def became_of(rows) -> list[PersonDisposed]:
    """What was erased of somebody, or passed over, oldest first."""
    found = PersonDisposed.objects.filter(proposed__person__in=rows)
    return list(found.select_related("proposed__disposal").order_by("disposed_at", "pk"))


def asked_by(rows) -> list[ErasureAsked]:
    """When somebody asked to be erased, and what they were answered, newest first."""
    return list(ErasureAsked.objects.about(rows).select_related("noted_by", "proposal").order_by("-noted_at", "-pk"))
