"""Why something is due when it is, in a sentence that can be reckoned again on a calendar."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given

from tests.compliance.obligations import (
    ANNUAL,
    ANNUAL_BY_EXPIRY,
    BY_31_MARCH,
    JOINED,
    LONG_AGO,
    ONCE,
    done,
    make_facts,
)
from tests.compliance.test_rules_properties import all_facts, days
from trainingsite.compliance.rules import Applies, Done, Facts, Span, standing_on
from trainingsite.desk.matrix.explaining import explained
from trainingsite.formats.dates import long_date


def why(facts: Facts, day: date, went_live_on: date = LONG_AGO) -> str:
    return explained(facts, day, went_live_on)


FELL = "within 28 days of 1 January 2026, when it first fell on them"
TAKEN_BACK = "when what was done before was taken back or made void"


@pytest.mark.parametrize(
    ("facts", "day", "sentence"),
    [
        (make_facts(), date(2026, 1, 9), f"Due 29 January 2026: {FELL}."),
        (make_facts(), date(2026, 1, 29), f"Due 29 January 2026: {FELL}."),  # until the end of the day itself
        (make_facts(), date(2026, 1, 30), f"Was due 29 January 2026: {FELL}."),
        (
            make_facts(applies=(Applies(Span(JOINED), date(2026, 1, 20)),)),
            date(2026, 2, 9),
            "Due 17 February 2026: within 28 days of 20 January 2026, when it was put down that it falls on them.",
        ),
        (
            make_facts(ONCE, done=done(date(2026, 1, 9))),
            date(2026, 3, 9),
            "Done on 9 January 2026. It stands until it is asked for anew.",
        ),
        (
            make_facts(done=done(date(2026, 2, 28))),
            date(2026, 3, 9),
            "Due 28 February 2027: 12 months after it was last done on 28 February 2026.",
        ),
        (
            make_facts(done=done(date(2026, 2, 28))),
            date(2027, 3, 1),
            "Was due 28 February 2027: 12 months after it was last done on 28 February 2026.",
        ),
        (
            make_facts(BY_31_MARCH, done=done(date(2026, 2, 9))),
            date(2026, 3, 9),
            "Due 31 March 2027: the 31 March that follows it being done on 9 February 2026.",
        ),
        (
            make_facts(ONCE, renewals=(date(2026, 3, 2),), done=done(date(2026, 1, 9))),
            date(2026, 3, 9),
            "Due 30 March 2026: within 28 days of 2 March 2026, when a new version asked everybody again.",
        ),
        (
            make_facts(ONCE, done=(Done(date(2026, 1, 9), ended_on=date(2026, 3, 2)),)),
            date(2026, 3, 9),
            f"Due 30 March 2026: within 28 days of 2 March 2026, {TAKEN_BACK}.",
        ),
    ],
)
def test_a_due_date_says_what_it_is_counted_from(facts, day, sentence):
    assert why(facts, day) == sentence


EARLY = "12 months after 8 January 2027, the date before; it was done on 9 November 2026, and early is never punished"


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        # The window of 60 days opens on 9 November.
        (date(2026, 11, 8), "Due 8 November 2027: 12 months after it was last done on 8 November 2026."),
        (date(2026, 11, 9), f"Due 8 January 2028: {EARLY}."),
        (date(2027, 1, 8), "Due 8 January 2028: 12 months after it was last done on 8 January 2027."),
        (date(2027, 1, 9), "Due 9 January 2028: 12 months after it was last done on 9 January 2027."),
    ],
)
def test_done_a_day_before_or_after_the_window_opens_and_after_expiry(second, sentence):
    facts = make_facts(done=done(date(2026, 1, 8), second))

    assert why(facts, date(2027, 1, 20)) == sentence


def test_done_late_keeps_the_rhythm_where_the_expiry_counts():
    facts = make_facts(ANNUAL_BY_EXPIRY, done=done(date(2026, 1, 8), date(2027, 2, 9)))

    assert why(facts, date(2027, 3, 1)) == (
        "Due 8 January 2028: 12 months after 8 January 2027, the date before; it was done on 9 February 2027,"
        " and the rhythm stays however late it is done."
    )


@pytest.mark.parametrize(
    ("last", "when"),
    [
        (date(2026, 2, 20), "from 9 January 2026 to 20 February 2026"),
        (None, "from 9 January 2026, with no last day yet"),
    ],
)
def test_leave_says_from_when_to_when(last, when):
    facts = make_facts(absences=(Span(date(2026, 1, 9), last),))

    assert why(facts, date(2026, 2, 1)) == (
        f"On leave {when}: the clock stands still, and on return there are at least 14 days."
    )


def test_after_leave_the_sentence_says_how_many_days_later_it_is_due():
    facts = make_facts(absences=(Span(date(2026, 1, 9), date(2026, 2, 20)),))

    assert why(facts, date(2026, 3, 1)) == (
        f"Due 13 March 2026: {FELL}, which is 29 January 2026, and 43 days later because of leave."
    )


def test_an_exemption_that_ended_left_time_again():
    facts = make_facts(exemptions=(Span(date(2026, 1, 9), date(2026, 2, 20)),))

    said = [why(facts, date(2026, 2, day)) for day in (20, 21)]

    assert said == [
        "Exempt from 9 January 2026 to 20 February 2026. Afterwards there is time again to do it.",
        f"Due 20 March 2026: {FELL}, which is 29 January 2026, and 50 days later because of an exemption.",
    ]


def test_a_question_and_a_refusal_say_since_when():
    asked, refused = (make_facts(ONCE, **{name: (Span(date(2026, 1, 9)),)}) for name in ("queries", "declines"))

    since = "from 9 January 2026, with no last day yet"
    assert why(asked, date(2026, 3, 1)) == (
        f"A question, an objection or a hold has stopped the clock {since}; it runs again 7 days after the answer."
    )
    assert why(refused, date(2026, 3, 1)) == f"Declined {since}. A new version would be put to them again."


@pytest.mark.parametrize(
    ("applies", "sentence"),
    [
        ((Applies(Span(date(2026, 4, 1)), JOINED),), "it falls on them from 1 April 2026."),
        (
            (Applies(Span(JOINED, date(2026, 2, 1)), JOINED),),
            "it fell on them until 1 February 2026, and no job or duty asks for it now.",
        ),
        ((), "neither a job nor a duty of theirs asks for it."),
    ],
)
def test_what_is_not_required_says_why(applies, sentence):
    facts = Facts((ANNUAL,), applies, LONG_AGO)

    assert why(facts, date(2026, 3, 1)) == f"Not required: {sentence}"


def test_a_start_says_whether_the_practice_or_the_policy_began():
    facts = make_facts(go_live_on=date(2026, 2, 2))

    said = [why(facts, date(2026, 2, 9), went_live_on) for went_live_on in (date(2026, 2, 2), LONG_AGO)]

    start = "Due 2 March 2026: within 28 days of 2 February 2026, when the"
    assert said == [f"{start} practice went live.", f"{start} policy took effect."]


@given(all_facts(), days)
def test_the_sentence_names_the_due_date_of_the_rule_and_every_sum_in_it_comes_out(facts, day):
    due_on = standing_on(facts, day).due_on

    said = explained(facts, day, facts.go_live_on)

    opening = re.match("(Due|Was due) (.*?):", said)
    assert opening is None or opening[2] == long_date(due_on)
    named = re.search(r"which is (\d+ \w+ \d+), and (\d+) days? later", said)
    for within, start in re.findall(r"within (\d+) days? of (\d+ \w+ \d+)", said):
        assert later(dated(start), within) == (dated(named[1]) if named else due_on)
    assert named is None or later(dated(named[1]), named[2]) == due_on


def dated(words: str) -> date:
    return datetime.strptime(words, "%d %B %Y").date()  # noqa: DTZ007 -- a day


def later(day: date, days_on: str) -> date:
    return date.fromordinal(day.toordinal() + int(days_on))
