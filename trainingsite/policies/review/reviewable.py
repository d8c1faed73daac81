"""Whose review a policy is."""

import datetime as dt

from trainingsite.people.models import Person
from trainingsite.policies.looking_after import owner_on, policies_looked_after
from trainingsite.policies.models import PolicyPage


def reviewable_by(person: Person, key: str, day: dt.date) -> PolicyPage | None:
    """The policy with this key, if the person looks after the practice's policies or is named to look after it."""
    theirs = policies_looked_after(person, day).filter(key=key).first()
    if theirs:
        return theirs
    named = PolicyPage.objects.filter(key=key, owner_of_policy=person).first()
    return named if named and owner_on(named, day) == person else None
