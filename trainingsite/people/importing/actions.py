"""Putting a file of staff in: everything the plan says, or nothing; each person's change with its event."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import plain
from trainingsite.audit.chain import digest
from trainingsite.audit.series import Act, record_series
from trainingsite.people.credentials import change_addresses, mail_at_once
from trainingsite.people.importing.known import A_DAY
from trainingsite.people.importing.reading import known_at
from trainingsite.people.importing.rules import Outcome, Plan, plan_for
from trainingsite.people.importing.signins import sign_in_names
from trainingsite.people.importing.stays import How
from trainingsite.people.models import JobRole, Membership, Person, Practice
from trainingsite.people.names import change_names
from trainingsite.people.staffing import open_sign_ins

AT_ONCE = 500


class Overtaken(Exception):
    """The file would no longer do what was shown; ``plan`` is what it would do now."""

    def __init__(self, plan: Plan):
        super().__init__("Something has changed since the file was looked at.")
        self.plan = plan


@dataclass(frozen=True)
class Commandline:
    """Whoever runs a command without saying who they are: the record names nobody."""

    pk: None = None
    key: str = ""


def plan_import(body: bytes, practice: Practice, day: dt.date, by: Person | Commandline | None = None) -> Plan:
    """What the file would do at the practice; nothing is changed."""
    return plan_for(body, known_at(practice, day), day, importer=by.pk if by else None)


def import_staff(
    *,
    body: bytes,
    practice: Practice,
    leavers: Collection[str] | None = (),
    fingerprint: str = "",
    end_access: Callable,
    tell_moved: Callable = mail_at_once,
    by: Person | Commandline,
    at: dt.datetime,
) -> Plan:
    """Do what the file says, and end the access of the proposed leavers with these keys (None: of all of them).

    ``tell_moved`` tells those whose address changes (``people.credentials.change_addresses``).
    ``fingerprint`` is that of the plan somebody agreed to. Raises Overtaken when it would be another one by now. A
    plan with errors is answered as it is, and nothing is done.
    """
    try:
        with transaction.atomic():
            return _import(body, practice, leavers, fingerprint, end_access, tell_moved, by, at)
    except IntegrityError as collision:  # somebody was ended or took a sign-in name in this very moment
        raise Overtaken(plan_import(body, practice, timezone.localdate(at), by)) from collision


def _import(body, practice, leavers, fingerprint, end_access, tell_moved, by, at) -> Plan:
    Practice.objects.select_for_update().get(pk=practice.pk)  # two files at once: the second finds the first one's
    day = timezone.localdate(at)
    plan = plan_import(body, practice, day, by)
    if fingerprint and fingerprint != plan.fingerprint():
        raise Overtaken(plan)
    if plan.errors:
        return plan
    if plan.changes_something:
        _Import(plan, practice, by, at, tell_moved).write(digest(body))
    gone = [outcome.colleague.pk for outcome in plan.updated if outcome.ends_access]
    gone += [colleague.pk for colleague in plan.ticked(leavers, by.pk)]
    people = Person.objects.in_bulk(gone)
    for pk in gone:
        end_access(person=people[pk], practice=practice, by=by, at=at)
    return plan


@dataclass
class _Import:
    """One file being written down: the rows it makes, and what each of them is told by."""

    plan: Plan
    practice: Practice
    by: Person | Commandline
    at: dt.datetime
    tell_moved: Callable
    memberships: list[Membership] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)

    def write(self, file_digest: str) -> None:
        self.day = timezone.localdate(self.at)
        self.roles = dict(JobRole.objects.values_list("key", "pk"))
        self.people = self._people()
        self.were = Membership.objects.in_bulk(
            [outcome.job.before.pk for outcome in self.plan.updated if outcome.job.before]
        )
        for outcome in self.plan.created:
            self._begin(outcome)
        for outcome in self.plan.updated:
            self._change(outcome)
        Membership.objects.bulk_create(self.memberships, batch_size=AT_ONCE)
        self._rename()
        self._send_mail_elsewhere()
        counts = {name: number for name, number in self.plan.counts().items() if name in ("created", "updated")}
        told = Act("people.staff_imported", str(self.practice.key), {**counts, "file": file_digest})
        record_series(chain=self.practice.chain, actor=str(self.by.key), at=self.at, acts=[*self.acts, told])

    def _people(self) -> dict[int, Person]:
        """By row, the person each line is about; who is new is made, with no password until they are invited."""
        new = self.plan.created
        names = sign_in_names([(outcome.entry.first_name, outcome.entry.last_name) for outcome in new])
        made = Person.objects.bulk_create(
            [
                Person(
                    username=name, first_name=outcome.entry.first_name, last_name=outcome.entry.last_name,
                    email=outcome.email, password=make_password(None), date_joined=self.at,
                    is_active=outcome.job.lasts_on(self.day),
                )
                for name, outcome in zip(names, new, strict=True)
            ],
            batch_size=AT_ONCE,
        )  # fmt: skip
        known = Person.objects.in_bulk([outcome.colleague.pk for outcome in self.plan.updated])
        people = {outcome.entry.row: person for outcome, person in zip(new, made, strict=True)}
        return people | {outcome.entry.row: known[outcome.colleague.pk] for outcome in self.plan.updated}

    def _begin(self, outcome: Outcome) -> None:
        """Somebody's first day at the practice, or their first since they came back."""
        job, person = outcome.job, self.people[outcome.entry.row]
        begun = self._membership(outcome, manager_id=self._manager(outcome))
        data = {"job": str(begun.line), "job_role": job.job_role, "started_on": plain(job.started_on)}
        self._tell("people.joined", person, data)
        if job.ended_on:
            self._tell("people.left", person, {"job": str(begun.line), "ended_on": plain(job.ended_on)})

    def _change(self, outcome: Outcome) -> None:
        job = outcome.job
        if job.how is How.BEGIN:
            self._begin(outcome)
            return
        was = self.were[job.before.pk]
        manager_id = self._manager(outcome) or was.manager_id
        if job.how is How.FOLLOW:
            self._follow(outcome, was, manager_id)
        elif self._is_other(outcome, was, manager_id):
            self._membership(outcome, line=was.line, supersedes=was, manager_id=manager_id)
            self._tell("people.job_corrected", self.people[outcome.entry.row], self._corrected(outcome, was))
            if job.ended_on != was.ended_on:
                data = {"job": str(was.line), "ended_on": plain(job.ended_on)}
                self._tell("people.left", self.people[outcome.entry.row], data)

    def _follow(self, outcome: Outcome, was: Membership, manager_id: int | None) -> None:
        """Another job from today on: the one before ended yesterday, and its rules stay what they were until then."""
        person, yesterday = self.people[outcome.entry.row], self.day - A_DAY
        self._add(
            person_id=was.person_id, job_role_id=was.job_role_id, started_on=was.started_on, ended_on=yesterday,
            staff_number=was.staff_number, manager_id=was.manager_id, line=was.line, supersedes=was,
        )  # fmt: skip
        begun = self._membership(outcome, manager_id=manager_id)
        data = {"job": str(begun.line), "before": str(was.line), "job_role": outcome.job.job_role}
        self._tell("people.job_changed", person, {**data, "started_on": plain(self.day)})

    def _membership(self, outcome: Outcome, **more) -> Membership:
        job, person = outcome.job, self.people[outcome.entry.row]
        return self._add(
            person_id=person.pk, job_role_id=self.roles[job.job_role], started_on=job.started_on,
            ended_on=job.ended_on, staff_number=job.staff_number, **more,
        )  # fmt: skip

    def _add(self, **fields) -> Membership:
        row = Membership(practice=self.practice, recorded_by=str(self.by.key), recorded_at=self.at, **fields)
        self.memberships.append(row)
        return row

    def _is_other(self, outcome: Outcome, was: Membership, manager_id: int | None) -> bool:
        job = outcome.job
        wanted = (job.started_on, job.ended_on, self.roles[job.job_role], job.staff_number, manager_id)
        return wanted != (was.started_on, was.ended_on, was.job_role_id, was.staff_number, was.manager_id)

    def _corrected(self, outcome: Outcome, was: Membership) -> dict:
        job = outcome.job
        return {"job": str(was.line), "job_role": job.job_role, "started_on": plain(job.started_on)}

    def _manager(self, outcome: Outcome) -> int | None:
        """Who manages the person: known already, or another row's."""
        manager = outcome.manager
        if manager is None:
            return None
        return manager.pk or self.people[manager.row].pk

    def _rename(self) -> None:
        """Names as the file has them, and a sign-in for who is back."""
        names, back = [], []
        for outcome in self.plan.updated:
            person = self.people[outcome.entry.row]
            names.append((person, *outcome.names))
            if outcome.opens_sign_in(self.day) and not person.is_active:
                back.append(person.pk)
        self.acts += change_names(names=names, by=self.by if self.by.pk else None, at=self.at)
        open_sign_ins(back)

    def _send_mail_elsewhere(self) -> None:
        """New addresses, each on record as a new way into an account."""
        addresses = [(self.people[outcome.entry.row], outcome.email) for outcome in self.plan.updated]
        by = self.by if self.by.pk else None
        change_addresses(
            addresses=addresses, chain=self.practice.chain, by=by, at=self.at, tell_moved=self.tell_moved
        )  # fmt: skip

    def _tell(self, verb: str, person: Person, data: dict | None = None) -> None:
        self.acts.append(Act(verb, str(person.key), data))
