"""What an evidence pack is asked to show."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.compliance.rules import add_months
from trainingsite.formats.archive import safe_name
from trainingsite.people.models import Practice


@dataclass(frozen=True)
class Asked:
    """A practice as at a day, and the period before it that the pack tells of; both days are in it."""

    practice: Practice
    on: dt.date
    from_on: dt.date

    def covers(self, day: dt.date) -> bool:
        return self.from_on <= day <= self.on

    @property
    def file_name(self) -> str:
        return safe_name(f"evidence-{self.practice.ods_code.lower()}-{self.on.isoformat()}.zip")


def a_year_to(day: dt.date) -> dt.date:
    """The first day of the twelve months that end with a day: the period unless another is asked for."""
    return add_months(day, -12) + dt.timedelta(days=1)
