"""What may happen at two practices that share a pharmacist: acts for generated histories, each with its day."""

import datetime as dt
from contextlib import suppress
from dataclasses import dataclass

from django.utils import timezone
from hypothesis import strategies as st

from tests.factories import (
    complete,
    make_job_role,
    make_member,
    make_module,
    make_module_version,
    make_outside_training,
    make_person,
    make_policy_version,
    make_practice,
    make_programme,
    make_requirement,
    moment,
)
from tests.people.joined import join_rows
from trainingsite.audit.clock import replaying
from trainingsite.compliance import programming
from trainingsite.compliance.actions import accept_prior_learning, ask_for, exempt
from trainingsite.compliance.models import Programme, Requirement
from trainingsite.compliance.programming import Owner, seen, wordings_of
from trainingsite.people.joining import actions as joining
from trainingsite.people.models import Absence, Duty, Membership, Person, Practice
from trainingsite.people.staff import absences, jobs
from trainingsite.people.staff import changing as staff_changes
from trainingsite.people.staffing import give_duty, join, leave, note_leave
from trainingsite.policies import actions as policies
from trainingsite.policies.models import Attestation, PolicyPage
from trainingsite.policies.saying_no import actions as saying_no

FIRST = dt.date(2026, 3, 9)
people = st.sampled_from(["Ann", "Tom", "Zoe"])
practices = st.sampled_from(["ours", "theirs"])
days = st.integers(-120, 120).map(lambda number: FIRST + dt.timedelta(days=number))
lengths = st.integers(0, 90) | st.none()
roles = st.sampled_from(["Receptionist", "Practice nurse"])


@dataclass(frozen=True)
class Scene:
    """Two practices, three people and what is asked of them."""

    ours: Practice
    theirs: Practice
    programme: Programme
    by: Person

    def person(self, name: str) -> Person:
        """By the sign-in name: a row that was joined to another takes the other's name."""
        return Person.objects.get(username__startswith=f"{name.lower()}-")

    def practice(self, name: str) -> Practice:
        return getattr(self, name)


def make_scene() -> Scene:
    ours, theirs = make_practice("Ours"), make_practice("Theirs")
    programme = make_programme("Induction", ours, theirs)
    make_requirement(programme, module=make_module_version(make_module("Boundaries")).page, refresher_months=12)
    make_requirement(programme, outside_training=make_outside_training(), staff_groups=["nursing"])
    make_requirement(programme, policy=make_policy_version(practice=ours).page)
    make_job_role("Practice nurse", staff_group="nursing")
    for name in ("Ann", "Tom"):
        make_member(f"{name} Lee", practice=ours, started_on=dt.date(2026, 1, 5))
    make_member(Person.objects.get(first_name="Tom"), practice=theirs, started_on=dt.date(2026, 2, 2))
    make_member("Zoe Lee", practice=theirs, started_on=dt.date(2026, 1, 5))
    return Scene(ours, theirs, programme, make_person("Ruth Hale"))


def joins(scene, at, name, practice, role, on):
    there = scene.practice(practice)
    join(person=scene.person(name), practice=there, job_role=make_job_role(role), started_on=on, at=at)


def leaves(scene, at, name, practice, on):
    stay = Membership.objects.known().by(scene.person(name)).at(scene.practice(practice)).first()
    if stay and stay.started_on <= on:
        leave(membership=stay, last_day=on, at=at)


def is_away(scene, at, name, practice, on, length):
    until = None if length is None else on + dt.timedelta(days=length)
    note_leave(person=scene.person(name), practice=scene.practice(practice), started_on=on, ended_on=until, at=at)


def gets_a_duty(scene, at, name, on):
    give_duty(duty=Duty.ACCOUNT_HOLDER, practice=scene.ours, person=scene.person(name), started_on=on, at=at)


def is_released(scene, at, name, on, length):
    until = None if length is None else on + dt.timedelta(days=length)
    requirement = Requirement.objects.known().order_by("pk").first()
    exempt(
        person=scene.person(name), practice=scene.ours, requirement=requirement, reason="other",
        approved_by=scene.by, started_on=on, ended_on=until, at=at,
    )  # fmt: skip


def has_learned_elsewhere(scene, at, name, on):
    subject = Requirement.objects.filter(outside_training__isnull=False).first().outside_training
    accept_prior_learning(
        person=scene.person(name), outside_training=subject, completed_on=on, basis="prior_learning",
        accepted_by=scene.by, at=at,
    )  # fmt: skip


def completes(scene, at, name):
    complete(scene.person(name), make_module_version(Requirement.objects.exclude(module=None).first().module), at=at)


def signs(scene, at, name):
    version = PolicyPage.objects.first().versions.order_by("major", "minor").last()
    with suppress(
        policies.Refused, policies.Superseded
    ):  # who may not sign does not: that too is something that happens
        policies.sign(person=scene.person(name), version=version, typed_name=name, method="password", at=at)


def takes_back(scene, at, name):
    signature = Attestation.objects.latest().signed().by(scene.person(name)).first()
    if signature:
        saying_no.withdraw(signature=signature, reason="I was in a hurry.", method="password", at=at)


def changes_job(scene, at, name, practice, role, on):
    stay = Membership.objects.known().by(scene.person(name)).at(scene.practice(practice)).first()
    with suppress(staff_changes.Refused):
        if stay:
            jobs.change_job(
                membership=stay, from_day=on, job_role=make_job_role(role), manager=None, staff_number="",
                by=scene.by, at=at,
            )  # fmt: skip


def never_worked_there(scene, at, name, practice):
    stay = Membership.objects.known().by(scene.person(name)).at(scene.practice(practice)).first()
    with suppress(staff_changes.Refused):
        if stay:
            jobs.withdraw_job(membership=stay, by=scene.by, at=at)


def was_not_away(scene, at, name):
    absence = Absence.objects.known().by(scene.person(name)).first()
    if absence:
        absences.withdraw_leave(absence=absence, by=scene.by, at=at)


def turn_out_to_be_one(scene, at):
    with suppress(joining.CannotJoin):
        join_rows(scene.person("Zoe"), scene.person("Ann"), scene.by, at=at)


def asks_otherwise(scene, at, days_given):
    line, owner = Requirement.objects.known().order_by("pk").first().line, Owner(practice=scene.ours)
    programming.change(
        line=line, owner=owner, on=timezone.localdate(at), reason="Ours.", expected=seen(wordings_of(line, owner)),
        by=scene.by, at=at, due_within_days=days_given,
    )  # fmt: skip


def publishes(scene, at, material):
    page = PolicyPage.objects.first()
    make_policy_version(page, clauses=(f"Be kind on {at}.",), material=material, at=at)


def asks_for_more(scene, at, on, duties):
    subject = make_outside_training(f"Subject of {at:%d %B %H:%M:%S}")
    ask_for(
        programme=scene.programme, key=subject.key, outside_training=subject, started_on=on, at=at,
        practice=scene.ours, duties=["account_holder"] if duties else [],
    )  # fmt: skip


acts = st.one_of(
    st.tuples(st.just(joins), people, practices, roles, days),
    st.tuples(st.just(leaves), people, practices, days),
    st.tuples(st.just(is_away), people, practices, days, lengths),
    st.tuples(st.just(gets_a_duty), people, days),
    st.tuples(st.just(is_released), people, days, lengths),
    st.tuples(st.just(has_learned_elsewhere), people, days),
    st.tuples(st.just(completes), people),
    st.tuples(st.just(signs), people),
    st.tuples(st.just(takes_back), people),
    st.tuples(st.just(changes_job), people, practices, roles, days),
    st.tuples(st.just(never_worked_there), people, practices),
    st.tuples(st.just(was_not_away), people),
    st.tuples(st.just(turn_out_to_be_one)),
    st.tuples(st.just(asks_otherwise), st.integers(1, 90)),
    st.tuples(st.just(publishes), st.booleans()),
    st.tuples(st.just(asks_for_more), days, st.booleans()),
)


def happen(scene: Scene, number: int, act) -> None:
    """Let one act happen, the later in the history the later in time."""
    at = moment(2026, 3, 9) + dt.timedelta(days=3 * number)
    with replaying(at):
        act[0](scene, at, *act[1:])
