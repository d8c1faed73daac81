"""Somebody leaves at once: the practice's accounts with everything else."""

import datetime as dt

from django.db import transaction

from trainingsite.people import leaving
from trainingsite.people.models import Person, Practice
from trainingsite.policies.account_actions import take_off
from trainingsite.policies.accounts import AccountHolder


@transaction.atomic
def leave_now(*, person: Person, practice: Practice, by: Person, at: dt.datetime) -> None:
    """End what somebody may do here: their accounts, their duties, their job, and their sign-in if it was for this."""
    Person.objects.select_for_update().get(pk=person.pk)  # two managers at once: the second finds it done
    leaving.leave_now(person=person, practice=practice, by=by, at=at)
    for holding in AccountHolder.objects.standing().at(practice).by(person).select_related("person", "practice"):
        take_off(holding, by=by, at=at)
