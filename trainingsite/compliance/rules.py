"""Who owes what by when: facts about one person and one requirement come in, a standing on a day comes out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from trainingsite.compliance.cycles import Cycle, cycles_after, lapses_on, natural_lapse
from trainingsite.compliance.dates import Span, add_months, days_later
from trainingsite.compliance.obligations import (
    NOT_REQUIRED,
    PRECEDENCE,
    Anchor,
    Applies,
    Basis,
    Done,
    Facts,
    Segment,
    Standing,
    Status,
    Terms,
)
from trainingsite.compliance.pauses import Pauses
from trainingsite.compliance.plain import plain_standing

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


def standing_on(facts: Facts, day: date) -> Standing:
    """How the person stands on that day, past or future, as far as these facts go."""
    return plain_standing(facts, day) or weighed_standing(facts, day)


def weighed_standing(facts: Facts, day: date) -> Standing:
    """The standing when everything is weighed that could matter."""
    return reading_on(facts, pauses_in(facts), day).standing(day)


def due_on(facts: Facts, day: date) -> date | None:
    """The last day to do it, as seen on a day; None if nothing is asked, nothing lapses or the clock is stopped."""
    return standing_on(facts, day).due_on


def timeline(facts: Facts, first: date, last: date) -> tuple[Segment, ...]:
    """The standing on every day from the first to the last, in as few segments as there are changes."""
    if last < first:
        return ()
    pauses = pauses_in(facts)
    segments: list[Segment] = []
    for start, end in stretches({first, *changes(facts)}, first, last):
        reading = reading_on(facts, pauses, start)
        for begins, ends in stretches({start, *reading.turns()}, start, end):
            standing = reading.standing(begins)
            if segments and segments[-1].standing == standing:
                begins = segments.pop().first
            segments.append(Segment(begins, ends, standing))
    return tuple(segments)


def stretches(starts: Iterable[date], first: date, last: date) -> Iterator[tuple[date, date]]:
    """The first and last day of every stretch between two starts, from the first day to the last."""
    inside = sorted(day for day in starts if first <= day <= last)
    return zip(inside, [*(days_later(start, -1) for start in inside[1:]), last], strict=True)


def changes(facts: Facts) -> Iterator[date]:
    """The days on which a fact begins or stops to hold."""
    spans = [each.span for each in (*facts.terms, *facts.applies)]
    for span in (*spans, *facts.absences, *facts.exemptions, *facts.queries, *facts.declines):
        yield span.first
        if span.last is not None:
            yield days_later(span.last, 1)
    yield from facts.renewals
    for done in facts.done:
        yield done.on
        if done.ended_on is not None:
            yield done.ended_on


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
        good = self.latest is not None and (self.valid_until is None or day <= self.valid_until)
        due = self.valid_until if good else self.deadline
        status = self.decided or status_by_date(day, due, self.window_days, good=good)
        if due is not None and any(since <= due for since in self.stopped):
            due = None
        done = self.latest
        return Standing(status, due, done and done.on, self.valid_until, done and done.basis)

    def turns(self) -> Iterator[date]:
        """The days on which the status may change though no fact does."""
        if self.valid_until is not None:
            yield days_later(self.valid_until, -self.window_days)
            yield days_later(self.valid_until, 1)
        if self.deadline is not None:
            yield days_later(self.deadline, 1)


def status_by_date(day: date, due: date | None, window_days: int, *, good: bool) -> Status:
    """The word for a day on which nothing else (leave, a query, an exemption) has decided."""
    if good:
        return Status.EXPIRING if due is not None and (due - day).days <= window_days else Status.COMPLIANT
    return Status.DUE if day <= due else Status.OVERDUE


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


def pauses_in(facts: Facts) -> Pauses:
    """What stops the clock in these facts."""
    return Pauses.among(facts.absences, facts.queries, facts.exemptions)


def is_required(facts: Facts, day: date) -> bool:
    """Whether the requirement exists that day and falls on the person."""
    return any(terms.span.covers(day) for terms in facts.terms) and any(a.span.covers(day) for a in facts.applies)


def decided(facts: Facts, pauses: Pauses, day: date) -> Status | None:
    """The status that wins over every date, if there is one."""
    held = {
        Status.EXEMPT: facts.exemptions,
        Status.ON_LEAVE: pauses.leaves,
        Status.DECLINED: (span for span in unmet(facts, facts.declines, day) if not is_asked_anew(facts, span, day)),
        Status.QUERIED: unmet(facts, facts.queries, day),
    }
    return next((word for word in PRECEDENCE if any(span.covers(day) for span in held.get(word, ()))), None)


def unmet(facts: Facts, spans: Iterable[Span], day: date) -> list[Span]:
    """Queries and refusals that were not followed by doing it after all."""
    return [span for span in spans if not any(done.counts_on(day) and done.on >= span.first for done in facts.done)]


def is_asked_anew(facts: Facts, decline: Span, day: date) -> bool:
    """Whether a material version came after the refusal: what was declined is not asked for any more."""
    return any(decline.first < renewal <= day for renewal in facts.renewals)


def standing_still(facts: Facts, pauses: Pauses, day: date) -> list[Span]:
    """Leave, exemptions and queries that have begun and whose end nobody knows: until then there is no due date."""
    spans = (*pauses.leaves, *facts.exemptions, *unmet(facts, facts.queries, day))
    return [span for span in spans if span.is_open and span.first <= day]


def counting(facts: Facts, day: date) -> list[Done]:
    """What meets the requirement that day, in order: a version to be signed anew leaves earlier signatures behind."""
    generation = len(renewed(facts, day))
    done = (done for done in facts.done if done.generation >= generation and done.counts_on(day))
    return sorted(done, key=lambda done: done.on)


def renewed(facts: Facts, day: date) -> list[date]:
    """The days on which it was asked for anew."""
    return [renewal for renewal in facts.renewals if renewal <= day]


def ended(facts: Facts, day: date) -> list[date]:
    """The days on which something that counted was withdrawn or voided: who must do it again has the time to."""
    generation = len(renewed(facts, day))
    stood = (done for done in facts.done if done.ended_on and done.generation >= generation)
    return [done.ended_on for done in stood if done.ended_on <= day]


def unbroken(items: tuple, day: date) -> list:
    """Those up to the day that follow on each other without a gap, the one that began last at the end."""
    if len(items) == 1:
        return [*items]
    run: list = []
    reach: Span | None = None
    for item in sorted(items, key=lambda item: item.span.first):
        if item.span.first > day:
            break
        if reach is None or not reach.touches(item.span):
            run, reach = [], item.span
        elif not reach.is_open and (item.span.is_open or item.span.last > reach.last):
            reach = item.span
        run.append(item)
    return run


def clock_starts_on(facts: Facts, day: date) -> date:
    """The day from which a first completion is asked for: nothing runs before it was owed and known."""
    known = min(applies.known_from for applies in unbroken(facts.applies, day))
    begun = unbroken(facts.terms, day)[0].known_from
    return max(known, begun, facts.go_live_on, *renewed(facts, day), *ended(facts, day))


def deadline(facts: Facts, pauses: Pauses, day: date, cycles: list[Cycle]) -> date | None:
    """The last day before it is overdue, None for something that is good for ever.

    A changed wording counts from its own start, but takes nobody by surprise: it makes nothing due sooner than the
    wording before it did, or than its own time for doing it allows, whichever comes first.
    """
    start = clock_starts_on(facts, day)
    due: date | None = None
    for number, terms in enumerate(unbroken(facts.terms, day)):
        alone = deadline_under(terms, start, cycles, pauses)
        if number and alone is not None:
            notice = first_deadline(terms, terms.known_from, pauses)
            alone = max(alone, notice if due is None else min(due, notice))
        due = alone
    return due


def deadline_under(terms: Terms, start: date, cycles: list[Cycle], pauses: Pauses) -> date | None:
    """The deadline if this wording had always held."""
    if cycles and terms.refresher_months is None:
        return None
    within = terms.due_within_days
    lapses = (
        pauses.deadline(cycle.runs_from, natural_lapse(terms, cycle.begins).on, within, after_completion=True)
        for cycle in cycles
    )
    return max([first_deadline(terms, start, pauses), *lapses])


def first_deadline(terms: Terms, start: date, pauses: Pauses) -> date:
    """The last day to do it for the first time."""
    return pauses.deadline(start, days_later(start, terms.due_within_days), terms.due_within_days)
