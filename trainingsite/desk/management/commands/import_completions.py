"""Import training that a practice's staff did elsewhere from a CSV file."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.compliance.command_line import practice_from
from trainingsite.compliance.completions.actions import import_completions, plan_completions
from trainingsite.compliance.completions.lines import COMPLETIONS
from trainingsite.compliance.completions.rules import Outcome, Plan
from trainingsite.desk.management.commands.import_staff import content_of, somebody_called
from trainingsite.people.importing.table import MOST_ROWS, TOO_BIG, Problem
from trainingsite.people.models import Person, Practice


class Command(BaseCommand):
    help = (
        "Show what a CSV file of completions would put into a practice's record; with --apply, put it in: all of it "
        f"or, if there is one error, nothing. Columns: {', '.join(COMPLETIONS.columns)}. A person is found by staff "
        "number, or by an address that nobody shares; training is the key or title of outside training or of a "
        f"module. Days are typed 31/03/2026 or 2026-03-31. {MOST_ROWS:,} rows at the most."
    )
    requires_system_checks = []  # they load every page of the site, which takes longer than the file

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.csv", help="the completions, as CSV")
        parser.add_argument("--practice", required=True, metavar="ODS", help="the practice's ODS code")
        parser.add_argument("--apply", action="store_true", help="put it in (default: only show what would be put in)")
        parser.add_argument("--by", metavar="NAME", help="the sign-in name of the manager who vouches for it")
        parser.add_argument("--json", action="store_true", help="print the counts and the errors as JSON")

    def handle(self, *, file, practice, apply, by, json, **options):
        at, practice = timezone.now(), practice_from(practice)
        by = manager_called(by, practice, timezone.localdate(at)) if by else None
        body = content_of(file)
        if body is None:
            plan = Plan(errors=(Problem(1, "", TOO_BIG),))
        elif apply:
            plan = import_completions(body=body, practice=practice, by=by, at=at)
        else:
            plan = plan_completions(body, practice, timezone.localdate(at), by)
        self.stdout.write(as_json(plan) if json else in_words(plan, applied=apply))
        if plan.errors:
            self.refuse(plan, quiet=json)

    def refuse(self, plan: Plan, *, quiet: bool) -> None:
        """End with the errors: each with its row, its column and what to do."""
        told = [] if quiet else [f"{_place(each)}: {each.sentence}" for each in plan.errors]
        number = len(plan.errors)
        told.append(f"Nothing was changed: there {'is 1 error' if number == 1 else f'are {number} errors'}.")
        raise CommandError("\n".join(told))


def manager_called(name: str, practice: Practice, day) -> Person:
    """Who vouches for the file: somebody who opens the practice's desk."""
    person = somebody_called(name)
    if not Practice.objects.managed_by(person, day).filter(pk=practice.pk).exists():
        raise CommandError(
            f"{person.name} does not manage {practice.name}. Give the sign-in name of somebody who does."
        )
    return person


def as_json(plan: Plan) -> str:
    errors = [{"row": each.row, "column": each.column, "message": each.sentence} for each in plan.errors]
    return json.dumps({**plan.counts(), "errors": errors}, ensure_ascii=False)


def in_words(plan: Plan, *, applied: bool) -> str:
    """What would be put in, or was, line by line."""
    lines = [f"New: {len(plan.created)}", *(f"  row {each.said.row}: {_new(each)}" for each in plan.created)]
    lines += [f"There already: {len(plan.unchanged)}"]
    if plan.notes:
        lines += ["Worth a look:", *(f"  {_place(each)}: {each.sentence}" for each in plan.notes)]
    if not plan.errors:
        lines += ["Done." if applied else "Nothing was changed: this was a dry run. Add --apply to put it in."]
    return "\n".join(lines)


def _new(outcome: Outcome) -> str:
    day = f"{outcome.said.completed_on:%d/%m/%Y}"
    return f"{outcome.colleague.name}, {outcome.training.title}, {day} ({outcome.shown_as})"


def _place(problem: Problem) -> str:
    return f"row {problem.row}, {problem.column}" if problem.column else f"row {problem.row}"
