"""The short way to a standing, for the plain facts of most people on most days."""

from datetime import date

from trainingsite.compliance.dates import add_months, days_later
from trainingsite.compliance.obligations import NOT_REQUIRED, Anchor, Done, Facts, Standing, Status, Terms

COMPLETION = Anchor.COMPLETION
COMPLIANT = Status.COMPLIANT
EXPIRING = Status.EXPIRING
DUE = Status.DUE
OVERDUE = Status.OVERDUE
NOTHING = (None, None)


def plain_standing(facts: Facts, day: date) -> Standing | None:
    """What the whole rule would say, None when the facts are not plain: a test holds the two together."""
    if not is_plain(facts):
        return None
    (terms,), (applies,) = facts.terms, facts.applies
    if not (terms.span.covers(day) and applies.span.covers(day)):
        return NOT_REQUIRED
    done, valid_until = latest_and_lapse(facts, terms, day) if facts.done else NOTHING
    if done is None:
        due = first_due(facts, terms, day)
        return Standing(DUE if day <= due else OVERDUE, due, None, None, None)
    if valid_until is None:
        return Standing(COMPLIANT, None, done.on, None, done.basis)
    if day <= valid_until:
        status = EXPIRING if (valid_until - day).days <= terms.window_days else COMPLIANT
        return Standing(status, valid_until, done.on, valid_until, done.basis)
    due = max(valid_until, first_due(facts, terms, day))
    return Standing(DUE if day <= due else OVERDUE, due, done.on, valid_until, done.basis)


def is_plain(facts: Facts) -> bool:
    """Whether nothing stops the clock or starts it again, and what was done is in order and stands."""
    if facts.absences or facts.queries or facts.exemptions or facts.declines:
        return False
    if len(facts.terms) != 1 or len(facts.applies) != 1:
        return False
    terms = facts.terms[0]
    if terms.refresher_months is not None and (facts.renewals or terms.anchor is not COMPLETION):
        return False
    before = date.min
    for done in facts.done:
        if done.ended_on is not None or done.on < before:
            return False
        before = done.on
    return True


def first_due(facts: Facts, terms: Terms, day: date) -> date:
    """The last day to do it for the first time, or to sign what was changed since."""
    start = max(facts.applies[0].known_from, terms.known_from, facts.go_live_on)
    for renewal in facts.renewals:
        if start < renewal <= day:
            start = renewal
    return days_later(start, terms.due_within_days)


def latest_and_lapse(facts: Facts, terms: Terms, day: date) -> tuple[Done | None, date | None]:
    """The last thing done by the day that still counts, and the last day on which it is good."""
    if terms.refresher_months is None:
        generation = len([renewal for renewal in facts.renewals if renewal <= day]) if facts.renewals else 0
        done = [done for done in facts.done if done.on <= day and done.generation >= generation]
        return (done[-1], None) if done else NOTHING
    latest, lapse, wanted_day = None, None, 0
    for done in facts.done:
        if done.on > day:
            break
        latest = done
        lapse, wanted_day = next_lapse(lapse, wanted_day, done.on, terms)
    return latest, lapse


def next_lapse(lapse: date | None, wanted_day: int, done_on: date, terms: Terms) -> tuple[date, int]:
    """The last good day after doing it (again), and the day of the month its anniversaries want."""
    if lapse is not None and 0 <= (lapse - done_on).days <= terms.window_days:
        return add_months(lapse, terms.refresher_months, wanted_day), wanted_day
    own, own_day = add_months(done_on, terms.refresher_months), done_on.day
    if lapse is None or own > lapse or (own == lapse and own_day > wanted_day):
        return own, own_day
    return lapse, wanted_day
