"""What stands behind one cell of the matrix: one person, one requirement, one day."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString

from trainingsite.certificates.standing import Stated
from trainingsite.compliance.asked_in_words import how_often
from trainingsite.compliance.exemptions import Released, titled
from trainingsite.compliance.facts import facts_within
from trainingsite.compliance.matrix import Cell, heard_of, told_about
from trainingsite.compliance.models import Exemption, Requirement
from trainingsite.compliance.planned import Planned
from trainingsite.compliance.planned import told as read_plans
from trainingsite.compliance.plans import Plan
from trainingsite.compliance.rules import Basis, Facts, Segment, Span, Standing, pauses_in, standing_on, timeline
from trainingsite.compliance.wordings import Demand
from trainingsite.desk.matrix.cells import below
from trainingsite.desk.matrix.explaining import explained
from trainingsite.desk.matrix.happened import Step, certificates_for, steps_of
from trainingsite.desk.matrix.vouching import Vouching, vouching_for
from trainingsite.desk.tags import STATUS_TAGS
from trainingsite.notices.models import Notice
from trainingsite.people.identities import rows_of
from trainingsite.people.models import Membership, Person, Practice
from trainingsite.reminders.concerning import our_own
from trainingsite.reminders.models import Reminder

A_YEAR = dt.timedelta(days=366)


@dataclass(frozen=True)
class Told:
    """One time that somebody was, or is to be, told of it: never the text."""

    on: dt.date
    why: str
    how_far: str


@dataclass(frozen=True)
class Stretch:
    """Days with one status; without a last day, as far as is known today."""

    first: dt.date
    last: dt.date | None
    standing: Standing
    note: str

    @property
    def tag(self) -> SafeString:
        return STATUS_TAGS[self.standing.status]

    @property
    def due_on(self) -> dt.date | None:
        return self.standing.due_on


@dataclass(frozen=True)
class Behind:
    """Everything the page behind a cell shows."""

    wording: Requirement
    stay: Membership | None
    cell: Cell
    why: str
    steps: list[Step]
    signed_elsewhere: list[dt.date]
    certificates: list[Stated]
    told: list[Told]
    exemptions: list[Released]
    leaves: list[Span]
    plans: list[Planned]
    stretches: list[Stretch]
    events: list[Vouching]

    @property
    def tag(self) -> SafeString:
        return STATUS_TAGS[self.cell.status]

    @property
    def below(self) -> str:
        return below(self.cell)

    @property
    def how_often(self) -> str:
        return how_often(self.wording)


def behind(practice: Practice, person: Person, line: uuid.UUID, day: dt.date, today: dt.date) -> Behind | None:
    """The record behind the cell; None where the practice never asked anybody for that while the person was here."""
    stays = list(Membership.objects.known().by(person).at(practice).select_related("job_role").order_by("started_on"))
    if not stays:
        return None
    first = min(stay.started_on for stay in stays)
    period = Span(first, max(day, today, first) + A_YEAR)
    facts = facts_within(practice, period, people=[person])
    demand = next((demand for demand in facts.demands if demand.line == line), None)
    if demand is None:
        return None
    about, wording = facts.about(facts.members[0], demand), wording_on(demand, day)
    steps = steps_of(person, practice, wording, day)
    certificates = certificates_for(person, practice, wording, day)
    records = [*(step.record for step in steps), *(each.certificate for each in certificates)]
    plans = Plan.objects.at(practice).filter(
        Q(person=person) | Q(person=None), requirement_line=line, acted_on__lte=day
    )
    plans = list(plans.select_related("person", "carried_by", "acted_by").order_by("line", "number"))
    return Behind(
        wording=wording,
        stay=next((stay for stay in stays if Span(stay.started_on, stay.ended_on).covers(day)), None),
        cell=cell_of(about, person, line, day),
        why=explained(about, day, facts.went_live_on),
        steps=steps,
        signed_elsewhere=sorted({done.on for done in about.done if done.basis is Basis.NETWORK and done.on <= day}),
        certificates=certificates,
        told=told_of(practice, person, line, day),
        exemptions=exemptions_of(practice, person, line),
        leaves=sorted(pauses_in(about).leaves, key=lambda span: span.first),
        plans=read_plans(plans, {line: wording.title}),
        stretches=stretches_of(timeline(about, first, period.last), day, today),
        events=vouching_for(
            practice, person, line, [*records, *plans], [step.record for step in steps if step.is_theirs]
        ),
    )


def stretches_of(segments: Sequence[Segment], day: dt.date, today: dt.date) -> list[Stretch]:
    """The status from one day to another, each time it or what it rests on changes."""
    ends = [segment.last for segment in segments[:-1]] + [None]
    return [
        Stretch(each.first, last, each.standing, note_on(each, day, today))
        for each, last in zip(segments, ends, strict=True)
    ]


def note_on(segment: Segment, day: dt.date, today: dt.date) -> str:
    if segment.first <= day <= segment.last:
        return "holds on the day shown"
    return "to come" if segment.first > today else ""


def wording_on(demand: Demand, day: dt.date) -> Requirement:
    """The wording that holds on the day, or the first, if none has begun."""
    begun = [wording for first, wording in demand.begun if first <= day]
    return begun[-1] if begun else demand.wordings[0]


def cell_of(about: Facts, person: Person, line: uuid.UUID, day: dt.date) -> Cell:
    standing = standing_on(about, day)
    return Cell(*standing, heard_of(standing, told_about([person.pk], [line], day).get((person.pk, line))))


def exemptions_of(practice: Practice, person: Person, line: uuid.UUID) -> list[Released]:
    rows = Exemption.objects.known().at(practice).by(person).filter(requirement_line=line)
    return titled(rows.select_related("approved_by").order_by("started_on", "pk"))


def told_of(practice: Practice, person: Person, line: uuid.UUID, day: dt.date) -> list[Told]:
    """The practice's own messages that named it, oldest first, and what is planned and not sent yet."""
    reminders = Reminder.objects.filter(person__in=rows_of(person), requirement_line=line, for_day__lte=day)
    reminders = list(reminders.at(practice).order_by("for_day", "pk"))
    why = {each.notice_id: each.get_kind_display() for each in reminders}
    named = Notice.objects.filter(person__in=rows_of(person), items__about=line, for_day__lte=day)
    named = named.select_related("handed_over_by", "nudge__sender").defer("body", "html_body").order_by("for_day", "pk")
    sent = [Told(each.for_day, why_sent(each, why), each.how_far) for each in our_own(named.distinct(), practice)]
    waiting = [each for each in reminders if each.notice_id is None]
    return sent + [Told(each.for_day, each.get_kind_display(), waits(each)) for each in waiting]


def why_sent(notice: Notice, why: dict[int, str]) -> str:
    """Why somebody was told: a manager reminded them, or a step had come."""
    nudge = getattr(notice, "nudge", None)
    return f"reminded by {nudge.sender.name}" if nudge else why.get(notice.pk, "told along with others")


def waits(reminder: Reminder) -> str:
    return "not sent: may have been told before the data were restored" if reminder.withheld else "not sent yet"
