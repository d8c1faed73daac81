"""What the access log says of a report that was taken as a file, and which of its entries are of a whole report."""

import datetime as dt
from dataclasses import replace

from trainingsite.compliance.matrix import Matrix
from trainingsite.desk.matrix.choosing import Choice
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Asked, Report
from trainingsite.desk.reports.files import when
from trainingsite.people.models import Practice

EXPORTED = "desk.report_exported"
FORMATS = {"csv": "CSV", "xlsx": "Excel (XLSX)", "pdf": "PDF"}
TO_HAND_OVER = ("pdf", "xlsx")  # CSV is for programs
EVERYTHING = "everybody and everything"


def noted(report: Report, asked: Asked, format: str, whole: Matrix | None = None) -> str:
    """Which report, as at when, in which format, and what was chosen of it. The format stands before what may be cut.

    ``whole`` is the matrix from which something was chosen.
    """
    parts = [report.title, when(report, asked), f"as {FORMATS[format]}"]
    if asking.CHOICE in report.takes:
        parts.append(EVERYTHING if asked.choice.is_everything else chosen(asked.choice, whole))
    return ", ".join(parts)


def chosen(choice: Choice, whole: Matrix) -> str:
    """What was chosen, without the name of anybody: the log is kept as it is, and everybody in it may read it."""
    said = replace(choice, managers=(), search="").in_words(whole)
    said += ["some managers' people"] if choice.managers else []
    said += ["those whom a search found"] if choice.search else []
    return "; ".join(said)


def whole_files(report: Report, practice: Practice, first: dt.date, last: dt.date) -> dict[str, dt.date]:
    """What the log says of the whole report in a format that is handed over, and as at which of these days it is.

    Worded by what words an entry, so that no entry is taken apart again.
    """
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    return {noted(report, in_full(practice, day), format): day for day in days for format in TO_HAND_OVER}


def in_full(practice: Practice, day: dt.date) -> Asked:
    """A question about everybody and everything as at a day."""
    return Asked(
        practice=practice, day=day, first=day, last=day, known_on=None, today=day, by=None, choice=Choice(),
    )  # fmt: skip
