"""Everything the rule of due dates needs to know of one practice, read in a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.utils import timezone

from trainingsite.compliance import done as learning
from trainingsite.compliance.archives import terms_outside
from trainingsite.compliance.audiences import asked_of
from trainingsite.compliance.models import Adoption, Exemption, Requirement
from trainingsite.compliance.rules import Anchor, Applies, Done, Facts, Span, Terms
from trainingsite.people.facts import standing_rows
from trainingsite.people.models import Absence, Membership, Person, Practice, Responsibility

NOTHING_SAID = learning.Said()


@dataclass(frozen=True)
class Member:
    """One of the practice's people, with every stay at the practice that is known."""

    person: Person
    stays: tuple[Membership, ...]
    known_since: dict[uuid.UUID, dt.date]
    duties: tuple[Responsibility, ...]

    def stay_on(self, day: dt.date) -> Membership:
        """The job shown for them that day: of two posts, the one they began first."""
        return next(stay for stay in self.stays if Span(stay.started_on, stay.ended_on).covers(day))


@dataclass(frozen=True)
class Demand:
    """One requirement as a practice has it: its wordings over time, newest last."""

    wordings: tuple[Requirement, ...]
    terms: tuple[Terms, ...]

    @property
    def newest(self) -> Requirement:
        return self.wordings[-1]

    @property
    def line(self) -> uuid.UUID:
        return self.newest.line

    @property
    def target(self) -> tuple[str, int]:
        """The kind of thing it asks for, and which."""
        return self.newest.kind, getattr(self.newest, f"{self.newest.kind}_id")


@dataclass(frozen=True)
class PracticeFacts:
    """What is known of a practice's people and requirements."""

    practice: Practice
    members: list[Member]
    demands: list[Demand]
    absences: dict[int, tuple[Span, ...]]
    exemptions: dict[tuple[int, uuid.UUID], tuple[Span, ...]]
    completed: dict[tuple[int, str, int], tuple[Done, ...]]
    policies: learning.PolicyFacts = field(repr=False)

    def about(self, member: Member, demand: Demand) -> Facts:
        """The facts of one cell."""
        person_id, (kind, target_id) = member.person.pk, demand.target
        said = self.policies.said.get((person_id, target_id), NOTHING_SAID) if kind == "policy" else NOTHING_SAID
        return Facts(
            terms=demand.terms,
            applies=tuple(self.applies(member, demand)),
            go_live_on=self.practice.went_live_on,
            done=said.done if kind == "policy" else self.completed.get((person_id, kind, target_id), ()),
            renewals=self.policies.renewals.get(target_id, ()) if kind == "policy" else (),
            absences=self.absences.get(person_id, ()),
            exemptions=self.exemptions.get((person_id, demand.line), ()),
            queries=said.queries,
            declines=said.declines,
        )

    def applies(self, member: Member, demand: Demand) -> Iterator[Applies]:
        """The days on which it falls on the person; a requirement that names nobody leaves that to its policy."""
        kind, target_id = demand.target
        asked = self.policies.askings.get(target_id) if kind == "policy" else None
        if asked and demand.newest.is_for_everyone:
            return asked_of(member, asked)
        return applies_to(member, demand.newest)


def facts_about(
    practice: Practice, day: dt.date, *, known_at: dt.datetime | None = None, people: list[Person] | None = None
) -> PracticeFacts:
    """What was known at a moment (now, unless told) of the people who work at the practice on the day."""
    members = members_on(practice, day, known_at, people)
    ids = [member.person.pk for member in members]
    demands = demands_on(practice, day, known_at)
    targets = [demand.target for demand in demands]
    policies = learning.policy_facts(practice, ids, targets, known_at)
    return PracticeFacts(
        practice=practice,
        members=members,
        demands=[*outside_the_archive(demands, policies.archived, day)],
        absences=spans_by(Absence.objects.at(practice).filter(person__in=ids), known_at, "person_id"),
        exemptions=spans_by(
            Exemption.objects.at(practice).filter(person__in=ids), known_at, "person_id", "requirement_line"
        ),
        completed=learning.completed_by(ids, targets, known_at),
        policies=policies,
    )


def members_on(practice, day, known_at, people) -> list[Member]:
    """The people who work at the practice that day, by name."""
    rows = Membership.objects.at(practice).select_related("person", "job_role__staff_group", "manager")
    duties = Responsibility.objects.at(practice).filter(person__isnull=False)
    if people is not None:
        rows, duties = rows.filter(person__in=people), duties.filter(person__in=people)
    stays, known_since = standing_rows(rows, known_at)
    by_person, duties_of = defaultdict(list), defaultdict(list)
    for duty in standing_rows(duties, known_at)[0]:
        duties_of[duty.person_id].append(duty)
    for stay in stays:
        by_person[stay.person_id].append(stay)
    found = [
        Member(stays[0].person, tuple(stays), known_since, tuple(duties_of[person_id]))
        for person_id, stays in by_person.items()
        if any(Span(stay.started_on, stay.ended_on).covers(day) for stay in stays)
    ]
    return sorted(found, key=lambda m: (m.person.last_name.casefold(), m.person.first_name.casefold(), m.person.pk))


def applies_to(member: Member, requirement: Requirement) -> Iterator[Applies]:
    """The days on which the requirement falls on the person: by their job, or by a duty they hold."""
    everyone = requirement.is_for_everyone
    for stay in member.stays:
        role = stay.job_role
        if everyone or role.key in requirement.job_roles or role.staff_group.key in requirement.staff_groups:
            yield Applies(Span(stay.started_on, stay.ended_on), member.known_since[stay.line])
    for duty in member.duties if requirement.duties else ():
        if duty.duty in requirement.duties:
            yield Applies(Span(duty.started_on, duty.ended_on), timezone.localdate(duty.recorded_at))


def demands_on(practice: Practice, day: dt.date, known_at) -> list[Demand]:
    """The practice's requirements that hold on the day, each with its earlier and later wordings."""
    adopted = standing_rows(Adoption.objects.at(practice), known_at)[0]
    wanted = Requirement.objects.at(practice).select_related(
        "programme", "module", "scenario", "policy", "outside_training"
    )
    by_line = defaultdict(list)
    for wording in standing_rows(wanted, known_at)[0]:
        by_line[wording.line].extend(
            (wording, terms)
            for adoption in adopted
            if adoption.programme_id == wording.programme_id and (terms := terms_under(wording, adoption))
        )
    found = []
    for pairs in by_line.values():
        pairs.sort(key=lambda pair: pair[1].span.first)
        if any(terms.span.covers(day) for _, terms in pairs):
            found.append(Demand(tuple(wording for wording, _ in pairs), tuple(terms for _, terms in pairs)))
    return sorted(found, key=lambda demand: (demand.newest.position, demand.newest.key))


def outside_the_archive(demands: list[Demand], archived: dict[int, tuple[Span, ...]], day: dt.date) -> Iterator[Demand]:
    """The requirements without the days that their policies spend in the archive; those that hold on the day."""
    for demand in demands:
        kind, target_id = demand.target
        spans = archived.get(target_id, ()) if kind == "policy" else ()
        if not any(span.covers(day) for span in spans):
            yield replace(demand, terms=terms_outside(demand.terms, spans)) if spans else demand


def terms_under(wording: Requirement, adoption: Adoption) -> Terms | None:
    """The wording's terms for the days on which the practice follows its programme; None when there are none."""
    first = max(wording.started_on, adoption.started_on)
    last = min((end for end in (wording.ended_on, adoption.ended_on) if end), default=None)
    if last is not None and last < first:
        return None
    return Terms(
        span=Span(first, last),
        due_within_days=wording.due_within_days,
        refresher_months=wording.refresher_months,
        anchor=Anchor(wording.anchor),
        fixed_month=wording.fixed_month,
        fixed_day=wording.fixed_day,
        window_days=wording.window_days,
    )


def spans_by(rows, known_at, *names: str) -> dict:
    """The spans of dated facts, by the value of one field or by the values of several."""
    found = defaultdict(list)
    for row in standing_rows(rows, known_at)[0]:
        key = tuple(getattr(row, name) for name in names)
        found[key if len(names) > 1 else key[0]].append(Span(row.started_on, row.ended_on))
    return {key: tuple(spans) for key, spans in found.items()}
