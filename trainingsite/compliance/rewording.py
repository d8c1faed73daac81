"""What a change from a day on does to dated rows: which end, which never come to be, which begin. Seen before it is
done, and then done."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from trainingsite.compliance.dates import days_later
from trainingsite.compliance.wordings import Known
from trainingsite.people.facts import DatedFact, correct


@dataclass(frozen=True)
class Rewording:
    """Rows that stop to hold before a day (without a last day: they never will), and rows that begin on it."""

    on: dt.date
    stopped: tuple[tuple[DatedFact, dt.date | None], ...] = ()
    begun: tuple[DatedFact, ...] = ()

    def seen_in(self, rows: Iterable[Known], today: dt.date) -> list[Known]:
        """The rows as they would stand if this were done today; nothing is kept."""
        last_days = {row.pk: last for row, last in self.stopped}
        kept = [
            each if each.row.pk not in last_days else Known(shortened(each.row, last_days[each.row.pk]), each.since)
            for each in rows
            if last_days.get(each.row.pk, each) is not None
        ]
        return [*kept, *(Known(row, today) for row in self.begun)]

    def done(self, *, by: str, at: dt.datetime, reason: str = "") -> None:
        """Correct the rows that stop, and keep those that begin; ``reason`` is for the rows that stop."""
        because = {"reason": reason} if reason else {}
        for row, last in self.stopped:
            changes = {"withdrawn": True} if last is None else {"ended_on": last}
            correct(row, by=by, at=at, **changes, **because)
        for row in self.begun:
            row.recorded_by, row.recorded_at = by, at
            row.save()


def stopped_before(rows: Iterable[DatedFact], on: dt.date) -> tuple[tuple[DatedFact, dt.date | None], ...]:
    """What has to be corrected for none of the rows to hold from the day on."""
    found = []
    for row in rows:
        if row.started_on >= on:
            found.append((row, None))
        elif row.ended_on is None or row.ended_on >= on:
            found.append((row, days_later(on, -1)))
    return tuple(found)


def shortened(row: DatedFact, last: dt.date) -> DatedFact:
    """The row with another last day, as it would be corrected."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return carrying(row, type(row)(**{**values, "ended_on": last}))


def carrying(row: DatedFact, copy: DatedFact) -> DatedFact:
    """The copy with what was read along with the row, so that showing it asks the database nothing."""
    copy._state.fields_cache.update(row._state.fields_cache)
    return copy
