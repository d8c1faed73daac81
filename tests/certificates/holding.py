"""Somebody who holds one of everything."""

import datetime as dt

from tests.factories import (
    MONDAY,
    TUESDAY,
    complete,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_policy_version,
    make_programme,
    make_requirement,
    make_scenario_version,
    moment,
    play,
)
from trainingsite.audit.clock import replaying
from trainingsite.certificates.actions import claim
from trainingsite.certificates.models import Certificate
from trainingsite.compliance.models import PriorLearning, Programme
from trainingsite.people.models import Membership, Person
from trainingsite.policies.actions import sign

WEDNESDAY = moment(2026, 3, 4)


def finishes_induction(member: Membership, title: str = "Boundaries", *, at: dt.datetime = TUESDAY) -> Certificate:
    """The practice's induction is this module alone; they complete it, and get their certificate."""
    page = make_module(title)
    programme = make_programme(f"Induction in {title.lower()}", member.practice, grants_certificate=True)
    make_requirement(programme, module=page)
    complete(member.person, make_module_version(page), at=at)
    return certified(member, programme)


def certified(member: Membership, programme: Programme, *, at: dt.datetime = WEDNESDAY) -> Certificate:
    with replaying(at):
        return claim(person=member.person, practice=member.practice, programme=programme, at=at)


def signs(member: Membership, *, at: dt.datetime = TUESDAY) -> None:
    """The practice's policy."""
    version = make_policy_version(practice=member.practice, at=MONDAY)
    with replaying(at):
        sign(person=member.person, version=version, typed_name=member.person.name, method="password", at=at)


def learned_before(person: Person, title: str = "Basic life support", *, on: dt.date = dt.date(2024, 5, 6)) -> None:
    """Training done elsewhere, accepted by a colleague."""
    with replaying(TUESDAY):
        PriorLearning.objects.create(
            person=person, outside_training=make_outside_training(title), completed_on=on,
            basis=PriorLearning.Basis.PRIOR_LEARNING, accepted_by=make_member("Ruth Amin").person,
        )  # fmt: skip


def somebody_who_holds_everything() -> Membership:
    member = make_member("Tom Ellis")
    finishes_induction(member)
    play(member.person, make_scenario_version(), "right")
    signs(member)
    learned_before(member.person)
    return member
