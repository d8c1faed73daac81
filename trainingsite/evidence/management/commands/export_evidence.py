"""Write a practice's evidence pack to a file."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.compliance.command_line import day_from, practice_from
from trainingsite.evidence import actions
from trainingsite.evidence.asked import a_year_to
from trainingsite.evidence.whole_file import whole_file


def file_from(text: str) -> Path:
    """The file to write; CommandError when it could only destroy something else."""
    path = Path(text)
    if path.exists() and not path.is_file():
        raise CommandError(f"{text} is not a file: name the file that is to be written, for example evidence.zip.")
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}: make it first, or choose another.")
    return path


class Command(BaseCommand):
    help = (
        "Write a practice's evidence pack: a ZIP with a summary, a spreadsheet, the policies, the signatures and what"
        " is needed to check them. Noted in the access log; nothing in the record changes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--practice", required=True, metavar="ODS", help="the practice's ODS code")
        parser.add_argument("--on", required=True, metavar="DATE", help="as at the end of this day")
        parser.add_argument("--from", metavar="DATE", help="the first day of the period (default: a year before)")
        parser.add_argument("--output", required=True, metavar="FILE.zip", help="where to write; replaced if there")

    def handle(self, *, practice, on, output, **options):
        asked_of, day, path = practice_from(practice), day_from(on), file_from(output)
        first = day_from(options["from"]) if options["from"] else a_year_to(day)
        if first > day:
            raise CommandError(f"The period cannot begin on {first}, after {day}: give an earlier --from.")
        try:
            with whole_file(path) as out:
                actions.export_pack(practice=asked_of, on=day, from_on=first, out=out, by=None, at=timezone.now())
        except OSError as problem:
            raise CommandError(f"Cannot write {output}: {problem.strerror}. Choose another place.") from None
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Wrote the evidence of {asked_of} as at {day} to {output}.")
