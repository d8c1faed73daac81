"""What a file of staff would change: who is new, what is different, who seems to have left, what is wrong. Pure."""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trainingsite.formats.dates import long_date
from trainingsite.people.days import Days
from trainingsite.people.importing.entries import STAFF, Entry, entry_in
from trainingsite.people.importing.known import Colleague, Known
from trainingsite.people.importing.managers import Managers, Somebody, managers_in
from trainingsite.people.importing.matching import who_is_who
from trainingsite.people.importing.stays import How, Job, job_for
from trainingsite.people.importing.table import Findings, NotATable, Problem, lines_in

NOTHING = "—"


class Kind(StrEnum):
    """What becomes of one line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be different, as it is shown."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Outcome:
    """What one line would do."""

    entry: Entry
    colleague: Colleague | None
    job: Job
    manager: Somebody | None
    changes: tuple[Change, ...]
    email: str
    ends_access: bool
    role: str = ""
    names: tuple[str, str] = ("", "")

    @property
    def kind(self) -> Kind:
        if self.colleague is None:
            return Kind.CREATED
        return Kind.UPDATED if self.changes else Kind.UNCHANGED

    @property
    def changes_address(self) -> bool:
        """Whether mail for somebody who is here already would go elsewhere."""
        return self.colleague is not None and self.email.casefold() != self.colleague.email.casefold()

    @property
    def joins(self) -> bool:
        """Whether somebody is new, or comes back."""
        return self.colleague is None or self.job.how is How.BEGIN

    def opens_sign_in(self, day: date) -> bool:
        """Whether somebody is back, or did not leave when it was thought; others are let in where they were shut out.

        What is for more than this practice was closed by an administrator, who opens it again.
        """
        if self.colleague is None or self.colleague.elsewhere or not self.job.lasts_on(day):
            return False
        ended_on = self.job.before.ended_on
        return self.job.how is How.BEGIN or (ended_on is not None and ended_on <= day and ended_on != self.job.ended_on)


@dataclass(frozen=True)
class Plan:
    """Everything a file would do; nothing of it is done while there is one error."""

    outcomes: tuple[Outcome, ...] = ()
    leavers: tuple[Colleague, ...] = ()
    errors: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()

    def of_kind(self, kind: Kind) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.kind is kind]

    @property
    def created(self) -> list[Outcome]:
        return self.of_kind(Kind.CREATED)

    @property
    def updated(self) -> list[Outcome]:
        return self.of_kind(Kind.UPDATED)

    @property
    def unchanged(self) -> list[Outcome]:
        return self.of_kind(Kind.UNCHANGED)

    @property
    def changes_something(self) -> bool:
        return not self.errors and bool(self.created or self.updated)

    @property
    def changes_addresses(self) -> bool:
        return any(outcome.changes_address for outcome in self.outcomes)

    @property
    def brings_people(self) -> bool:
        """Whether there is somebody to be invited afterwards."""
        return any(outcome.joins for outcome in self.outcomes)

    @property
    def back(self) -> list[int]:
        """Those who worked here before and come back."""
        outcomes = () if self.errors else self.updated
        return [outcome.colleague.pk for outcome in outcomes if outcome.joins]

    def ticked(self, keys: Collection[str] | None, importer: int | None) -> list[Colleague]:
        """Those of the proposed leavers who have these keys (None: all of them); never whoever brings the file."""
        wanted = (each for each in self.leavers if keys is None or each.key in keys)
        return [each for each in wanted if importer is None or each.pk != importer]

    def counts(self) -> dict[str, int]:
        """How many there are of each; nobody is created or updated while there is an error."""
        return {
            "created": 0 if self.errors else len(self.created),
            "updated": 0 if self.errors else len(self.updated),
            "unchanged": len(self.unchanged),
            "proposed_leavers": len(self.leavers),
        }

    def fingerprint(self) -> str:
        """The same for two plans that do the same: by it, what is confirmed is known to be what was shown."""
        said = {
            "lines": [
                [
                    outcome.entry.row,
                    outcome.kind,
                    outcome.colleague and outcome.colleague.key,
                    *map(str, outcome.changes),
                ]
                for outcome in self.outcomes
            ],
            "leavers": [colleague.key for colleague in self.leavers],
            "errors": [str(error) for error in self.errors],
        }
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def plan_for(body: bytes, known: Known, today: date, importer: int | None = None) -> Plan:
    """What the file would do at a practice where these people are known; ``importer`` is whoever brings it."""
    findings, going = Findings(), known.going_over
    if going and (gone := going.why_not_begin(today)):
        return Plan(errors=(Problem(1, "", gone),))
    try:
        lines = lines_in(body, STAFF, findings)
    except NotATable as problem:
        return Plan(errors=tuple(problem.problems))
    entries = [entry_in(line, known.roles, today, findings) for line in lines]
    matches = who_is_who(entries, known, findings)
    managers = managers_in(entries, matches, known, today, findings)
    outcomes = []
    for entry in entries:
        if entry.row in matches:
            outcome = _outcome(entry, matches[entry.row], managers, known, today, findings, importer)
            outcomes += [outcome] if outcome else []
    _refuse_ending_oneself(outcomes, importer, findings)
    return Plan(
        outcomes=tuple(outcomes),
        leavers=tuple(_leavers(known, matches.values(), today)),
        errors=STAFF.in_order(findings.errors),
        notes=STAFF.in_order(findings.notes),
    )


def _outcome(
    entry: Entry,
    colleague: Colleague | None,
    managers: Managers,
    known: Known,
    today: date,
    findings: Findings,
    importer: int | None,
) -> Outcome | None:
    """What the line would do; None once it is clear that it cannot be done."""
    job = job_for(entry, colleague, today, findings)
    if job is None or _goes_on_after_the_practice(entry, job, known, findings):
        return None
    email = _address(entry, colleague, findings, importer)
    manager = managers.of_row.get(entry.row)
    if colleague is None:
        return Outcome(entry, None, job, manager, (), email, ends_access=False, role=known.roles[job.job_role])
    ends = _ends_access(colleague, job, today)
    _note_what_follows(entry, colleague, job, ends, today, findings)
    names = _names(entry, colleague, findings)
    changes = [*_changes_of_person(colleague, names, email), *_changes_of_job(job, colleague, manager, known)]
    return Outcome(entry, colleague, job, manager, tuple(changes), email, ends, names=names)


def _goes_on_after_the_practice(entry: Entry, job: Job, known: Known, findings: Findings) -> bool:
    """Refuse a job that would last into the days on which the practice is another's."""
    days = Days(job.started_on, job.ended_on)
    why_not = known.going_over.why_not_last(days) if known.going_over else ""
    if why_not:
        findings.refuse(entry.row, "started_on" if job.started_on >= known.going_over.on else "left_on", why_not)
    return bool(why_not)


def _names(entry: Entry, colleague: Colleague, findings: Findings) -> tuple[str, str]:
    """The name the person will have: no practice renames somebody who is known by it elsewhere too."""
    wanted, has = (entry.first_name, entry.last_name), (colleague.first_name, colleague.last_name)
    if wanted == has or not colleague.elsewhere:
        return wanted
    findings.note(
        entry.row, "last_name",
        f"{colleague.name} keeps this name here, and is not called {entry.name}: their sign-in is for more than this "
        "practice, so only they can change it, in their account",
    )  # fmt: skip
    return has


def _address(entry: Entry, colleague: Colleague | None, findings: Findings, importer: int | None) -> str:
    """The address the person will have: their own choice, where it opens more than this practice's doors."""
    if colleague is None:
        return entry.email
    if not entry.email or entry.email.casefold() == colleague.email.casefold():
        return colleague.email
    if colleague.elsewhere or colleague.belongs_elsewhere:
        findings.note(
            entry.row, "email",
            f"The address of {colleague.name} stays {colleague.email or 'empty'}: their sign-in is for more than this "
            "practice, so only they can change it, in their account",
        )  # fmt: skip
        return colleague.email
    if colleague.pk == importer:
        findings.note(
            entry.row, "email",
            f"Your own address stays {colleague.email or 'empty'}. Change it in your account: a code goes to the new "
            "one first",
        )  # fmt: skip
        return colleague.email
    return entry.email


def _changes_of_person(colleague: Colleague, names: tuple[str, str], email: str) -> Iterator[Change]:
    for what, old, new in (
        ("First name", colleague.first_name, names[0]),
        ("Last name", colleague.last_name, names[1]),
        ("E-mail", colleague.email, email),
    ):
        if new != old:
            yield Change(what, old or NOTHING, new)


def _changes_of_job(job: Job, colleague: Colleague, manager: Somebody | None, known: Known) -> Iterator[Change]:
    before = job.before
    if job.how is How.BEGIN:
        ended = max((stay.ended_on for stay in colleague.stays if stay.ended_on), default=None)
        yield Change("Comes back", f"left {_shown(ended)}" if ended else NOTHING, _shown(job.started_on))
    elif job.how is How.CORRECT and job.started_on != before.started_on:
        yield Change("First day", _shown(before.started_on), _shown(job.started_on))
    last_day = None if job.how is How.BEGIN else before.ended_on
    if job.ended_on != last_day:
        yield Change("Last day", _shown(last_day), _shown(job.ended_on))
    if job.job_role != before.job_role:
        name = known.roles.get
        yield Change("Job role", name(before.job_role, before.job_role), name(job.job_role, job.job_role))
    if job.staff_number != before.staff_number:
        yield Change("Staff number", before.staff_number or NOTHING, job.staff_number)
    if manager and (manager.pk is None or manager.pk != before.manager):
        was = known.by_pk.get(before.manager)
        yield Change("Manager", was.name if was else NOTHING, manager.name)


def _ends_access(colleague: Colleague, job: Job, today: date) -> bool:
    """Whether the line says that somebody who works here has gone already, and has no other job here."""
    others = [stay for stay in colleague.lasting(today) if stay != job.before]
    return job.how is not How.BEGIN and job.before.lasts_on(today) and not job.lasts_on(today) and not others


def _note_what_follows(
    entry: Entry, colleague: Colleague, job: Job, ends: bool, today: date, findings: Findings
) -> None:
    """Say what a last day means for the duties somebody holds, and that a job which is over stays over."""
    duties = ", ".join(colleague.duties)
    if ends and duties:
        findings.note(entry.row, "left_on", f"{colleague.name} is {duties} here. That ends too: give it to somebody")
    elif job.ended_on and job.lasts_on(today) and duties and entry.left_on:
        findings.note(entry.row, "left_on", f"{colleague.name} is {duties} here. Hand that over before their last day")
    elif not job.lasts_on(today) and not entry.left_on:
        day = f"{job.ended_on:%d/%m/%Y}"
        findings.note(
            entry.row, "left_on",
            f"{colleague.name} left on {day}. If they are back, give the day they came back as started_on",
        )  # fmt: skip


def _refuse_ending_oneself(outcomes: list[Outcome], importer: int | None, findings: Findings) -> None:
    for outcome in outcomes:
        if outcome.ends_access and outcome.colleague.pk == importer:
            message = "You cannot end your own job here: somebody else who manages the practice has to. Take it out"
            findings.refuse(outcome.entry.row, "left_on", message)


def _leavers(known: Known, matched, today: date) -> Iterator[Colleague]:
    """Who works here today, with no last day, and is not in the file."""
    told = {colleague.pk for colleague in matched if colleague}
    for colleague in known.colleagues:
        here = [stay for stay in colleague.stays if stay.started_on <= today and stay.ended_on is None]
        if here and colleague.pk not in told:
            yield colleague


def _shown(day: date | None) -> str:
    return long_date(day) if day else NOTHING
