"""Write a practice's evidence pack to a file, and beside it the two files that inspectors read."""

import datetime as dt
from contextlib import ExitStack
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.compliance.command_line import day_from, practice_from
from trainingsite.evidence import actions
from trainingsite.evidence.asked import Asked, a_year_to, why_not_as_at, why_not_since
from trainingsite.evidence.parts import Progress
from trainingsite.evidence.purposes import DEFAULT_PARTS, INSPECTION, PARTS, PURPOSES
from trainingsite.evidence.runs import ENDINGS, FIRST
from trainingsite.evidence.whole_file import whole_file


def file_from(text: str) -> Path:
    """The file to write; CommandError when it could only destroy something else."""
    path = Path(text)
    if path.exists() and not path.is_file():
        raise CommandError(f"{text} is not a file: name the file that is to be written, for example evidence.zip.")
    if not path.parent.is_dir():
        raise CommandError(f"There is no folder {path.parent}: make it first, or choose another.")
    return path


def asked_from(options: dict) -> Asked:
    """The question that the options put; CommandError when it makes no sense."""
    practice, purpose = practice_from(options["practice"]), PURPOSES[options["purpose"]]
    first, day = period_from(options, timezone.localdate())
    included, left_out = set(options["include"]), set(options["without"])
    if refused := sorted(included - purpose.may_have):
        raise CommandError(f"A pack for {purpose.key} cannot hold {', '.join(refused)}: they print names.")
    return Asked(practice, day, first, purpose, frozenset(DEFAULT_PARTS | included) - left_out)


def period_from(options: dict, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first day of the period and its last; CommandError, in the words of the page, when a pack cannot be of it."""
    day = day_from(options["on"]) if options["on"] is not None else today
    if why_not := why_not_as_at(day, today):
        raise CommandError(f"--on {day}: {why_not}.")
    first = day_from(options["from"]) if options["from"] else a_year_to(day)
    if first > day:
        raise CommandError(f"The period cannot begin on {first}, after {day}: give an earlier --from.")
    if why_not := why_not_since(first):
        raise CommandError(f"--from {first}: {why_not}.")
    return first, day


class Command(BaseCommand):
    help = (
        "Write a practice's evidence pack: a ZIP with a summary, a spreadsheet, the policies, the signatures and what"
        " is needed to check them; and beside it the summary and the spreadsheet alone, to be e-mailed. Noted in the"
        " access log; nothing in the record changes."
    )

    def add_arguments(self, parser):
        add = parser.add_argument
        add("--practice", required=True, metavar="ODS", help="the practice's ODS code")
        add("--on", metavar="DATE", help="as at the end of this day (default: today)")
        add("--from", metavar="DATE", help="the first day of the period (default: a year before)")
        add("--output", required=True, metavar="FILE.zip", help="where to write; replaced if there")
        add("--purpose", choices=PURPOSES, default=INSPECTION.key, help="what it is for; assurance has no names in it")
        parts = {"nargs": "+", "action": "extend", "choices": PARTS, "default": [], "metavar": "PART"}
        add("--include", **parts, help=f"also put in: {', '.join(PARTS)}; may be said more than once")
        add("--without", **parts, help="leave out, for example policies")
        add("--zip-only", action="store_true", help="do not write the summary and the spreadsheet beside it")

    def handle(self, *, output, **options):
        asked, path = asked_from(options), file_from(output)
        beside = {} if options["zip_only"] else {name: beside_of(path, name) for name in FIRST}
        try:
            with ExitStack() as files:
                out = files.enter_context(whole_file(path))
                copies = {name: files.enter_context(whole_file(place)) for name, place in beside.items()}
                tell = self.tell if options["verbosity"] else lambda progress: None
                actions.export_pack(asked, out=out, at=timezone.now(), tell=tell, copies=copies)
        except OSError as problem:
            raise CommandError(f"Cannot write {output}: {problem.strerror}. Choose another place.") from None
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"Wrote the evidence of {asked.practice} as at {asked.on} to {output}.")
        for place in beside.values():
            self.stdout.write(f"Beside it: {place}")

    told = ""

    def tell(self, progress: Progress) -> None:
        """A line for each step; a step of many files is one line."""
        step = f"{progress.done + 1} of {progress.of}"
        if step != self.told:
            self.told = step
            self.stderr.write(f"{step}: {progress.what}")


def beside_of(path: Path, name: str) -> Path:
    """Where a file of the pack is written on its own: beside the ZIP, with its name."""
    return file_from(str(path.with_name(path.stem + ENDINGS[name])))
