"""How each scheduled job is doing, for the page that shows them."""

import datetime as dt
from dataclasses import dataclass

from trainingsite.desk.timetable import PERIODS
from trainingsite.notices.holidays import known_until
from trainingsite.reminders import jobs
from trainingsite.reminders.models import JobRun

SOON = dt.timedelta(days=90)


@dataclass(frozen=True)
class JobLine:
    """One job: how often it should run, its newest run, and how it is doing in a word."""

    name: str
    every: dt.timedelta
    run: JobRun | None
    heard_at: dt.datetime | None
    is_silent: bool

    @property
    def word(self) -> str:
        """Silence comes first: a job that is not there does not even fail."""
        if self.is_silent:
            return "Silent"
        if self.run is None:
            return "Not yet run"
        return "Failed" if self.run.problem else "Well"

    @property
    def is_bad(self) -> bool:
        return self.word in ("Silent", "Failed")

    @property
    def said(self) -> str:
        """What it did, or what went wrong."""
        return (self.run.problem or self.run.did) if self.run else ""

    @property
    def period(self) -> str:
        """How often, in words."""
        minutes = int(self.every.total_seconds() // 60)
        for size, word in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
            if minutes % size == 0:
                number = minutes // size
                return f"every {word}" if number == 1 else f"every {number} {word}s"
        return ""


def job_lines(now: dt.datetime) -> list[JobLine]:
    """Every job of the timetable, in its order."""
    runs, heard = jobs.last_runs(), jobs.last_heard_of()
    silent = jobs.silent(PERIODS, heard, now)
    return [JobLine(name, every, runs.get(name), heard.get(name), name in silent) for name, every in PERIODS.items()]


def holidays_end_soon(today: dt.date) -> dt.date | None:
    """The last day for which bank holidays are known, once it comes near."""
    return known_until() if known_until() - today < SOON else None
