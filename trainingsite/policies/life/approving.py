"""Approval by somebody else than the author: who could give it, asking for it, giving it, sending it back."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from trainingsite.audit.actions import commitment, keep_words, record
from trainingsite.audit.models import Snapshot
from trainingsite.notices import actions as notices
from trainingsite.people.credentials import was_issued_by
from trainingsite.people.identities import is_row_of, kept_for, rows_of
from trainingsite.people.models import CredentialIssued, Person, Practice, Responsibility
from trainingsite.policies.life.rules import ApprovalRefusal, Deciding, may_decide
from trainingsite.policies.lives import LOOKS_AFTER, ApprovalAsked, ApprovalDecision
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.versions import OutOfDate, newest_version, publish_policy

NOTE = "approval_note"
Kind = ApprovalDecision.Kind
NO_PASSWORD = "!"


class ApprovalRefused(Exception):
    """Somebody may not decide on a request, and why."""

    def __init__(self, refusal: ApprovalRefusal):
        self.refusal = refusal
        super().__init__(refusal.sentence)


class SomebodyElseApproves(Exception):
    """There is a colleague who can approve it, so its author cannot publish it alone."""


@dataclass(frozen=True)
class Proposal:
    """What somebody wants to publish, and what they say of it."""

    page: PolicyPage
    practice: Practice
    snapshot: Snapshot
    title: str
    material: bool
    reason: str
    effective_on: dt.date
    base: PolicyVersion | None
    trigger: str = ""
    every_version: bool = False
    restores: PolicyVersion | None = None
    revision: int | None = None


def approvers_at(practice: Practice, day: dt.date) -> QuerySet[Person]:
    """The people who can approve a policy of the practice that day: who look after its policies and can sign in."""
    duties = Responsibility.objects.known().on(day).at(practice).of_kind(*LOOKS_AFTER).filter(person__isnull=False)
    people = Person.objects.filter(pk__in=duties.values("person"), is_active=True)
    return people.exclude(password="").exclude(password__startswith=NO_PASSWORD)


def others_who_approve(practice: Practice, asker: Person, day: dt.date) -> list[Person]:
    """Those who can approve what ``asker`` wrote: not the asker, and nobody who gave the asker a way in."""
    given = CredentialIssued.objects.filter(person__in=rows_of(asker), issued_by__isnull=False)
    issuers = given.values("issued_by")
    others = approvers_at(practice, day).exclude(pk=asker.pk)
    return list(others.exclude(pk__in=issuers).exclude(pk__in=kept_for(issuers)))


@transaction.atomic
def ask(*, proposal: Proposal, by: Person, at: dt.datetime) -> ApprovalAsked:
    """Ask the others to approve the text; a newer request takes the place of one that waits. Two clicks ask once.

    Raises OutOfDate.
    """
    PolicyPage.objects.select_for_update().get(pk=proposal.page.pk)
    newest = newest_version(proposal.page)
    if newest != proposal.base:
        raise OutOfDate(newest)
    said = {
        "page": proposal.page, "practice": proposal.practice, "title": proposal.title, "snapshot": proposal.snapshot,
        "base": proposal.base, "restores": proposal.restores, "revision": proposal.revision,
        "material": proposal.material, "every_version": proposal.every_version, "reason": proposal.reason,
        "effective_on": proposal.effective_on, "trigger": proposal.trigger, "asked_by": by,
    }  # fmt: skip
    if same := ApprovalAsked.objects.waiting().filter(**said).first():
        return same
    asked = ApprovalAsked.objects.create(**said, asked_at=at)
    for colleague in others_who_approve(proposal.practice, by, timezone.localdate(at)):
        _tell(
            colleague, "approval", asked, f"Please approve: {asked.title}",
            f"{by.name} asks you to approve the {asked.title}. Nothing is published until somebody else than {by.name}"
            f" has read it and said yes.\n\nWhat has changed: {asked.reason}\n\nRead it at {_address(asked)}", at,
        )  # fmt: skip
    _record("approval_asked", asked, by, at, rows=[asked])
    return asked


@transaction.atomic
def publish_alone(*, proposal: Proposal, by: Person, at: dt.datetime) -> PolicyVersion:
    """Publish where nobody else could approve it; the version says so. Raises SomebodyElseApproves and OutOfDate."""
    if others_who_approve(proposal.practice, by, timezone.localdate(at)):
        raise SomebodyElseApproves
    return publish_policy(
        page=proposal.page, by=str(by.key), material=proposal.material, reason=proposal.reason,
        effective_on=proposal.effective_on, at=at, snapshot=proposal.snapshot, base=proposal.base,
        every_version=proposal.every_version, only_approver=True, trigger=proposal.trigger,
    )  # fmt: skip


@transaction.atomic
def approve(*, asked: ApprovalAsked, by: Person, at: dt.datetime) -> PolicyVersion:
    """Publish exactly what was asked about. Raises ApprovalRefused."""
    day = timezone.localdate(at)
    _raise_unless_may_decide(asked, by, day, approves=True)
    version = publish_policy(
        page=asked.page, by=str(by.key), material=asked.material, reason=asked.reason,
        effective_on=max(asked.effective_on, day), at=at, snapshot=asked.snapshot, base=asked.base,
        every_version=asked.every_version, approved_by=by, trigger=asked.trigger,
    )  # fmt: skip
    _tell(
        asked.asked_by, "approval_decided", asked, f"Approved: {version.title}, version {version.number}",
        f"{by.name} approved the {version.title}. It is published as version {version.number}, in force from"
        f" {version.effective_on:%-d %B %Y}.", at,
    )  # fmt: skip
    _decide(asked, Kind.APPROVED, by, at, version=version)
    return version


@transaction.atomic
def send_back(*, asked: ApprovalAsked, by: Person, note: str, at: dt.datetime) -> ApprovalDecision:
    """Say what has to change first; whoever asked is told. Raises ApprovalRefused."""
    _raise_unless_may_decide(asked, by, timezone.localdate(at), approves=False)
    key = uuid.uuid4()
    kept = keep_words(about=key, kind=NOTE, words={"note": note}, at=at)
    _tell(
        asked.asked_by, "approval_decided", asked, f"Sent back: {asked.title}",
        f"{by.name} read the {asked.title} and sent it back. Nothing is published. What they wrote:\n\n{note}", at,
    )  # fmt: skip
    return _decide(asked, Kind.SENT_BACK, by, at, key=key, words_key=kept.key, words_commitment=commitment(kept))


def refusal_for(asked: ApprovalAsked, person: Person, day: dt.date, *, approves: bool = True) -> ApprovalRefusal | None:
    """Why the person may not decide on the request; None if they may."""
    wish = Deciding(
        is_asker=is_row_of(person, asked.asked_by_id),
        looks_after_it=approvers_at(asked.practice, day).filter(pk=person.pk).exists(),
        gave_asker_a_way_in=was_issued_by(person, asked.asked_by),
        is_decided=ApprovalDecision.objects.at(asked.practice).filter(request=asked).exists(),
        is_replaced=ApprovalAsked.objects.at(asked.practice).filter(page=asked.page_id, pk__gt=asked.pk).exists(),
        base_is_newest=newest_version(asked.page) == asked.base,
        has_moved=asked.page.practice != asked.practice,
    )
    return may_decide(wish, approves=approves)


def _raise_unless_may_decide(asked: ApprovalAsked, by: Person, day: dt.date, *, approves: bool) -> None:
    """Two who decide at once queue for the page: the second finds the request decided."""
    PolicyPage.objects.select_for_update().get(pk=asked.page_id)
    refusal = refusal_for(asked, by, day, approves=approves)
    if refusal:
        raise ApprovalRefused(refusal)


def _decide(asked: ApprovalAsked, kind: str, by: Person, at: dt.datetime, **more) -> ApprovalDecision:
    decision = ApprovalDecision.objects.create(
        request=asked, practice=asked.practice, kind=kind, asked_by=asked.asked_by, decided_by=by, decided_at=at, **more
    )
    _record(f"approval_{kind}", asked, by, at, rows=[decision])
    return decision


def _tell(person: Person, kind: str, asked: ApprovalAsked, subject: str, body: str, at: dt.datetime) -> None:
    notices.queue(person=person, kind=kind, about=asked.key, subject=subject, body=body, at=at)


def _address(asked: ApprovalAsked) -> str:
    return settings.SITE_URL + reverse("policies:approval", args=[asked.key])


def _record(word: str, asked: ApprovalAsked, by: Person, at: dt.datetime, *, rows: list) -> None:
    record(
        chains=[asked.practice.chain], verb=f"policies.{word}", actor=by.key, subject=asked.key, at=at, rows=rows,
        data={"policy": asked.page.key, "snapshot": asked.snapshot_id},
    )  # fmt: skip
