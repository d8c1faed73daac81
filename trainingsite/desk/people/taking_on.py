"""Taking somebody on and recognising what they bring along: both, or neither."""

from collections.abc import Callable

from django.db import transaction

from trainingsite.compliance.recognising import recognise_learning
from trainingsite.people.importing.actions import import_staff
from trainingsite.people.importing.rules import Plan
from trainingsite.people.merging.actions import merge
from trainingsite.people.merging.plan import MergerPlan
from trainingsite.people.models import Membership


@transaction.atomic
def taken_on(begin: Callable[..., Membership], **said) -> Membership:
    """Let a job begin, and recognise what whoever has it learned elsewhere."""
    begun = begin(**said)
    recognise_learning(practice=begun.practice, people=[begun.person_id], by=str(said["by"].key), at=said["at"])
    return begun


@transaction.atomic
def imported(**wanted) -> Plan:
    """Put a file of staff in, and recognise what those learned elsewhere who are back."""
    plan = import_staff(**wanted)
    recognise_learning(practice=wanted["practice"], people=plan.back, by=str(wanted["by"].key), at=wanted["at"])
    return plan


@transaction.atomic
def merged(*, by: str, at, **wanted) -> MergerPlan:
    """Let a practice go over into another, and recognise there what its people bring along.

    Where the day is yet to come, that is done on the day.
    """
    plan = merge(by=by, at=at, **wanted)
    recognise_learning(practice=plan.into, people=[move.job.person_id for move in plan.moving], by=by, at=at)
    return plan
