"""Saying that a policy was reviewed and nothing had to change."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import plain, record
from trainingsite.formats.dates import months_later
from trainingsite.people.models import Person
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.review.dates import Part, has_annex
from trainingsite.policies.reviews import PolicyReview


class NothingToReview(Exception):
    """No version is in force yet, or it has no hot topics."""


@transaction.atomic
def review(
    *, page: PolicyPage, part: str, by: Person, at: dt.datetime, next_due_on: dt.date | None = None, note: str = ""
) -> list[PolicyReview]:
    """Record the review, and when the next is due, at each practice where the policy is in force.

    It makes no version, sends nothing and leaves every signature alone. The same review sent twice is one.
    Raises NothingToReview.
    """
    PolicyPage.objects.select_for_update().get(pk=page.pk)
    versions = in_force_at_each_practice(page, timezone.localdate(at))
    if not versions or (part == Part.ANNEX and not has_annex(page)):
        raise NothingToReview(page)
    due_on = next_due_on or usual_date(page, part, timezone.localdate(at))
    return [_record(version, part, by, at, due_on, note) for version in versions]


def usual_date(page: PolicyPage, part: str, day: dt.date) -> dt.date:
    """When the next review is due if nobody says otherwise."""
    return months_later(day, page.annex_review_months if part == Part.ANNEX else page.review_months)


def in_force_at_each_practice(page: PolicyPage, day: dt.date) -> list[PolicyVersion]:
    """The versions in force: of a network's policy one for each practice that adopted it."""
    newest: dict[int, PolicyVersion] = {}
    for version in PolicyVersion.objects.in_force_on(day).filter(page=page).select_related("practice"):
        newest.setdefault(version.practice_id, version)
    return list(newest.values())


def _record(version, part, by, at, due_on, note) -> PolicyReview:
    day = timezone.localdate(at)
    same = PolicyReview.objects.filter(page=version.page_id, practice=version.practice, part=part)
    last = same.order_by("-number").first()
    said = {"version_id": version.pk, "reviewed_by_id": by.pk, "reviewed_on": day, "next_due_on": due_on, "note": note}
    if last and all(getattr(last, name) == value for name, value in said.items()):
        return last
    made = PolicyReview.objects.create(
        page_id=version.page_id, practice=version.practice, part=part, number=last.number + 1 if last else 1,
        reviewed_at=at, **said,
    )  # fmt: skip
    record(
        chains=[version.practice.chain], verb="policies.reviewed", actor=by.key, subject=version.key, at=at,
        rows=[made], data={"part": str(part), "next_due_on": plain(due_on), "snapshot": version.snapshot_id},
    )  # fmt: skip
    return made
