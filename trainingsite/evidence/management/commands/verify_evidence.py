"""Check that the record is whole."""

import json
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from trainingsite.compliance.command_line import practice_from
from trainingsite.evidence.verification import Scope, checks


def seals_from(name: str) -> list[dict]:
    """The seals in a file; CommandError when there are none in it."""
    try:
        seals = json.loads(Path(name).read_text())
    except OSError as problem:
        raise CommandError(f"Cannot read {name}: {problem.strerror}.") from None
    except ValueError:
        seals = None
    if not isinstance(seals, list):
        raise CommandError(f"{name} holds no seal: give the file that 'manage.py seal' printed.")
    return seals


class Command(BaseCommand):
    help = (
        "Check the record against itself: triggers, chains of events, rows, words, certificates, frozen texts and"
        " seals. Prints one line a check; what is wrong goes to stderr, and the exit status is then 1."
    )

    def add_arguments(self, parser):
        parser.add_argument("--practice", metavar="ODS", help="only what concerns this practice (default: everything)")
        parser.add_argument("--seal", metavar="FILE", help="a seal kept outside, as 'manage.py seal' printed it")

    def handle(self, *, practice, seal, **options):
        scope = Scope(practice_from(practice) if practice else None)
        brought = seals_from(seal) if seal else None
        wrong = 0
        try:
            for check in checks(scope, brought):
                wrong += self.run(check)
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from None
        if wrong:
            raise CommandError(f"The record is not whole: {wrong} found wrong.")
        self.stdout.write("The record is whole.")

    def run(self, check) -> int:
        """Run one check, and tell what it finds as it finds it."""
        wrong = 0
        for finding in check:
            wrong += 1
            self.stderr.write(f"WRONG  {check.name}: {finding}.")
        self.stdout.write(f"WRONG  {check.name}: {wrong} found." if wrong else f"ok     {check.name}: {check.result}.")
        return wrong
