"""Import a practice's staff from a CSV file."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from trainingsite.compliance.command_line import practice_from
from trainingsite.desk.people import taking_on
from trainingsite.notices.addresses import queue_new_addresses
from trainingsite.people.importing.actions import Commandline, Overtaken, plan_import
from trainingsite.people.importing.entries import STAFF
from trainingsite.people.importing.rules import Outcome, Plan
from trainingsite.people.importing.table import MOST_BYTES, MOST_ROWS, TOO_BIG, Problem
from trainingsite.people.models import Person
from trainingsite.policies.leaving import leave_now


class Command(BaseCommand):
    help = (
        "Show what a CSV file of staff would change at a practice; with --apply, change it: all of it or, if there is "
        f"one error, nothing. Columns: {', '.join(STAFF.columns)}. Days are typed 31/03/2026 or 2026-03-31. An empty "
        f"cell changes nothing. {MOST_ROWS:,} rows at the most."
    )
    requires_system_checks = []  # they load every page of the site, which takes longer than the file

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE.csv", help="the list of staff, as CSV")
        parser.add_argument("--practice", required=True, metavar="ODS", help="the practice's ODS code")
        parser.add_argument("--apply", action="store_true", help="change it (default: only show what would change)")
        parser.add_argument(
            "--leavers", action="store_true",
            help="with --apply: end today the access of everybody who works here and is not in the file",
        )  # fmt: skip
        parser.add_argument("--by", metavar="NAME", help="the sign-in name of whoever does this, for the record")
        parser.add_argument("--json", action="store_true", help="print the counts and the errors as JSON")

    def handle(self, *, file, practice, apply, leavers, by, json, **options):
        at, practice = timezone.now(), practice_from(practice)
        by = somebody_called(by) if by else Commandline()
        body = content_of(file)
        if body is None:
            plan = Plan(errors=(Problem(1, "", TOO_BIG),))
        elif apply:
            ended = None if leavers else ()
            plan = imported(
                body=body, practice=practice, leavers=ended, end_access=leave_now, tell_moved=queue_new_addresses,
                by=by, at=at,
            )  # fmt: skip
        else:
            plan = plan_import(body, practice, timezone.localdate(at), by)
        self.stdout.write(as_json(plan) if json else in_words(plan, applied=apply, left=leavers))
        if plan.errors:
            self.refuse(plan, quiet=json)

    def refuse(self, plan: Plan, *, quiet: bool) -> None:
        """End with the errors: each with its row, its column and what to do."""
        told = [] if quiet else [f"row {each.row}{_column(each)}: {each.sentence}" for each in plan.errors]
        number = len(plan.errors)
        told.append(f"Nothing was changed: there {'is 1 error' if number == 1 else f'are {number} errors'}.")
        raise CommandError("\n".join(told))


def imported(**wanted) -> Plan:
    try:
        return taking_on.imported(**wanted)
    except Overtaken:
        raise CommandError("Somebody changed these people meanwhile: nothing was done. Run it again.") from None


def content_of(file: str) -> bytes | None:
    """What is in the file; None when it is too large to look at."""
    try:
        path = Path(file)
        return None if path.stat().st_size > MOST_BYTES else path.read_bytes()
    except OSError as problem:
        raise CommandError(f"Cannot read {file}: {problem.strerror}. Check the name of the file.") from None


def somebody_called(name: str) -> Person:
    person = Person.objects.filter(username=name).first()
    if person is None:
        raise CommandError(f"Nobody signs in as {name}. Give the sign-in name of whoever does this after --by.")
    return person


def as_json(plan: Plan) -> str:
    errors = [{"row": each.row, "column": each.column, "message": each.sentence} for each in plan.errors]
    return json.dumps({**plan.counts(), "errors": errors}, ensure_ascii=False)


def in_words(plan: Plan, *, applied: bool, left: bool) -> str:
    """What would change, or did, line by line."""
    lines = [f"New: {len(plan.created)}", *(f"  row {each.entry.row}: {_new(each)}" for each in plan.created)]
    lines += [f"Changed: {len(plan.updated)}", *(f"  row {each.entry.row}: {_changed(each)}" for each in plan.updated)]
    lines += [f"Unchanged: {len(plan.unchanged)}"]
    lines += [f"Not in the file, perhaps left: {len(plan.leavers)}", *(f"  {each.name}" for each in plan.leavers)]
    if plan.notes:
        lines += ["Worth a look:"]
        lines += [f"  row {each.row}{_column(each)}: {each.sentence}" for each in plan.notes]
    if not plan.errors:
        lines += [_what_was_done(plan, applied=applied, left=left)]
    return "\n".join(lines)


def _what_was_done(plan: Plan, *, applied: bool, left: bool) -> str:
    if not applied:
        return "Nothing was changed: this was a dry run. Add --apply to change it."
    if plan.leavers and left:
        return "Done, and those who are not in the file no longer have access here."
    return "Done. Those who are not in the file stay: --leavers ends their access." if plan.leavers else "Done."


def _new(outcome: Outcome) -> str:
    return f"{outcome.entry.name}, {outcome.role}, from {outcome.job.started_on:%d/%m/%Y}"


def _changed(outcome: Outcome) -> str:
    changes = "; ".join(f"{each.what.lower()} {each.old} → {each.new}" for each in outcome.changes)
    return f"{outcome.colleague.name}: {changes}"


def _column(problem: Problem) -> str:
    return f", {problem.column}" if problem.column else ""
