"""Noting that notice of an inspection has come; correcting that; saying that it is over."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import key_of_page, plain, record
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.notices.holidays import bank_holidays
from trainingsite.people.models import Person, Practice

WORKING_DAYS = 5
SATURDAY = 5


class OpenAlready(Exception):
    """There is a notice already that is not over."""


class ChangedMeanwhile(Exception):
    """It was corrected or ended after the page was opened: by somebody else, or on it before going back."""


@dataclass(frozen=True)
class Days:
    """What the letter says: when it came, for when it is, and by when to reply, if it says so."""

    noticed_on: dt.date
    inspection_on: dt.date | None = None
    reply_by: dt.date | None = None


def working_days_after(day: dt.date, number: int) -> list[dt.date]:
    """The next so many days, from the one after, that are no weekend and no bank holiday in England."""
    found: list[dt.date] = []
    while len(found) < number:
        day += dt.timedelta(days=1)
        if day.weekday() < SATURDAY and day not in bank_holidays():
            found.append(day)
    return found


def reply_by(notice: InspectionNotice) -> dt.date:
    """The day by which evidence is to be sent: the letter's own if it names one, or else the fifth working day."""
    return notice.reply_by or working_days_after(notice.noticed_on, WORKING_DAYS)[-1]


@transaction.atomic
def note(*, token: uuid.UUID, practice: Practice, days: Days, by: Person, at: dt.datetime) -> InspectionNotice:
    """Note that notice came. ``token`` is the sent page's: two clicks make one. Raises OpenAlready."""
    Practice.objects.select_for_update().get(pk=practice.pk)  # of two clicks the second finds what the first made
    line = key_of_page(by.key, token, days.noticed_on, days.inspection_on, days.reply_by)
    if sent := InspectionNotice.objects.at(practice).filter(line=line, number=1).first():
        return sent
    if InspectionNotice.objects.at(practice).standing_on(timezone.localdate(at)).exists():
        raise OpenAlready
    new = InspectionNotice(practice=practice, line=line, kind=InspectionNotice.Kind.NOTED)
    return _keep(new, days, "", by=by, at=at)


def correct(*, row: InspectionNotice, days: Days, reason: str, by: Person, at: dt.datetime) -> InspectionNotice:
    """Give it other days, with the reason. Raises ChangedMeanwhile."""
    return _follow(row, InspectionNotice.Kind.CORRECTED, days, reason, by=by, at=at)


def end(*, row: InspectionNotice, reason: str, by: Person, at: dt.datetime) -> InspectionNotice:
    """Say that it is over, or never was, and why. Raises ChangedMeanwhile."""
    days, _ = _told(row)
    return _follow(row, InspectionNotice.Kind.ENDED, days, reason, by=by, at=at)


@transaction.atomic
def _follow(row: InspectionNotice, kind: str, days: Days, reason: str, *, by: Person, at: dt.datetime):
    Practice.objects.select_for_update().get(pk=row.practice_id)  # of two clicks the second finds what the first said
    following = InspectionNotice.objects.at(row.practice).filter(line=row.line, number=row.number + 1).first()
    if following and (following.kind, following.acted_by_id, *_told(following)) == (kind, by.pk, days, reason):
        return following
    if following or row.kind == InspectionNotice.Kind.ENDED:
        raise ChangedMeanwhile
    new = InspectionNotice(practice=row.practice, line=row.line, number=row.number + 1, kind=kind)
    return _keep(new, days, reason, by=by, at=at)


def _told(row: InspectionNotice) -> tuple[Days, str]:
    """What a row says of its notice, and why."""
    return Days(row.noticed_on, row.inspection_on, row.reply_by), row.reason


def _keep(row: InspectionNotice, days: Days, reason: str, *, by: Person, at: dt.datetime) -> InspectionNotice:
    row.noticed_on, row.inspection_on, row.reply_by = days.noticed_on, days.inspection_on, days.reply_by
    row.reason, row.acted_by, row.acted_at, row.acted_on = reason, by, at, timezone.localdate(at)
    row.save(force_insert=True)
    record(
        chains=[row.practice.chain], verb=f"compliance.inspection_{row.kind}", actor=by.key, subject=row.key, at=at,
        rows=[row], data={"noticed_on": plain(row.noticed_on)},
    )  # fmt: skip
    return row
