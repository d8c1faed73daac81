"""A practice that is ready to begin: its shelf, the starter policies as drafts, its programmes, its first manager."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trainingsite.compliance.actions import adopt, ask_for
from trainingsite.compliance.models import Programme
from trainingsite.compliance.recognising import recognise_learning
from trainingsite.compliance.rules import add_months
from trainingsite.people.importing.signins import begin_sign_in
from trainingsite.people.models import Duty, JobRole, Membership, Person, Practice, Responsibility
from trainingsite.people.practices import open_practice
from trainingsite.people.shelves import policy_owners, practice_shelf
from trainingsite.people.staffing import give_duty, join
from trainingsite.policies.loading import PolicyText, put_on_shelf, read_policy
from trainingsite.policies.models import PolicyPage

PROGRAMMES = ("induction", "annual-refresher", "account-holders", "managers")
INDUCTION = "induction"
SIGNED_POLICY, FOR_PATIENTS = "social-media", "public-page"
POLICY_TERMS = {"due_within_days": 14, "position": 30, "reason": "Everyone who works here signs it."}
MANAGERS_JOB = "practice-manager"


class NoStarterContent(Exception):
    """The job roles and programmes that every practice begins with have not been loaded yet."""

    def __init__(self):
        super().__init__("The starter content is not loaded yet. Run “manage.py load_starter_content” first.")


@dataclass(frozen=True)
class Manager:
    """Who is to manage a practice: somebody with a sign-in already, or somebody new."""

    person: Person | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""


@transaction.atomic
def open_ready(
    *, manager: Manager | None, follow_programmes: bool, by: str, at: dt.datetime, **practice
) -> tuple[Practice, Person | None]:
    """Begin a practice with everything it needs, whole or not at all. Raises CodeTaken, NoStarterContent."""
    opened = open_practice(by=by, at=at, **practice)
    policy = begin_policies(opened, timezone.localdate(at))
    if follow_programmes:
        follow_starter(opened, policy, opened.went_live_on, by=by, at=at)
    return opened, manager and add_manager(practice=opened, manager=manager, by=by, at=at)


def begin_policies(practice: Practice, day: dt.date) -> PolicyPage:
    """The starter policies as drafts, to be read, changed and published by the practice; the one that staff sign."""
    signed, _ = (begin_draft(read_policy(name), practice, day) for name in (SIGNED_POLICY, FOR_PATIENTS))
    return signed


def begin_draft(text: PolicyText, practice: Practice, day: dt.date) -> PolicyPage:
    """A policy on the practice's shelf that nobody has published yet, to be reviewed some months after the day."""
    page = put_on_shelf(text, practice_shelf(practice))
    page.live, page.has_unpublished_changes = False, True
    page.review_due_on = add_months(day, text.review_months)
    page.annex_review_due_on = add_months(day, page.annex_review_months) if text.has_annex else None
    page.save(update_fields=["live", "has_unpublished_changes", "review_due_on", "annex_review_due_on"])
    return page


def follow_starter(practice: Practice, policy: PolicyPage, day: dt.date, *, by: str, at: dt.datetime) -> None:
    """Follow the shared programmes from the day on, with the practice's own policy in the induction.

    Nobody is asked for the policy before it is published. Raises NoStarterContent.
    """
    programmes = {each.key: each for each in Programme.objects.filter(key__in=PROGRAMMES)}
    if programmes.keys() != set(PROGRAMMES):
        raise NoStarterContent
    for key in PROGRAMMES:
        adopt(programme=programmes[key], practice=practice, started_on=day, by=by, at=at)
    ask_for(
        programme=programmes[INDUCTION], practice=practice, key=SIGNED_POLICY, policy=policy, started_on=day, by=by,
        at=at, **POLICY_TERMS,
    )  # fmt: skip


@transaction.atomic
def add_manager(*, practice: Practice, manager: Manager, by: str, at: dt.datetime) -> Person:
    """Let somebody manage the practice from today, and write its policies. Raises NoStarterContent.

    Who is new has no password: they get in with a code or by an invitation.
    """
    role = JobRole.objects.filter(key=MANAGERS_JOB).first()
    if role is None:
        raise NoStarterContent
    day, person = timezone.localdate(at), manager.person or _somebody_new(manager, at)
    if not Membership.objects.known().on(day).at(practice).by(person).exists():
        join(person=person, practice=practice, job_role=role, started_on=day, by=by, at=at)
        recognise_learning(practice=practice, people=[person.pk], by=by, at=at)
    held = Responsibility.objects.known().on(day).at(practice).by(person).of_kind(Duty.PRACTICE_MANAGER)
    if not held.exists():
        give_duty(duty=Duty.PRACTICE_MANAGER, practice=practice, person=person, started_on=day, by=by, at=at)
    person.groups.add(policy_owners(practice))
    return person


def _somebody_new(manager: Manager, at: dt.datetime) -> Person:
    return begin_sign_in(
        first_name=manager.first_name, last_name=manager.last_name, email=manager.email, date_joined=at
    )
