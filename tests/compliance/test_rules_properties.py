"""What holds for every person and every requirement, whatever happens to them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from trainingsite.compliance.dates import joined
from trainingsite.compliance.obligations import NOT_REQUIRED
from trainingsite.compliance.plain import plain_standing
from trainingsite.compliance.rules import (
    PRECEDENCE,
    Anchor,
    Applies,
    Basis,
    Done,
    Facts,
    Span,
    Status,
    Terms,
    add_months,
    standing_on,
    timeline,
    weighed_standing,
)

START = date(2024, 1, 1)
DAYS = 1400

days = st.integers(0, DAYS).map(lambda number: START + timedelta(days=number))
early_days = st.integers(0, 100).map(lambda number: START + timedelta(days=number))
lengths = st.integers(0, 60) | st.integers(0, 500) | st.none()


@st.composite
def spans(draw, lengths=lengths):
    first, length = draw(days), draw(lengths)
    return Span(first, None if length is None else first + timedelta(days=length))


@st.composite
def wordings(draw, span=None):
    anchor = draw(st.sampled_from(Anchor))
    years = st.sampled_from([12, 24, None])
    return Terms(
        span=span or draw(spans()),
        due_within_days=draw(st.integers(0, 60)),
        refresher_months=draw(years if anchor is Anchor.FIXED_DAY else years | st.sampled_from([1, 6])),
        anchor=anchor,
        fixed_month=draw(st.integers(1, 12)),
        fixed_day=draw(st.integers(1, 31)),
        window_days=draw(st.integers(0, 90)),
        minimum_active_days=draw(st.integers(0, 120)),
        recorded_on=draw(st.none() | early_days | days),
    )


@st.composite
def several_wordings(draw):
    """One to three wordings, each after the other, with or without a gap."""
    first = draw(early_days)
    terms = []
    for _ in range(draw(st.integers(0, 2))):
        last = first + timedelta(days=draw(st.integers(0, 500)))
        terms.append(draw(wordings(Span(first, last))))
        first = last + timedelta(days=draw(st.integers(1, 3)))
    return (*terms, draw(wordings(Span(first))))


@st.composite
def done_things(draw):
    done_on = draw(days)
    ended_on = draw(st.none() | st.none() | st.integers(0, 400).map(lambda number: done_on + timedelta(days=number)))
    return Done(done_on, draw(st.sampled_from(Basis)), draw(st.integers(0, 2)), ended_on)


def few(strategy, most=3):
    return st.lists(strategy, max_size=most).map(tuple)


@st.composite
def all_facts(draw, **fixed):
    owed = st.builds(Applies, st.builds(Span, early_days) | spans(), early_days | days)
    return Facts(
        **{
            "terms": draw(several_wordings()),
            "applies": tuple(draw(st.lists(owed, min_size=1, max_size=3))),
            "go_live_on": draw(st.just(START) | days),
            "done": draw(few(done_things(), 5)),
            "renewals": draw(st.just(()) | few(days, 2)),
            "absences": draw(few(spans())),
            "exemptions": draw(few(spans(), 2)),
            "queries": draw(few(spans(), 2)),
            "declines": draw(few(spans(), 1)),
        }
        | fixed
    )


def overdue_days(facts):
    """Every day on which the person is overdue, as spans, over the years looked at and two more."""
    segments = timeline(facts, START, START + timedelta(days=DAYS + 730))
    return [(s.first, s.last) for s in segments if s.standing.status is Status.OVERDUE]


def is_within(inner, outer):
    whole = joined(Span(*pair) for pair in outer)
    return all(any(span.first <= first and last <= span.last for span in whole) for first, last in inner)


def is_good(standing, day):
    """Whether what was done still holds: then it is due when it lapses, even where more time is left after that."""
    return standing.completed_on is not None and day <= (standing.valid_until or date.max)


@given(all_facts(), days, st.integers(0, 500))
def test_a_timeline_says_of_every_day_what_the_rule_says_of_that_day(facts, first, length):
    last = first + timedelta(days=length)

    segments = timeline(facts, first, last)

    told = {day: segment.standing for segment in segments for day in each_day(segment.first, segment.last)}
    assert told == {day: standing_on(facts, day) for day in each_day(first, last)}
    assert sum((segment.last - segment.first).days + 1 for segment in segments) == length + 1
    assert all(one.standing != other.standing for one, other in zip(segments, segments[1:], strict=False))


def each_day(first, last):
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@st.composite
def plain_facts(draw):
    """Somebody whom little happens to: one wording, one post, no pause."""
    terms = draw(wordings(Span(START)))
    done = draw(st.lists(st.builds(Done, days, st.sampled_from(Basis), st.integers(0, 1)), max_size=4))
    return Facts(
        terms=(replace(terms, anchor=Anchor.COMPLETION, window_days=draw(st.sampled_from([0, 60, 400]))),),
        applies=(Applies(Span(draw(early_days)), draw(early_days)),),
        go_live_on=START,
        done=tuple(sorted(done, key=lambda each: each.on)),
        renewals=() if terms.refresher_months else draw(few(days, 2)),
    )


@given(plain_facts(), st.lists(days, min_size=20, max_size=20))
def test_the_short_way_says_what_the_whole_rule_says(facts, several_days):
    turns = [segment.first for segment in timeline(facts, START, START + timedelta(days=DAYS))]

    for day in {*several_days, *turns, *(turn - timedelta(days=1) for turn in turns)}:
        assert plain_standing(facts, day) == weighed_standing(facts, day)


@given(all_facts(), days)
def test_the_short_way_is_silent_or_right(facts, day):
    assert plain_standing(facts, day) in (None, weighed_standing(facts, day))


def test_the_short_way_is_taken_by_plain_facts():
    terms = Terms(Span(START), due_within_days=28, refresher_months=12)
    facts = Facts((terms,), (Applies(Span(START), START),), START, (Done(START),))

    assert plain_standing(facts, START) == weighed_standing(facts, START) != NOT_REQUIRED


@given(all_facts(), days, done_things())
def test_what_is_done_later_changes_nothing_about_today(facts, today, done):
    assume(done.on > today)

    assert standing_on(replace(facts, done=(*facts.done, done)), today) == standing_on(facts, today)


@given(all_facts(queries=(), declines=()), days)
def test_doing_it_today_never_makes_anybody_overdue_sooner(facts, today):
    facts = replace(facts, done=tuple(done for done in facts.done if done.on <= today))

    more = replace(facts, done=(*facts.done, Done(today, generation=len(facts.renewals))))

    assert is_within(overdue_days(more), overdue_days(facts))


@given(all_facts(), spans(), st.sampled_from(["absences", "exemptions", "queries"]))
def test_a_pause_never_makes_anybody_overdue(facts, pause, kind):
    paused = replace(facts, **{kind: (*getattr(facts, kind), pause)})

    assert is_within(overdue_days(paused), overdue_days(facts))


@given(all_facts(), spans(), st.sampled_from(["absences", "exemptions", "queries"]), days)
def test_a_pause_never_makes_a_date_come_sooner(facts, pause, kind, day):
    before, after = standing_on(facts, day), standing_on(replace(facts, **{kind: (*getattr(facts, kind), pause)}), day)

    if is_good(after, day) == is_good(before, day):
        assert (after.due_on or date.max) >= (before.due_on or date.min)
    assert (after.valid_until or date.max) >= (before.valid_until or date.min)


@given(all_facts(), days, st.integers(0, 400))
def test_learning_of_somebody_later_never_makes_them_overdue(facts, day, later):
    known_later = tuple(
        replace(applies, recorded_on=applies.recorded_on + timedelta(days=later)) for applies in facts.applies
    )

    assert is_within(overdue_days(replace(facts, applies=known_later)), overdue_days(facts))


@given(all_facts(), st.integers(0, 400))
def test_learning_of_a_requirement_later_never_makes_anybody_overdue(facts, later):
    known_later = tuple(replace(t, recorded_on=t.known_from + timedelta(days=later)) for t in facts.terms)

    assert is_within(overdue_days(replace(facts, terms=known_later)), overdue_days(facts))


@given(all_facts())
def test_nobody_is_overdue_before_it_was_known_here(facts):
    who = min(applies.known_from for applies in facts.applies)
    what = min(terms.known_from for terms in facts.terms)

    assert all(first > max(who, what, facts.go_live_on) for first, _ in overdue_days(facts))


@given(wordings(Span(START)), st.integers(0, 90), st.integers(0, 90))
def test_inside_the_window_it_is_the_same_how_early_it_is_done(terms, early, earlier):
    assume(terms.refresher_months and terms.refresher_months >= 12)
    joined = Facts((terms,), (Applies(Span(START), START),), START, (Done(START),))
    expiry = standing_on(joined, START).valid_until
    assume(max(early, earlier) <= terms.window_days < (expiry - START).days)

    again = [replace(joined, done=(Done(START), Done(expiry - timedelta(days=days)))) for days in (0, early, earlier)]

    assert len({standing_on(facts, expiry).valid_until for facts in again}) == 1


@given(all_facts(), days)
def test_a_standing_never_contradicts_itself(facts, day):
    standing = standing_on(facts, day)

    assert standing.status in PRECEDENCE
    if standing.status is Status.OVERDUE:
        assert standing.due_on < day
    if standing.status in (Status.DUE, Status.EXPIRING):
        assert standing.due_on >= day
    if standing.status in (Status.COMPLIANT, Status.EXPIRING):
        assert standing.completed_on <= day <= (standing.valid_until or date.max)
        assert standing.due_on == standing.valid_until


@given(all_facts(), st.randoms(), days)
def test_the_order_in_which_facts_are_told_does_not_matter(facts, random, day):
    assume(len({done.on for done in facts.done}) == len(facts.done))
    shuffled = {}
    for name in ("terms", "applies", "done", "renewals", "absences", "exemptions", "queries", "declines"):
        values = list(getattr(facts, name))
        random.shuffle(values)
        shuffled[name] = tuple(values)

    assert standing_on(replace(facts, **shuffled), day) == standing_on(facts, day)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 60))
def test_months_later_is_the_same_day_of_the_month_or_its_last(day, months):
    later = add_months(day, months)

    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 60), st.integers(1, 60))
def test_anniversaries_do_not_drift(day, months, more):
    in_one, in_two = add_months(day, months + more), add_months(add_months(day, months), more, day.day)

    assert in_one == in_two
