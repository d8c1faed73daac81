"""Why something is due when it is, in one plain sentence that anybody can reckon again on a calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from trainingsite.compliance.dates import add_months, days_later
from trainingsite.compliance.pauses import DAYS_AFTER_ANSWER, DAYS_AFTER_LEAVE
from trainingsite.compliance.rules import (
    Anchor,
    Facts,
    Span,
    Standing,
    Status,
    Terms,
    clock_starts_on,
    ended,
    is_asked_anew,
    pauses_in,
    renewed,
    standing_on,
    unbroken,
    unmet,
)
from trainingsite.formats.dates import MONTHS, long_date

HARD_TO_SAY = "as earlier wordings of it and everything that was done before have it"


@dataclass(frozen=True)
class Reckoned:
    """One cell as the rule of due dates sees it on a day."""

    facts: Facts
    day: date
    went_live_on: date

    @property
    def standing(self) -> Standing:
        return standing_on(self.facts, self.day)


def explained(facts: Facts, day: date, went_live_on: date) -> str:
    """Why the status is what it is on the day, and why it is due when it is."""
    reckoned = Reckoned(facts, day, went_live_on)
    standing = reckoned.standing
    if standing.status in DECIDED:
        return DECIDED[standing.status](reckoned)
    if standing.due_on is None:
        return f"Done on {long_date(standing.completed_on)}. It stands until it is asked for anew."
    word = "Was due" if standing.due_on < day else "Due"
    return f"{word} {long_date(standing.due_on)}: {with_pauses(reckoned, standing.due_on)}."


def not_asked(reckoned: Reckoned) -> str:
    facts, day = reckoned.facts, reckoned.day
    if not any(terms.span.covers(day) for terms in facts.terms):
        return "Not required: the practice does not ask it of anybody on that day."
    to_come = sorted(applies.span.first for applies in facts.applies if applies.span.first > day)
    if to_come:
        return f"Not required: it falls on them from {long_date(to_come[0])}."
    past = sorted(applies.span.last for applies in facts.applies if applies.span.last and applies.span.last < day)
    if past:
        return f"Not required: it fell on them until {long_date(past[-1])}, and no job or duty asks for it now."
    return "Not required: neither a job nor a duty of theirs asks for it."


def exempt(reckoned: Reckoned) -> str:
    return f"Exempt {spell(reckoned.facts.exemptions, reckoned.day)}. Afterwards there is time again to do it."


def on_leave(reckoned: Reckoned) -> str:
    spans = pauses_in(reckoned.facts).leaves
    return (
        f"On leave {spell(spans, reckoned.day)}: the clock stands still,"
        f" and on return there are at least {DAYS_AFTER_LEAVE} days."
    )


def declined(reckoned: Reckoned) -> str:
    facts, day = reckoned.facts, reckoned.day
    spans = [span for span in unmet(facts, facts.declines, day) if not is_asked_anew(facts, span, day)]
    return f"Declined {spell(spans, day)}. A new version would be put to them again."


def queried(reckoned: Reckoned) -> str:
    spans = unmet(reckoned.facts, reckoned.facts.queries, reckoned.day)
    return (
        f"A question, an objection or a hold has stopped the clock {spell(spans, reckoned.day)};"
        f" it runs again {DAYS_AFTER_ANSWER} days after the answer."
    )


DECIDED = {
    Status.NOT_REQUIRED: not_asked,
    Status.EXEMPT: exempt,
    Status.ON_LEAVE: on_leave,
    Status.DECLINED: declined,
    Status.QUERIED: queried,
}


def spell(spans: Iterable[Span], day: date) -> str:
    """The days of the span that has the day: “from 3 March 2026 to 9 April 2026”."""
    span = next(span for span in spans if span.covers(day))
    return f"from {long_date(span.first)}" + (f" to {long_date(span.last)}" if span.last else ", with no last day yet")


PAUSES = {"absences": "leave", "queries": "a question or a hold", "exemptions": "an exemption"}


def with_pauses(reckoned: Reckoned, due: date) -> str:
    """The reason without whatever stopped the clock, and how much later that made it."""
    plain = replace(reckoned, facts=replace(reckoned.facts, absences=(), queries=(), exemptions=()))
    before = plain.standing.due_on
    if before == due or before is None:
        return reason(reckoned, due)
    mattered = [
        words
        for name, words in PAUSES.items()
        if replace(reckoned, facts=replace(reckoned.facts, **{name: ()})).standing.due_on != due
    ]
    if due < before or not mattered:
        return reason(reckoned, due)
    days = (due - before).days
    late = f"{days} {'day' if days == 1 else 'days'} later because of {' and '.join(mattered)}"
    return f"{reason(plain, before)}, which is {long_date(before)}, and {late}"


def reason(reckoned: Reckoned, due: date) -> str:
    """What the due date is counted from, as far as it can be reckoned by hand."""
    standing = reckoned.standing
    ways = [from_the_start(reckoned, due)]
    if standing.completed_on:
        done = from_what_was_done(reckoned, standing.completed_on, due)
        ways = [done, *ways] if standing.valid_until == due else [*ways, done]
    return next((words for words in ways if words), HARD_TO_SAY)


def from_what_was_done(reckoned: Reckoned, done_on: date, due: date) -> str:
    """“12 months after it was last done on 28 February 2026”; nothing if it cannot be reckoned like that."""
    for terms in reversed(unbroken(reckoned.facts.terms, reckoned.day)):
        months = terms.refresher_months
        if months is None:
            continue
        if terms.anchor is Anchor.FIXED_DAY:
            if is_the_fixed_day(terms, due):
                return f"the {due.day} {MONTHS[due.month - 1]} that follows it being done on {long_date(done_on)}"
        elif words := counted_from(reckoned, done_on, months, due):
            return words
    return ""


def is_the_fixed_day(terms: Terms, due: date) -> bool:
    return due == add_months(due, 0, terms.fixed_day) and due.month == terms.fixed_month


def counted_from(reckoned: Reckoned, done_on: date, months: int, due: date) -> str:
    """From the day it was done, from the day it would have lapsed, or from the day a version took effect."""
    if add_months(done_on, months) == due:
        return f"{months} months after it was last done on {long_date(done_on)}"
    for renewal in renewed(reckoned.facts, reckoned.day):
        if renewal > done_on and add_months(renewal, months) == due:
            return f"{months} months after {long_date(renewal)}, when the version signed took effect"
    before = replace(reckoned, day=days_later(done_on, -1)).standing.valid_until
    for earlier in rhythm(before, months):
        if any(add_months(earlier, months, wanted) == due for wanted in {earlier.day, 29, 30, 31}):
            how = "early is never punished" if done_on <= earlier else "the rhythm stays however late it is done"
            was = f"it was done on {long_date(done_on)}, and {how}"
            return f"{months} months after {long_date(earlier)}, the date before; {was}"
    return ""


def rhythm(lapse: date | None, months: int) -> Iterator[date]:
    """The date on which it lapsed, and the ones that would have followed."""
    for rounds in range(40 if lapse else 0):
        yield add_months(lapse, months * rounds)


def from_the_start(reckoned: Reckoned, due: date) -> str:
    """“within 28 days of 5 January 2026, when the practice went live”; nothing if it cannot be reckoned like that."""
    facts, day = reckoned.facts, reckoned.day
    start = clock_starts_on(facts, day)
    for terms in unbroken(facts.terms, day):
        for first, why in ((start, begun_by(reckoned, start)), (terms.known_from, "when it was asked in this way")):
            if days_later(first, terms.due_within_days) == due:
                days = terms.due_within_days
                return f"within {days} {'day' if days == 1 else 'days'} of {long_date(first)}, {why}"
    return ""


def begun_by(reckoned: Reckoned, start: date) -> str:
    """What happened on the day from which the time to do it is counted."""
    facts, day = reckoned.facts, reckoned.day
    if start in ended(facts, day):
        return "when what was done before was taken back or made void"
    if start in renewed(facts, day):
        return "when a new version asked everybody again"
    if any(applies.span.first == start for applies in facts.applies):
        return "when it first fell on them"
    if any(applies.known_from == start for applies in facts.applies):
        return "when it was put down that it falls on them"
    if start == facts.go_live_on:
        return "when the practice went live" if start == reckoned.went_live_on else "when the policy took effect"
    return "when it was first asked here"
