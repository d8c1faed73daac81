"""The day a practice goes live: set anew before anything is asked, and without effect on what was known before."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import plain, record
from trainingsite.compliance.models import Adoption
from trainingsite.compliance.moves import GoLiveMoved
from trainingsite.people.models import Person, Practice


class AskedAlready(Exception):
    """The practice is live, and something has been asked of its people: dates that were told stay as they are."""


def went_live_on(practice: Practice, known_at: dt.datetime | None = None) -> dt.date:
    """The day the practice goes live as it was known at a moment; now, unless told, and then without a query."""
    if known_at is None:
        return practice.went_live_on
    later = GoLiveMoved.objects.filter(practice=practice, recorded_at__gt=known_at).first()
    return later.was_on if later else practice.went_live_on


def may_move_going_live(practice: Practice, day: dt.date) -> bool:
    """Whether nothing was asked of anybody yet: the day is still to come, or nothing is followed."""
    if practice.went_live_on > day:
        return True
    return not Adoption.objects.known().at(practice).filter(started_on__lte=day).exists()


@transaction.atomic
def move_going_live(*, practice: Practice, on: dt.date, by: Person, at: dt.datetime) -> bool:
    """Set the day anew; False if it is that day already. Raises AskedAlready."""
    now = Practice.objects.select_for_update().get(pk=practice.pk)
    if now.went_live_on == on:
        return False
    if not may_move_going_live(now, timezone.localdate(at)):
        raise AskedAlready
    GoLiveMoved.objects.create(practice=now, was_on=now.went_live_on, now_on=on, moved_by=by, recorded_at=at)
    Practice.objects.filter(pk=now.pk).update(went_live_on=on)
    record(
        chains=[now.chain], verb="compliance.going_live_moved", actor=by.key, subject=now.key, at=at,
        data={"was_on": plain(now.went_live_on), "now_on": plain(on)},
    )  # fmt: skip
    return True
