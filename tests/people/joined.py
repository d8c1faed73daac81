"""Builders for tests that speak of two rows that are one human."""

import datetime as dt

from tests.factories import MONDAY
from trainingsite.audit.clock import replaying
from trainingsite.people.joining import actions
from trainingsite.people.models import Membership, Person, SameAsked, SamePerson


def asked(former: Person, kept: Person, by: Person, *, at: dt.datetime = MONDAY) -> SameAsked:
    practice = Membership.objects.filter(person__in=[former, kept]).order_by("pk").first().practice
    with replaying(at):
        return actions.ask(former=former, kept=kept, practice=practice, by=by, at=at)


def join_rows(former: Person, kept: Person, by: Person, *, at: dt.datetime = MONDAY) -> SamePerson:
    """Asked by a manager, and confirmed by the person, at that moment."""
    with replaying(at):
        question = asked(former, kept, by, at=at)
        return actions.confirm(asked=question, by=kept, proof=SamePerson.Proof.PASSWORD, at=at)
