"""What leave, exemptions, questions and refusals do to a due date, as tables."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.compliance.obligations import (
    ANNUAL,
    BY_31_MARCH,
    FIRST_DUE,
    JOINED,
    ONCE,
    done,
    make_facts,
    status,
    statuses,
)
from trainingsite.compliance.rules import (
    Anchor,
    Basis,
    Span,
    Standing,
    Status,
    due_on,
    standing_on,
    timeline,
)

# Leave: JOINED is 1 January 2026, the first time is due on 29 January.


@pytest.mark.parametrize(
    ("leave", "due"),
    [
        ([((2026, 1, 10), (2026, 2, 5))], (2026, 1, 29)),  # 27 days are a holiday
        ([((2026, 1, 10), (2026, 2, 6))], (2026, 2, 26)),  # 28 days stop the clock
        ([((2026, 1, 10), (2026, 1, 20)), ((2026, 1, 21), (2026, 2, 6))], (2026, 2, 26)),  # in two rows
        ([((2026, 1, 10), (2026, 1, 20)), ((2026, 1, 22), (2026, 2, 6))], (2026, 1, 29)),  # two short ones
        ([((2026, 1, 10), (2026, 2, 6)), ((2026, 1, 20), (2026, 2, 6))], (2026, 2, 26)),  # told twice, counted once
        ([((2025, 12, 1), (2026, 1, 9))], (2026, 2, 6)),  # joined while away: eight of the days fall after joining
        ([((2026, 1, 29), (2026, 3, 29))], (2026, 4, 12)),  # from the due day on: a fortnight after the return
        ([((2026, 1, 20), (2026, 3, 20))], (2026, 4, 3)),  # nine days left: a fortnight instead
        ([((2026, 1, 30), (2026, 3, 30))], (2026, 1, 29)),  # late before the leave began
    ],
)
def test_long_leave_puts_a_due_date_off(leave, due):
    absences = tuple(Span(date(*first), date(*last)) for first, last in leave)

    assert due_on(make_facts(absences=absences), JOINED) == date(*due)


def test_who_comes_back_from_leave_has_a_fortnight():
    facts = make_facts(absences=(Span(date(2026, 1, 28), date(2026, 3, 31)),))

    days = [date(2026, 1, 27), date(2026, 1, 28), date(2026, 3, 31), date(2026, 4, 14), date(2026, 4, 15)]

    assert statuses(facts, *days) == ["due", "on_leave", "on_leave", "due", "overdue"]


def test_leave_without_an_end_has_no_due_date():
    facts = make_facts(absences=(Span(date(2026, 1, 10)),))

    before, during = standing_on(facts, date(2026, 1, 9)), standing_on(facts, date(2027, 1, 1))

    assert (before.status, before.due_on) == (Status.DUE, FIRST_DUE)
    assert (during.status, during.due_on) == (Status.ON_LEAVE, None)


def test_short_leave_that_became_leave_without_an_end_stops_the_clock():
    absences = (Span(date(2026, 1, 10), date(2026, 1, 20)), Span(date(2026, 1, 21)))

    facts = make_facts(absences=absences)

    assert [due_on(facts, date(2026, 1, day)) for day in (9, 10)] == [date(2026, 2, 9), None]


def test_leave_without_an_end_that_begins_on_the_due_day_leaves_no_due_date():
    assert due_on(make_facts(absences=(Span(FIRST_DUE),)), FIRST_DUE) is None


def test_leave_without_an_end_does_not_hide_what_was_late_before():
    facts = make_facts(absences=(Span(date(2026, 2, 10)),))

    assert due_on(facts, date(2026, 3, 1)) == FIRST_DUE


def test_leave_entered_afterwards_takes_back_that_somebody_was_overdue():
    facts, day = make_facts(), date(2026, 3, 1)
    corrected = replace(facts, absences=(Span(date(2026, 1, 20), date(2026, 3, 20)),))

    assert [status(facts, day), status(corrected, day)] == [Status.OVERDUE, Status.ON_LEAVE]


def test_a_year_of_being_good_stands_still_during_leave():
    facts = make_facts(done=done(date(2026, 3, 10)), absences=(Span(date(2026, 6, 1), date(2026, 8, 31)),))

    assert standing_on(facts, date(2027, 1, 1)) == Standing(
        Status.COMPLIANT, date(2027, 6, 10), date(2026, 3, 10), date(2027, 6, 10), Basis.OWN
    )


@pytest.mark.parametrize("anchor", [Anchor.COMPLETION, Anchor.EXPIRY])
def test_a_refresher_done_straight_after_leave_extends_from_the_expiry_that_leave_put_off(anchor):
    facts = make_facts(
        replace(ANNUAL, anchor=anchor),
        done=done(date(2026, 3, 10), date(2027, 3, 1)),
        absences=(Span(date(2026, 6, 1), date(2026, 8, 31)),),
    )

    assert due_on(facts, date(2027, 3, 1)) == date(2028, 6, 10)


def test_leave_between_an_early_refresher_and_the_expiry_counts_once():
    facts = make_facts(
        done=done(date(2026, 3, 10), date(2027, 1, 20)), absences=(Span(date(2027, 2, 1), date(2027, 3, 5)),)
    )

    assert due_on(facts, date(2027, 4, 1)) == date(2028, 4, 12)


def test_proof_that_is_entered_twice_after_a_year_of_leave_counts_once():
    facts = make_facts(
        done=done(date(2026, 3, 10), date(2028, 1, 15), date(2028, 1, 16), date(2029, 2, 1)),
        absences=(Span(date(2027, 1, 1), date(2027, 12, 31)),),
    )

    assert [due_on(facts, day) for day in (date(2028, 2, 1), date(2029, 2, 1))] == [date(2029, 3, 9), date(2030, 3, 9)]


def test_leave_between_an_expiry_and_doing_it_late_does_not_move_the_rhythm():
    facts = make_facts(
        replace(ANNUAL, anchor=Anchor.EXPIRY),
        done=done(date(2026, 3, 10), date(2027, 6, 1), date(2028, 4, 1)),
        absences=(Span(date(2027, 3, 20), date(2027, 5, 20)),),
    )

    assert [due_on(facts, day) for day in (date(2027, 6, 1), date(2028, 4, 1))] == [
        date(2028, 3, 10),
        date(2029, 3, 10),
    ]


def test_leave_before_the_expiry_that_late_training_is_counted_from_counts_for_nothing():
    facts = make_facts(
        replace(ANNUAL, anchor=Anchor.EXPIRY),
        done=done(date(2026, 3, 10), date(2028, 1, 8)),
        absences=(Span(date(2028, 1, 20), date(2028, 2, 29)),),
    )

    assert due_on(facts, date(2028, 3, 1)) == date(2029, 3, 10)


def test_leave_does_not_move_the_fixed_day_that_comes_after_it():
    facts = make_facts(
        BY_31_MARCH,
        joined=date(2025, 1, 1),
        done=done(date(2025, 6, 1), date(2026, 12, 15)),
        absences=(Span(date(2026, 3, 1), date(2026, 12, 9)),),
    )

    assert [due_on(facts, day) for day in (date(2026, 12, 14), date(2026, 12, 15))] == [
        date(2027, 1, 9),
        date(2027, 3, 31),
    ]


def test_leave_during_the_last_days_leaves_a_fortnight_in_which_it_is_due_and_not_good():
    facts = make_facts(done=done(date(2026, 3, 10)), absences=(Span(date(2027, 3, 8), date(2027, 6, 30)),))

    assert statuses(facts, date(2027, 7, 3), date(2027, 7, 4), date(2027, 7, 14), date(2027, 7, 15)) == [
        "expiring",
        "due",
        "due",
        "overdue",
    ]


def test_a_timeline_tells_when_it_lapsed_and_when_the_fortnight_after_leave_was_over():
    facts = make_facts(done=done(date(2026, 3, 10)), absences=(Span(date(2027, 3, 8), date(2027, 6, 30)),))

    segments = timeline(facts, date(2027, 3, 7), date(2027, 7, 31))

    assert [(segment.first.isoformat(), segment.standing.status.value) for segment in segments] == [
        ("2027-03-07", "compliant"),
        ("2027-03-08", "on_leave"),
        ("2027-07-01", "expiring"),
        ("2027-07-04", "due"),
        ("2027-07-15", "overdue"),
    ]


def test_a_list_of_staff_that_says_until_9999_is_read():
    facts = make_facts(absences=(Span(date(2026, 1, 10), date.max),))

    assert standing_on(facts, date(2026, 6, 1)).status is Status.ON_LEAVE


# Exemptions


@pytest.mark.parametrize(
    ("exempt", "due"),
    [
        (((2026, 1, 10), (2026, 1, 15)), (2026, 2, 12)),  # ends before the due day, with less than 28 days left
        (((2026, 1, 10), (2026, 1, 29)), (2026, 2, 26)),
        (((2026, 1, 10), (2026, 4, 30)), (2026, 5, 28)),  # the due day passed during it
        (((2026, 1, 29), (2026, 4, 30)), (2026, 5, 28)),
        (((2026, 1, 30), (2026, 4, 30)), (2026, 1, 29)),  # late before it began
    ],
)
def test_after_an_exemption_there_is_the_time_every_joiner_has(exempt, due):
    first, last = date(*exempt[0]), date(*exempt[1])
    facts = make_facts(exemptions=(Span(first, last),))

    assert statuses(facts, first, last) == ["exempt", "exempt"]
    assert due_on(facts, last + timedelta(days=1)) == date(*due)


@pytest.mark.parametrize(
    ("last", "due"), [((2027, 1, 15), (2027, 3, 10)), ((2027, 3, 1), (2027, 3, 29)), ((2027, 5, 1), (2027, 5, 29))]
)
def test_an_exemption_that_ends_inside_or_after_the_window(last, due):
    facts = make_facts(done=done(date(2026, 3, 10)), exemptions=(Span(date(2027, 1, 10), date(*last)),))

    assert statuses(facts, date(*due), date(*due) + timedelta(days=1))[1] == "overdue"
    assert due_on(facts, date(2027, 12, 1)) == date(*due)


def test_a_query_after_an_exemption_stops_the_fair_time_too():
    facts = make_facts(
        exemptions=(Span(date(2026, 1, 20), date(2026, 1, 31)),), queries=(Span(date(2026, 2, 10), date(2026, 2, 12)),)
    )

    assert due_on(facts, date(2026, 2, 20)) == date(2026, 3, 10)


# Questions and refusals


@pytest.mark.parametrize(
    ("asked", "answered", "due"),
    [
        ((2026, 1, 10), (2026, 1, 12), (2026, 2, 8)),  # three days and seven more
        ((2026, 1, 29), (2026, 2, 28), (2026, 3, 8)),
        ((2026, 1, 30), (2026, 2, 28), (2026, 1, 29)),  # late before it was asked
    ],
)
def test_a_query_stops_the_clock_until_it_is_answered_and_seven_days_more(asked, answered, due):
    facts = make_facts(ONCE, queries=(Span(date(*asked), date(*answered)),))

    assert statuses(facts, date(*asked), date(*answered)) == ["queried", "queried"]
    assert due_on(facts, date(*answered) + timedelta(days=1)) == date(*due)


def test_an_unanswered_query_has_no_due_date():
    assert due_on(make_facts(ONCE, queries=(Span(date(2026, 1, 10)),)), date(2027, 1, 1)) is None


def test_a_query_and_leave_at_once_stop_the_clock_once():
    away = Span(date(2026, 1, 10), date(2026, 2, 28))

    facts = make_facts(ONCE, absences=(away,), queries=(Span(date(2026, 1, 15), date(2026, 2, 21)),))

    assert due_on(facts, JOINED) == date(2026, 3, 20)


def test_who_signs_after_all_is_no_longer_queried_or_declined():
    asked, refused, signed = date(2026, 1, 10), date(2026, 1, 12), date(2026, 1, 14)

    facts = make_facts(ONCE, queries=(Span(asked),), declines=(Span(refused),), done=done(signed))

    assert statuses(facts, asked, refused, signed) == ["queried", "declined", "compliant"]


def test_who_asks_and_signs_on_the_same_day_has_signed():
    facts = make_facts(ONCE, queries=(Span(JOINED),), declines=(Span(JOINED),), done=done(JOINED))

    assert status(facts, JOINED) is Status.COMPLIANT


def test_a_query_that_was_answered_after_signing_does_not_lengthen_the_year():
    facts = make_facts(queries=(Span(date(2026, 1, 10), date(2026, 6, 1)),), done=done(date(2026, 1, 14)))

    assert [due_on(facts, date(2026, 7, 1)), due_on(facts, date(2027, 7, 1))] == [date(2027, 1, 14)] * 2


def test_a_refusal_is_declined_and_never_overdue():
    facts = make_facts(ONCE, declines=(Span(date(2026, 1, 10), date(2026, 5, 31)),))

    assert statuses(facts, date(2026, 5, 31), date(2026, 6, 1)) == ["declined", "overdue"]


def test_a_refusal_ends_when_a_material_version_is_asked_for():
    facts = make_facts(ONCE, declines=(Span(date(2026, 1, 10)),), renewals=(date(2026, 4, 1),))

    assert statuses(facts, date(2026, 3, 31), date(2026, 4, 1)) == ["declined", "due"]


def test_a_refusal_on_the_day_of_the_new_version_is_about_the_new_version():
    facts = make_facts(ONCE, declines=(Span(date(2026, 4, 1)),), renewals=(date(2026, 4, 1),))

    assert status(facts, date(2026, 4, 2)) is Status.DECLINED
