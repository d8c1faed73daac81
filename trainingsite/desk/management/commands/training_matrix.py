"""Print a practice's training matrix for any day."""

import datetime as dt
from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.audit.actions import note_access
from trainingsite.compliance.command_line import WHO, day_from, practice_from, write_out
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.reports import matrix_csv, matrix_json
from trainingsite.desk.forms import FARTHEST, usual_day
from trainingsite.desk.matrix.choosing import Choice
from trainingsite.desk.reports import files
from trainingsite.desk.reports.asking import Asked
from trainingsite.desk.reports.matrix import REPORT
from trainingsite.formats.dates import long_date
from trainingsite.people.models import Practice

FOR_PROGRAMS = {"csv": matrix_csv, "json": matrix_json}
FORMATS = ("csv", "json", "pdf", "xlsx")
PIECE = 1 << 16


class Command(BaseCommand):
    help = "Print a practice's training matrix: people down, requirements across, the status of each on a day."

    def add_arguments(self, parser):
        parser.add_argument("--practice", required=True, metavar="ODS", help="the practice's ODS code")
        parser.add_argument("--on", metavar="DATE", help="the day asked about (default: today, or going live)")
        parser.add_argument("--known-on", metavar="DATE", help="as known by the end of that day (default: now)")
        parser.add_argument("--format", choices=FORMATS, default="csv", help="pdf and xlsx are for people")
        parser.add_argument("--output", metavar="FILE", help="where to write (default: standard output)")

    def handle(self, *, practice, on, known_on, format, output, **options):
        today = timezone.localdate()
        asked = day_from(on) if on else None
        known = day_from(known_on) if known_on else None
        refuse_what_cannot_be(asked or today, known, today)
        practice = practice_from(practice)
        day = asked or usual_day(practice.went_live_on, today)
        note_access(
            actor=WHO, verb="desk.matrix_exported", subject=practice.key, detail=f"as at {day}", at=timezone.now()
        )
        write_out(content(format, practice, day, known, today), output)


def refuse_what_cannot_be(day: dt.date, known: dt.date | None, today: dt.date) -> None:
    """Raise CommandError for a day that no matrix can be of."""
    if day > FARTHEST:
        raise CommandError(f"There is no matrix of {long_date(day)}: choose a day before {FARTHEST.year}.")
    if known and known > today:
        raise CommandError(f"Nobody knows yet what will be known on {long_date(known)}: choose today or a day before.")


def content(format: str, practice: Practice, day: dt.date, known: dt.date | None, today: dt.date) -> Iterable[bytes]:
    """The matrix in that format; for people, the same file as the report's."""
    if format in FOR_PROGRAMS:
        return [FOR_PROGRAMS[format](training_matrix(practice, day, known_on=known))]
    asked = Asked(
        practice=practice, day=day, first=day, last=day, known_on=known, today=today, by=None, choice=Choice(),
    )  # fmt: skip
    answer = REPORT.answer(asked)
    if format == "pdf":
        return [files.pdf_of(REPORT, asked, answer)]
    return in_pieces(files.workbook_of(REPORT, asked, answer))


def in_pieces(out) -> Iterable[bytes]:
    """What a file holds, some of it at a time."""
    with out:
        while piece := out.read(PIECE):
            yield piece
