"""Print a practice's training matrix for any day."""

import datetime as dt
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.audit.actions import note_access
from trainingsite.compliance.matrix import training_matrix
from trainingsite.compliance.reports import matrix_csv, matrix_json
from trainingsite.people.models import Practice

WHO = "command line of the server"
FORMATS = {"csv": matrix_csv, "json": matrix_json}


def day_from(text: str) -> dt.date:
    """A day typed as YYYY-MM-DD; CommandError says what to type otherwise."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” is not a date: type it as YYYY-MM-DD, for example 2026-03-31.") from None


def practice_from(ods_code: str) -> Practice:
    """The practice with this ODS code; CommandError says which there are otherwise."""
    practice = Practice.objects.filter(ods_code__iexact=ods_code).first()
    if practice is None:
        codes = ", ".join(Practice.objects.values_list("ods_code", flat=True)[:10]) or "none yet"
        raise CommandError(f"No practice has the ODS code {ods_code}. There is: {codes}.")
    return practice


def write_out(data: bytes, output: str | None) -> None:
    """Write to the file, whole or not at all, or to standard output."""
    if output is None:
        sys.stdout.buffer.write(data)
        return
    target = Path(output)
    part = target.with_name(target.name + ".part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise CommandError(f"Cannot write {output}: {problem.strerror}. Choose a folder you may write to.") from None


class Command(BaseCommand):
    help = "Print a practice's training matrix: people down, requirements across, the status of each on a day."

    def add_arguments(self, parser):
        parser.add_argument("--practice", required=True, metavar="ODS", help="the practice's ODS code")
        parser.add_argument("--on", metavar="DATE", help="the day asked about, past or future (default: today)")
        parser.add_argument("--known-on", metavar="DATE", help="as known by the end of that day (default: now)")
        parser.add_argument("--format", choices=sorted(FORMATS), default="csv")
        parser.add_argument("--output", metavar="FILE", help="where to write (default: standard output)")

    def handle(self, *, practice, on, known_on, format, output, **options):
        day = day_from(on) if on else timezone.localdate()
        practice = practice_from(practice)
        note_access(
            actor=WHO, verb="desk.matrix_exported", subject=practice.key, detail=f"as at {day}", at=timezone.now()
        )
        matrix = training_matrix(practice, day, known_on=day_from(known_on) if known_on else None)
        write_out(FORMATS[format](matrix), output)
