"""A practice's own target: what it is on a day, and setting it anew."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import record
from trainingsite.compliance.practice_targets import LEAST, MOST, TargetChanged
from trainingsite.people.models import Person, Practice


class NoTarget(Exception):
    """A target is a percentage that can be reached, and that asks for something."""


def percent_on(practice: Practice, day: dt.date) -> int:
    """The practice's target as it was on a day; for one that is to come, as it is now."""
    later = TargetChanged.objects.at(practice).after(day).first()
    return later.was_percent if later else practice.target_percent


def changes_of(practice: Practice) -> list[TargetChanged]:
    """Every change of the practice's target, the newest first."""
    return list(TargetChanged.objects.at(practice).select_related("changed_by").order_by("-recorded_at", "-pk"))


@transaction.atomic
def change_target(*, practice: Practice, percent: int, by: Person, at: dt.datetime) -> bool:
    """Set the target anew, from today on; False if it is that already. Raises NoTarget."""
    if not LEAST <= percent <= MOST:
        raise NoTarget
    now = Practice.objects.select_for_update().get(pk=practice.pk)
    if now.target_percent == percent:
        return False
    TargetChanged.objects.create(
        practice=now, was_percent=now.target_percent, now_percent=percent, changed_on=timezone.localdate(at),
        changed_by=by, recorded_at=at,
    )  # fmt: skip
    Practice.objects.filter(pk=now.pk).update(target_percent=percent)
    record(
        chains=[now.chain], verb="compliance.target_changed", actor=by.key, subject=now.key, at=at,
        data={"was_percent": now.target_percent, "now_percent": percent},
    )  # fmt: skip
    return True
