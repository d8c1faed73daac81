"""Who owes what by when: facts about one person and one requirement come in, a standing on a day comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Final

from trainingsite.compliance.cycles import (
    Anchor,
    Basis,
    Cycle,
    Done,
    Terms,
    cycles_after,
    lapses_on,
    natural_lapse,
)
from trainingsite.compliance.dates import Span, add_months, days_later
from trainingsite.compliance.pauses import NO_PAUSES, Pauses

__all__ = [
    "PRECEDENCE",
    "Anchor",
    "Applies",
    "Basis",
    "Done",
    "Facts",
    "Segment",
    "Span",
    "Standing",
    "Status",
    "Terms",
    "add_months",
    "due_on",
    "standing_on",
    "timeline",
]


class Status(StrEnum):
    """The one word for a cell of the training matrix."""

    NOT_REQUIRED = "not_required"
    EXEMPT = "exempt"
    ON_LEAVE = "on_leave"
    DECLINED = "declined"
    QUERIED = "queried"
    COMPLIANT = "compliant"
    EXPIRING = "expiring"
    DUE = "due"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        """The word as it is shown to people."""
        return self.value.replace("_", " ").capitalize()


PRECEDENCE: tuple[Status, ...] = (
    Status.NOT_REQUIRED,
    Status.EXEMPT,
    Status.ON_LEAVE,
    Status.DECLINED,
    Status.QUERIED,
    Status.COMPLIANT,
    Status.EXPIRING,
    Status.DUE,
    Status.OVERDUE,
)


@dataclass(frozen=True, slots=True)
class Applies:
    """The days on which the requirement falls on the person, and the day that became known."""

    span: Span
    recorded_on: date

    @property
    def known_from(self) -> date:
        """The first day on which anybody could have acted on it."""
        return max(self.span.first, self.recorded_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the rule may know about one requirement and one person."""

    terms: tuple[Terms, ...]
    applies: tuple[Applies, ...]
    go_live_on: date
    done: tuple[Done, ...] = ()
    renewals: tuple[date, ...] = ()
    absences: tuple[Span, ...] = ()
    exemptions: tuple[Span, ...] = ()
    queries: tuple[Span, ...] = ()
    declines: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """What one cell of the matrix says: the status, by when, since when, until when, and on what basis."""

    status: Status
    due_on: date | None
    completed_on: date | None
    valid_until: date | None
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Segment:
    """Days on which the standing stays the same, the last included."""

    first: date
    last: date
    standing: Standing


BY_DAY = attrgetter("on")

NOT_REQUIRED: Final = Standing(Status.NOT_REQUIRED, None, None, None, None)


def standing_on(facts: Facts, day: date) -> Standing:
    """How the person stands on that day, past or future, as far as these facts go."""
    if is_plain(facts):
        return plain_standing(facts, day)
    return reading_on(facts, pauses_in(facts), day).standing(day)


def due_on(facts: Facts, day: date) -> date | None:
    """The last day to do it as seen on a day; None if it is not required, good for ever, or the clock stands still."""
    return standing_on(facts, day).due_on


def timeline(facts: Facts, first: date, last: date) -> tuple[Segment, ...]:
    """This standing from this day to that, without gaps, for every day from the first to the last."""
    pauses = pauses_in(facts)
    starts = sorted({first, *(day for day in changes(facts) if first < day <= last)})
    ends = [days_later(start, -1) for start in starts[1:]] + [last]
    segments: list[Segment] = []
    for start, end in zip(starts, ends, strict=True):
        reading = reading_on(facts, pauses, start)
        turns = sorted({start, *(day for day in reading.turns() if start < day <= end)})
        for turn, until in zip(turns, [days_later(day, -1) for day in turns[1:]] + [end], strict=True):
            standing = reading.standing(turn)
            begins = segments.pop().first if segments and segments[-1].standing == standing else turn
            segments.append(Segment(begins, until, standing))
    return tuple(segments)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the facts say from one change of them to the next: only the calendar moves the status in between."""

    decided: Status | None
    latest: Done | None = None
    valid_until: date | None = None
    deadline: date | None = None
    window_days: int = 0
    stopped: tuple[date, ...] = ()

    def standing(self, day: date) -> Standing:
        """The standing on one of the days it holds for."""
        if self.decided is Status.NOT_REQUIRED:
            return NOT_REQUIRED
        good = self.is_good(day)
        due = self.valid_until if good else self.deadline
        status = self.decided or status_by_date(day, due, self.window_days, good=good)
        if due is not None and any(since <= due for since in self.stopped):
            due = None
        done = self.latest
        return Standing(status, due, done and done.on, self.valid_until, done and done.basis)

    def is_good(self, day: date) -> bool:
        """Whether what was done still holds on that day."""
        return self.latest is not None and (self.valid_until is None or day <= self.valid_until)

    def turns(self) -> Iterator[date]:
        """The days on which the status may change though no fact does."""
        if self.valid_until is not None:
            yield days_later(self.valid_until, -self.window_days)
            yield days_later(self.valid_until, 1)
        if self.deadline is not None:
            yield days_later(self.deadline, 1)


def status_by_date(day: date, due: date | None, window_days: int, *, good: bool) -> Status:
    """The word for a day on which nothing else (leave, a query, an exemption) has decided."""
    if not good:
        return Status.DUE if due is None or day <= due else Status.OVERDUE
    return Status.EXPIRING if due is not None and (due - day).days <= window_days else Status.COMPLIANT


def reading_on(facts: Facts, pauses: Pauses, day: date) -> Reading:
    """Take every fact into account that matters on that day."""
    if not is_required(facts, day):
        return Reading(Status.NOT_REQUIRED)
    terms = unbroken(facts.terms, day)[-1]
    done = counting(facts, day)
    cycles = cycles_after(done, facts.terms, facts.renewals, pauses)
    return Reading(
        decided=decided(facts, pauses, day),
        latest=done[-1] if done else None,
        valid_until=lapses_on(terms, cycles, pauses),
        deadline=deadline(facts, pauses, day, cycles),
        window_days=terms.window_days,
        stopped=tuple(span.first for span in standing_still(facts, pauses, day)),
    )


def is_required(facts: Facts, day: date) -> bool:
    """Whether the requirement exists that day and falls on the person."""
    return any(terms.span.covers(day) for terms in facts.terms) and any(a.span.covers(day) for a in facts.applies)


def decided(facts: Facts, pauses: Pauses, day: date) -> Status | None:
    """The status that wins over every date, if there is one."""
    if any(span.covers(day) for span in facts.exemptions):
        return Status.EXEMPT
    if any(span.covers(day) for span in pauses.leaves):
        return Status.ON_LEAVE
    if any(span.covers(day) and not closed_by_renewal(facts, span, day) for span in unmet(facts, facts.declines, day)):
        return Status.DECLINED
    if any(span.covers(day) for span in unmet(facts, facts.queries, day)):
        return Status.QUERIED
    return None


def unmet(facts: Facts, spans: Iterable[Span], day: date) -> list[Span]:
    """Queries and refusals that were not followed by doing it after all."""
    return [span for span in spans if not any(done.counts_on(day) and done.on >= span.first for done in facts.done)]


def closed_by_renewal(facts: Facts, decline: Span, day: date) -> bool:
    """Whether a material version came after the refusal: what was declined is not asked for any more."""
    return any(decline.first < renewal <= day for renewal in facts.renewals)


def standing_still(facts: Facts, pauses: Pauses, day: date) -> list[Span]:
    """Leave, exemptions and queries that have begun and whose end nobody knows: until then there is no due date."""
    spans = (*pauses.leaves, *pauses.exemptions, *unmet(facts, facts.queries, day))
    return [span for span in spans if span.is_open and span.first <= day]


def counting(facts: Facts, day: date) -> list[Done]:
    """What meets the requirement that day, in order: a version to be signed anew leaves earlier signatures behind."""
    generation = generation_on(facts, day)
    done = [done for done in facts.done if done.generation >= generation and done.counts_on(day)]
    return sorted(done, key=BY_DAY) if len(done) > 1 else done


def generation_on(facts: Facts, day: date) -> int:
    """How many times it has been asked for anew."""
    return sum([renewal <= day for renewal in facts.renewals]) if facts.renewals else 0


def unbroken(items: Iterable, day: date) -> list:
    """Those up to the day that follow on each other without a gap, ending with the one in force that day."""
    if len(items) == 1:
        return items
    run: list = []
    reach: Span | None = None
    for item in sorted(items, key=lambda item: item.span.first):
        if item.span.first > day:
            break
        if reach is None or not reach.touches(item.span):
            run, reach = [], item.span
        elif reach.last is not None and (item.span.last is None or item.span.last > reach.last):
            reach = item.span
        run.append(item)
    return run


def clock_starts_on(facts: Facts, day: date) -> date:
    """The day from which a first completion is asked: nothing runs before it was owed and known."""
    known = min([applies.known_from for applies in unbroken(facts.applies, day)])
    start = max(known, unbroken(facts.terms, day)[0].span.first, facts.go_live_on)
    again = [renewal for renewal in facts.renewals if renewal <= day] + ended(facts, day)
    return max(start, *again) if again else start


def ended(facts: Facts, day: date) -> list[date]:
    """The days on which something that counted was withdrawn or voided: who has to do it again has the time for it."""
    generation = generation_on(facts, day)
    stood = (done for done in facts.done if done.ended_on and done.generation >= generation)
    return [done.ended_on for done in stood if done.on < done.ended_on <= day]


def deadline(facts: Facts, pauses: Pauses, day: date, cycles: list[Cycle]) -> date | None:
    """The last day before it is overdue, None for something that is good for ever.

    A changed wording counts from its own start, but takes nobody by surprise: it makes nothing due sooner than the
    wording before it did or, if that is later, than its own time for doing it allows.
    """
    start = clock_starts_on(facts, day)
    due: date | None = None
    for number, terms in enumerate(unbroken(facts.terms, day)):
        within, before = terms.due_within_days, due
        due = pauses.deadline(start, days_later(start, within), within)
        if cycles and terms.refresher_months is None:
            due = None
        for cycle in cycles if due else ():
            lapse = natural_lapse(terms, cycle)
            due = max(due, pauses.deadline(cycle.begins_on, lapse, within, after_completion=True))
        if number and due:
            notice = pauses.deadline(terms.span.first, days_later(terms.span.first, within), within)
            due = max(due, min(before or notice, notice))
    return due


def pauses_in(facts: Facts) -> Pauses:
    """What stops the clock in these facts."""
    return Pauses.among(facts.absences, facts.queries, facts.exemptions)


def changes(facts: Facts) -> Iterator[date]:
    """The days on which a fact begins or stops to hold."""
    dated = (*facts.terms, *facts.applies)
    spans = (*facts.absences, *facts.exemptions, *facts.queries, *facts.declines, *(each.span for each in dated))
    for span in spans:
        yield span.first
        if span.last is not None:
            yield days_later(span.last, 1)
    yield from facts.renewals
    for done in facts.done:
        yield done.on
        if done.ended_on is not None:
            yield done.ended_on


def is_plain(facts: Facts) -> bool:
    """Whether nothing stops the clock and no wording or post follows another: so it is for most people."""
    return (
        not (facts.absences or facts.queries or facts.exemptions or facts.declines)
        and len(facts.applies) == 1
        and len(facts.terms) == 1
    )


def plain_standing(facts: Facts, day: date) -> Standing:
    """The standing when the facts are plain, by a short way that a test holds to the long one."""
    terms, applies = facts.terms[0], facts.applies[0]
    if not (terms.span.covers(day) and applies.span.covers(day)):
        return NOT_REQUIRED
    done = counting(facts, day) if facts.done else None
    if not done:
        due = days_later(clock_starts_on(facts, day), terms.due_within_days)
        return Standing(Status.DUE if day <= due else Status.OVERDUE, due, None, None, None)
    latest = done[-1]
    if terms.refresher_months is None:
        return Standing(Status.COMPLIANT, None, latest.on, None, latest.basis)
    valid_until = lapses_on(terms, cycles_after(done, facts.terms, facts.renewals, NO_PAUSES), NO_PAUSES)
    if day <= valid_until:
        near = (valid_until - day).days <= terms.window_days
        status = Status.EXPIRING if near else Status.COMPLIANT
        return Standing(status, valid_until, latest.on, valid_until, latest.basis)
    due = max(valid_until, days_later(clock_starts_on(facts, day), terms.due_within_days))
    return Standing(Status.DUE if day <= due else Status.OVERDUE, due, latest.on, valid_until, latest.basis)
