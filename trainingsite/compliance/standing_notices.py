"""The notice of an inspection that is not over, and how much time is left."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.compliance.inspecting import WORKING_DAYS, reply_by, working_days_after
from trainingsite.compliance.inspections import InspectionNotice
from trainingsite.notices.holidays import known_until
from trainingsite.people.models import Practice


@dataclass(frozen=True)
class Standing:
    """A notice as at a day."""

    row: InspectionNotice
    day: dt.date

    @property
    def days(self) -> list[dt.date]:
        """The five working days after it came."""
        return working_days_after(self.row.noticed_on, WORKING_DAYS)

    @property
    def reply_by(self) -> dt.date:
        return reply_by(self.row)

    @property
    def is_from_letter(self) -> bool:
        """Whether the letter names the day; otherwise it is counted."""
        return self.row.reply_by is not None

    @property
    def inspection_is_first(self) -> bool:
        """Whether the inspection is before the day by which to reply, so that all has to be ready sooner."""
        return self.row.inspection_on is not None and self.row.inspection_on < self.reply_by

    @property
    def is_past(self) -> bool:
        return self.day > self.reply_by

    @property
    def holidays_are_known(self) -> bool:
        """Whether the list of bank holidays reaches that far."""
        return self.days[-1] <= known_until()

    @property
    def time_left(self) -> str:
        """“3 days left, with today”, in calendar days."""
        left = (self.reply_by - self.day).days
        if left < 0:
            return "That day is past"
        return {0: "That is today", 1: "That is tomorrow"}.get(left, f"That is in {left} days")


def standing_notice(practice: Practice, day: dt.date) -> Standing | None:
    """The practice's notice that is not over; the last one noted, should there be two."""
    row = InspectionNotice.objects.at(practice).standing_on(day).select_related("acted_by").first()
    return Standing(row, day) if row else None
