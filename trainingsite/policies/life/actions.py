"""What becomes of a policy after publication: archived, brought back, a version said to be material after all."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import record
from trainingsite.people.models import Person, Practice
from trainingsite.policies.editions import edition_of, versions_beside
from trainingsite.policies.life.rules import LAST_DAY, ReclassifyRefusal, SecondThought, may_reclassify
from trainingsite.policies.lives import PolicyArchived, VersionReclassified
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.rules import askings_of

Kind = PolicyArchived.Kind


class ReclassifyRefused(Exception):
    """A version cannot be made material afterwards, and why."""

    def __init__(self, refusal: ReclassifyRefusal):
        self.refusal = refusal
        super().__init__(refusal.sentence)


def archive(*, page: PolicyPage, practice: Practice, by: Person, reason: str, at: dt.datetime) -> PolicyArchived:
    """Ask the policy of nobody from today; it stays readable with its history. Two clicks archive once."""
    return _step(page, practice, Kind.ARCHIVED, by, reason, at)


def bring_back(*, page: PolicyPage, practice: Practice, by: Person, reason: str, at: dt.datetime):
    """Ask the policy again from today. Nothing happens to one that is not archived."""
    return _step(page, practice, Kind.BROUGHT_BACK, by, reason, at)


@transaction.atomic
def _step(page, practice, kind, by, reason, at) -> PolicyArchived | None:
    steps = PolicyArchived.objects.at(practice).filter(page=page)
    previous = steps.order_by("-number").first()
    if kind == (previous.kind if previous else Kind.BROUGHT_BACK):
        return previous
    step = PolicyArchived(
        page=page, practice=practice, kind=kind, number=previous.number + 1 if previous else 1, follows=previous,
        reason=reason, acted_by=by, acted_at=at, acted_on=timezone.localdate(at),
    )  # fmt: skip
    try:
        with transaction.atomic():
            step.save(force_insert=True)
    except IntegrityError:
        return steps.get(number=step.number)
    record(
        chains=[practice.chain], verb=f"policies.{kind}", actor=by.key, subject=step.key, at=at, rows=[step],
        data={"policy": page.key},
    )  # fmt: skip
    return step


@transaction.atomic
def reclassify(
    *, version: PolicyVersion, from_on: dt.date, reason: str, by: Person, at: dt.datetime
) -> VersionReclassified:
    """Let a version that was published as minor count as material from a day. Raises ReclassifyRefused."""
    PolicyPage.objects.select_for_update().get(pk=version.page_id)
    refusal = refusal_for(version, from_on, timezone.localdate(at))
    if refusal:
        raise ReclassifyRefused(refusal)
    said = VersionReclassified.objects.create(
        version=version, practice=version.practice, from_on=from_on, reason=reason, acted_by=by, acted_at=at
    )
    record(
        chains=[version.practice.chain], verb="policies.version_reclassified", actor=by.key, subject=version.key,
        at=at, rows=[said], data={"version": version.number, "snapshot": version.snapshot_id},
    )  # fmt: skip
    return said


def refusal_for(version: PolicyVersion, from_on: dt.date, today: dt.date) -> ReclassifyRefusal | None:
    """Why the version cannot count as material from the day; None if it can."""
    beside = versions_beside(version)
    this = next(each for each in beside if each == version)
    later = [each.from_on for each in askings_of(map(edition_of, beside)) if each.number > version.place]
    wish = SecondThought(
        is_first=beside[0] == version,
        asks_already=this.asks_everybody or hasattr(this, "reclassified"),
        from_on=from_on,
        today=today,
        later_asks_from=min(later, default=LAST_DAY),
    )
    return may_reclassify(wish)
