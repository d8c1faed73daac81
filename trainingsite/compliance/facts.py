"""Everything the rule of due dates needs to know of one practice, read in a fixed number of queries."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from trainingsite.compliance import done as learning
from trainingsite.compliance.archives import terms_outside
from trainingsite.compliance.audiences import asked_of
from trainingsite.compliance.going_live import went_live_on
from trainingsite.compliance.models import Exemption, Requirement
from trainingsite.compliance.rules import Applies, Done, Facts, Span
from trainingsite.compliance.wordings import Demand, asking_rows, demands_among, parts_within
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
class PracticeFacts:
    """What is known of a practice's people and requirements."""

    practice: Practice
    went_live_on: dt.date
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
            go_live_on=self.runs_from(kind, target_id),
            done=said.done if kind == "policy" else self.completed.get((person_id, kind, target_id), ()),
            renewals=self.policies.renewals.get(target_id, ()) if kind == "policy" else (),
            absences=self.absences.get(person_id, ()),
            exemptions=self.exemptions.get((person_id, demand.line), ()),
            queries=said.queries,
            declines=said.declines,
        )

    def runs_from(self, kind: str, target_id: int) -> dt.date:
        """The day before which no clock runs: of going live, or when the policy's first version took effect."""
        in_force_from = self.policies.in_force_from.get(target_id) if kind == "policy" else None
        return max(self.went_live_on, in_force_from) if in_force_from else self.went_live_on

    def applies(self, member: Member, demand: Demand) -> Iterator[Applies]:
        """The days on which it falls on the person, each wording naming its own people on its own days."""
        if not demand.audiences:
            yield from self.named_by(member, demand.newest)
        for wording, terms in demand.audiences:
            for named in self.named_by(member, wording):
                for span in parts_within([named.span], terms.span):
                    yield Applies(span, max(named.recorded_on, terms.known_from))

    def named_by(self, member: Member, wording: Requirement) -> Iterator[Applies]:
        """The days on which a wording names the person; one that names nobody leaves that to its policy."""
        asked = self.policies.askings.get(wording.policy_id) if wording.policy_id else None
        if asked and wording.is_for_everyone:
            return asked_of(member, asked)
        return applies_to(member, wording)


def facts_about(
    practice: Practice, day: dt.date, *, known_at: dt.datetime | None = None, people: list[Person] | None = None
) -> PracticeFacts:
    """What was known at a moment (now, unless told) of the people who work at the practice on the day."""
    return facts_within(practice, Span(day, day), known_at=known_at, people=people)


def facts_within(
    practice: Practice,
    period: Span,
    *,
    known_at: dt.datetime | None = None,
    people: list[Person] | None = None,
    demands: list[Demand] | None = None,
) -> PracticeFacts:
    """The same of everybody who works there, and of all that is asked (or of these), on some day of a period."""
    members = members_within(practice, period, known_at, people)
    ids = [member.person.pk for member in members]
    demands = demands_within(practice, period, known_at) if demands is None else demands
    targets = [demand.target for demand in demands]
    person_of = learning.rows_counting_for(ids, known_at)
    policies = learning.policy_facts(practice, person_of, targets, known_at)
    return PracticeFacts(
        practice=practice,
        went_live_on=went_live_on(practice, known_at),
        members=members,
        demands=[*outside_the_archive(demands, policies.archived, period)],
        absences=spans_by(Absence.objects.at(practice).filter(person__in=ids), known_at, "person_id"),
        exemptions=spans_by(
            Exemption.objects.at(practice).filter(person__in=ids), known_at, "person_id", "requirement_line"
        ),
        completed=learning.completed_by(person_of, targets, known_at),
        policies=policies,
    )


def members_within(practice, period, known_at, people) -> list[Member]:
    """The people who work at the practice on some day of the period, by name."""
    rows = Membership.objects.at(practice).select_related("person", "job_role__staff_group", "manager")
    duties = Responsibility.objects.at(practice).filter(person__isnull=False)
    if people is not None:
        rows, duties = rows.filter(person__in=people), duties.filter(person__in=people)
    stays, known_since = standing_rows(rows, known_at)
    by_person, duties_of = defaultdict(list), defaultdict(list)
    held, duties_known_since = standing_rows(duties, known_at)
    for duty in held:
        duties_of[duty.person_id].append(duty)
    for stay in stays:
        by_person[stay.person_id].append(stay)
    found = [
        Member(stays[0].person, tuple(stays), known_since | duties_known_since, tuple(duties_of[person_id]))
        for person_id, stays in by_person.items()
        if any(Span(stay.started_on, stay.ended_on).meets(period) for stay in stays)
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
            yield Applies(Span(duty.started_on, duty.ended_on), member.known_since[duty.line])


def demands_within(practice: Practice, period: Span, known_at) -> list[Demand]:
    """The practice's requirements that hold on some day of the period, each with its earlier and later wordings."""
    return demands_among(*asking_rows(practice, known_at), period)


def outside_the_archive(demands: list[Demand], archived: dict[int, tuple[Span, ...]], period: Span) -> Iterator[Demand]:
    """The requirements without the days that their policies spend in the archive; those that hold in the period."""
    for demand in demands:
        kind, target_id = demand.target
        spans = archived.get(target_id, ()) if kind == "policy" else ()
        terms = terms_outside(demand.terms, spans) if spans else demand.terms
        if any(each.span.meets(period) for each in terms):
            yield replace(demand, terms=terms) if spans else demand


def spans_by(rows, known_at, *names: str) -> dict:
    """The spans of dated facts, by the value of one field or by the values of several."""
    found = defaultdict(list)
    for row in standing_rows(rows, known_at)[0]:
        key = tuple(getattr(row, name) for name in names)
        found[key if len(names) > 1 else key[0]].append(Span(row.started_on, row.ended_on))
    return {key: tuple(spans) for key, spans in found.items()}
