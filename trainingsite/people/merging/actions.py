"""Letting one practice go over into another: jobs, leave and sites move, duties end, and both chains tell of it.

Nothing that happened is touched. Signatures, completions and certificates stay the practice's that they were made at.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db import transaction

from trainingsite.audit.actions import SITE_CHAIN, plain, record
from trainingsite.audit.series import Act, record_series
from trainingsite.people.facts import DatedFact, correct
from trainingsite.people.merging.plan import Leave, MergerPlan, Move, plan_merger
from trainingsite.people.models import Absence, Membership, Practice, Responsibility
from trainingsite.people.places import BranchSite, Merger
from trainingsite.people.practices import end_before


class Overtaken(Exception):
    """The merger would no longer do what was shown; ``plan`` is what it would do now."""

    def __init__(self, plan: MergerPlan):
        super().__init__("Something has changed since the merger was looked at.")
        self.plan = plan


@transaction.atomic
def merge(
    *,
    practice: Practice,
    into: Practice,
    on: dt.date,
    with_sites: bool = True,
    fingerprint: str = "",
    by: str = "",
    at: dt.datetime,
) -> MergerPlan:
    """Let the practice go over into the other on that day. Raises CannotMerge, and Overtaken with what it would be."""
    # Two mergers at once: the second finds the first one's.
    list(Practice.objects.select_for_update().filter(pk__in=[practice.pk, into.pk]).order_by("pk"))
    plan = plan_merger(practice, into, on, with_sites=with_sites)
    if fingerprint and fingerprint != plan.fingerprint():
        raise Overtaken(plan)
    _Merging(plan, by, at).write()
    return plan


@dataclass
class _Merging:
    """One merger being written down: its rows, and what each chain is told."""

    plan: MergerPlan
    by: str
    at: dt.datetime
    of_practice: list[Act] = field(default_factory=list)
    of_other: list[Act] = field(default_factory=list)

    def write(self) -> None:
        plan = self.plan
        merger = self._succeed()
        for move in plan.moves:
            self._move(move)
        for duty in plan.duties:
            self._end_duty(duty)
        for leave in plan.leave:
            self._carry(leave)
        for place in plan.networks:
            end_before(place, plan.on, by=self.by, at=self.at)
        if plan.with_sites:
            self._carry_sites()
        data = {
            "merger": str(merger.line), "into": str(plan.into.key), "on": plain(plan.on), "people": plan.people,
            "networks_left": sorted(place.network.key for place in plan.networks),
        }  # fmt: skip
        # First the act of both: it takes the locks of both chains in their order, and the others follow under them.
        record(
            chains=[plan.practice.chain, plan.into.chain, SITE_CHAIN], verb="people.practices_merged", actor=self.by,
            subject=plan.practice.key, at=self.at, data=data,
        )  # fmt: skip
        for chain, acts in ((plan.practice.chain, self.of_practice), (plan.into.chain, self.of_other)):
            record_series(chain=chain, actor=self.by, at=self.at, acts=acts)

    def _succeed(self) -> Merger:
        """Note who answers for the practice from now on, and for whatever went over into it before."""
        practice, into, on = self.plan.practice, self.plan.into, self.plan.on
        for before in Merger.objects.known().filter(into=practice, ended_on=None):
            if before.started_on >= on:
                correct(before, by=self.by, at=self.at, into_id=into.pk)
                continue
            end_before(before, on, by=self.by, at=self.at)
            self._merger(before.practice, into, on)
        return self._merger(practice, into, on)

    def _merger(self, practice: Practice, into: Practice, on: dt.date) -> Merger:
        return Merger.objects.create(
            practice=practice, into=into, started_on=on, recorded_by=self.by, recorded_at=self.at
        )

    def _move(self, move: Move) -> None:
        job, subject = move.job, str(move.job.person.key)
        last = self._end(job)
        self.of_practice.append(Act("people.left", subject, {"job": str(job.line), "ended_on": last}))
        for days in move.days:
            begun = Membership.objects.create(
                person=job.person, practice=self.plan.into, job_role=job.job_role, staff_number=job.staff_number,
                manager=job.manager, started_on=days.first, ended_on=days.last, recorded_by=self.by,
                recorded_at=self.at,
            )  # fmt: skip
            data = {"job": str(begun.line), "before": str(job.line), "job_role": job.job_role.key}
            self.of_other.append(Act("people.joined", subject, {**data, **_plain(days.first, days.last)}))

    def _end(self, fact: DatedFact) -> str | None:
        """End a fact on the eve of the day: its last day, as the chain tells it; none for what never was."""
        ended = end_before(fact, self.plan.on, by=self.by, at=self.at)
        return None if ended.withdrawn else plain(ended.ended_on)

    def _end_duty(self, duty: Responsibility) -> None:
        data = {"duty": duty.duty, "held": str(duty.line), "ended_on": self._end(duty)}
        self.of_practice.append(Act("people.duty_ended", str(duty.person.key) if duty.person else "", data))

    def _carry(self, leave: Leave) -> None:
        person = leave.absence.person
        for days in leave.days:
            absence = Absence.objects.create(
                person=person, practice=self.plan.into, started_on=days.first, ended_on=days.last,
                recorded_by=self.by, recorded_at=self.at,
            )  # fmt: skip
            data = {"leave": str(absence.line), **_plain(days.first, days.last)}
            self.of_other.append(Act("people.leave_noted", str(person.key), data))

    def _carry_sites(self) -> None:
        """The practice's own address and its branch sites are branch sites of the other from the day on."""
        practice, into = self.plan.practice, self.plan.into
        own = BranchSite(name=practice.name, address=practice.address, cqc_location_id=practice.cqc_location_id)
        for site in [own, *self.plan.sites]:
            first, last = self.plan.on, site.ended_on
            if site.pk:
                first = max(first, site.started_on)
                data = {"site": str(site.line), "ended_on": self._end(site)}
                self.of_practice.append(Act("people.site_closed", str(practice.key), data))
            added = BranchSite.objects.create(
                practice=into, name=site.name, address=site.address, cqc_location_id=site.cqc_location_id,
                started_on=first, ended_on=last, recorded_by=self.by, recorded_at=self.at,
            )  # fmt: skip
            data = {"site": str(added.line), **_plain(first, last)}
            self.of_other.append(Act("people.site_added", str(into.key), data))


def _plain(first: dt.date, last: dt.date | None) -> dict:
    return {"started_on": plain(first)} if last is None else {"started_on": plain(first), "ended_on": plain(last)}
