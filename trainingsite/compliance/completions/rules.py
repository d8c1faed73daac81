"""What a file of completions would put in: what is new, what is there already, what is wrong. Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from trainingsite.compliance.completions.known import KnownHere, NoSuchTraining, There, Training
from trainingsite.compliance.completions.lines import COMPLETIONS, Said, said_in
from trainingsite.compliance.completions.matching import Index, InDoubt
from trainingsite.people.importing.known import Colleague
from trainingsite.people.importing.table import Findings, NotATable, Problem, lines_in


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one line would do."""

    said: Said
    colleague: Colleague
    training: Training
    is_new: bool
    before_going_live: bool

    @property
    def shown_as(self) -> str:
        """What it will be marked as."""
        return "imported" if self.before_going_live else "done elsewhere"


@dataclass(frozen=True)
class Plan:
    """Everything a file would do; nothing of it is done while there is one error."""

    outcomes: tuple[Outcome, ...] = ()
    errors: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    @property
    def created(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.is_new]

    @property
    def unchanged(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if not outcome.is_new]

    @property
    def changes_something(self) -> bool:
        return not self.errors and bool(self.created)

    def counts(self) -> dict[str, int]:
        """How many there are of each. What is on record is never updated: it is taken back, and recorded anew."""
        created = 0 if self.errors else len(self.created)
        return {"created": created, "updated": 0, "unchanged": len(self.unchanged)}

    def fingerprint(self) -> str:
        """The same for two plans that do the same: by it, what is confirmed is known to be what was shown."""
        lines = [
            [each.said.row, each.is_new, each.colleague.key, each.training.full_key, str(each.said.completed_on)]
            for each in self.outcomes
        ]
        said = {"lines": lines, "errors": [str(error) for error in self.errors]}
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plan_for(body: bytes, known: KnownHere, today: date) -> Plan:
    """What the file would put in at a practice where this is known."""
    findings = Findings()
    try:
        lines = lines_in(body, COMPLETIONS, findings)
    except NotATable as problem:
        return Plan(errors=tuple(problem.problems))
    index, first_rows, outcomes = Index(known.colleagues), {}, []
    for line in lines:
        said = said_in(line, today, findings)
        outcome = _outcome(said, index, known, first_rows, findings)
        outcomes += [outcome] if outcome else []
    return Plan(tuple(outcomes), COMPLETIONS.in_order(findings.errors), COMPLETIONS.in_order(findings.notes))


def _outcome(
    said: Said, index: Index, known: KnownHere, first_rows: dict[There, int], findings: Findings
) -> Outcome | None:
    """What the line would do; None once it has been refused."""
    colleague, training = _whose(said, index, findings), _which(said, known, findings)
    if not (colleague and training and said.completed_on):
        return None
    there = (colleague.pk, training.kind, training.pk, said.completed_on)
    is_new = there not in known.there and there not in first_rows
    if is_new and not _may_be_put_in(said, colleague, there, known, findings):
        return None
    if there in first_rows:
        findings.note(said.row, "training", f"Row {first_rows[there]} says the same. It is recorded once")
    first_rows.setdefault(there, said.row)
    return Outcome(said, colleague, training, is_new, said.completed_on < known.went_live_on)


def _whose(said: Said, index: Index, findings: Findings) -> Colleague | None:
    if not (said.staff_number or said.email):
        return None
    try:
        return index.find(said)
    except InDoubt as doubt:
        findings.refuse(said.row, doubt.column, str(doubt))
        return None


def _which(said: Said, known: KnownHere, findings: Findings) -> Training | None:
    if not said.training:
        return None
    try:
        return known.trainings.called(said.training)
    except NoSuchTraining as problem:
        findings.refuse(said.row, "training", str(problem))
        return None


def _may_be_put_in(said: Said, colleague: Colleague, there: There, known: KnownHere, findings: Findings) -> bool:
    """Whether it is somebody else's, and was never taken back."""
    if colleague.pk in known.own:
        column = "staff_number" if said.staff_number else "email"
        message = f"Nobody records their own training. Take your own line out: {known.deciders}"
        findings.refuse(said.row, column, message)
        return False
    if taken_back_on := known.taken_back.get(there):
        day = f"{taken_back_on:%d/%m/%Y}"
        findings.refuse(
            said.row, "completed_on",
            f"This was recorded before and taken back on {day}. Take the line out; if it is right after all, "
            "record it on the page",
        )  # fmt: skip
        return False
    return True
