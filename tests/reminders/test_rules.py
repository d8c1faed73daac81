"""When somebody is told of what waits for them: the calendar, their leave, their own days, and how often at most."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import moment
from trainingsite.compliance.rules import Segment, Span, Standing, Status
from trainingsite.notices.holidays import bank_holidays, known_until
from trainingsite.notices.rules import is_working_day, is_working_time, next_working_day, working_days_of_week
from trainingsite.reminders.rules import (
    Listener,
    Manners,
    Planned,
    Step,
    answers_for,
    first_owed_on,
    may_be_told_on,
    step_reached,
)

HOLIDAYS = bank_holidays()
BEGUN, DUE = date(2026, 3, 2), date(2026, 3, 30)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)
MONDAYS_ONLY = frozenset({0})
A_DAY = timedelta(days=1)


def standing(status, due_on=DUE):
    return Standing(status, due_on, None, None, None)


def asked_since(begun, until=date(2026, 12, 31)):
    return [Segment(begun, until, standing(Status.DUE))]


def step_on(day, begun=BEGUN, due_on=DUE):
    status = Status.DUE if day <= due_on else Status.OVERDUE
    return step_reached(standing(status, due_on), asked_since(begun), day)


@pytest.mark.parametrize(
    ("day", "step", "on"),
    [
        (date(2026, 3, 2), Step.START, date(2026, 3, 2)),
        (date(2026, 3, 15), Step.START, date(2026, 3, 2)),
        (date(2026, 3, 16), Step.FORTNIGHT_BEFORE, date(2026, 3, 16)),
        (date(2026, 3, 26), Step.FORTNIGHT_BEFORE, date(2026, 3, 16)),
        (date(2026, 3, 27), Step.DAYS_BEFORE, date(2026, 3, 27)),
        (date(2026, 3, 30), Step.ON_THE_DAY, date(2026, 3, 30)),
        (date(2026, 4, 1), Step.ON_THE_DAY, date(2026, 3, 30)),
        (date(2026, 4, 2), Step.DAYS_AFTER, date(2026, 4, 2)),
        (date(2026, 4, 6), Step.WEEK_AFTER, date(2026, 4, 6)),
        (date(2026, 9, 1), Step.WEEK_AFTER, date(2026, 4, 6)),  # from then on their manager hears of it
    ],
)
def test_the_latest_step_that_has_come(day, step, on):
    assert step_on(day) == Planned(step, on)


@pytest.mark.parametrize(("day", "step"), [(date(2026, 3, 24), Step.START), (date(2026, 3, 27), Step.DAYS_BEFORE)])
def test_who_has_ten_days_is_not_told_of_a_fortnight_before_they_knew(day, step):
    assert step_on(day, begun=date(2026, 3, 20)).step is step


@pytest.mark.parametrize(("day", "step"), [(date(2026, 12, 28), None), (date(2026, 12, 29), Step.START)])
def test_what_is_due_in_a_year_begins_three_months_before(day, step):
    reached = step_on(day, due_on=date(2027, 3, 31))

    assert reached == (step and Planned(step, date(2026, 12, 29)))


def test_what_is_due_on_the_day_it_begins_is_told_once():
    assert step_on(DUE, begun=DUE) == Planned(Step.START, DUE)


@pytest.mark.parametrize(
    "status",
    [Status.NOT_REQUIRED, Status.EXEMPT, Status.ON_LEAVE, Status.DECLINED, Status.QUERIED, Status.COMPLIANT],
)
def test_nothing_is_told_of_what_is_not_open(status):
    assert step_reached(standing(status), [Segment(BEGUN, DUE, standing(status))], DUE) is None


@pytest.mark.parametrize(
    ("between", "begun"),
    [
        (Status.QUERIED, date(2026, 3, 2)),  # the same asking, which a question held up
        (Status.ON_LEAVE, date(2026, 3, 12)),  # who comes back is told anew
        (Status.EXEMPT, date(2026, 3, 12)),
        (Status.COMPLIANT, date(2026, 3, 12)),
    ],
)
def test_the_day_from_which_it_has_been_asked_for_without_a_break(between, begun):
    segments = [
        Segment(date(2026, 3, 2), date(2026, 3, 5), standing(Status.DUE)),
        Segment(date(2026, 3, 6), date(2026, 3, 11), standing(between)),
        Segment(date(2026, 3, 12), date(2026, 3, 20), standing(Status.DUE)),
    ]

    assert first_owed_on(segments) == begun


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 30), True),
        (date(2026, 3, 28), False),  # a Saturday
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 28), False),  # instead of Boxing Day, which is a Saturday
        (date(2027, 1, 4), True),  # a bank holiday in Scotland alone
    ],
)
def test_the_working_days_of_england(day, working):
    assert is_working_day(day, HOLIDAYS) is working


def test_the_list_of_bank_holidays_has_eight_days_in_each_of_its_years():
    years = [sum(day.year == year for day in HOLIDAYS) for year in range(2024, known_until().year + 1)]

    assert years == [8] * 5
    assert [day for day in HOLIDAYS if day.weekday() > 4] == []


def test_after_easter_the_next_working_day_is_the_tuesday():
    assert next_working_day(date(2026, 4, 3), HOLIDAYS) == date(2026, 4, 7)
    assert next(working_days_of_week(date(2026, 4, 8), HOLIDAYS)) == date(2026, 4, 7)


@pytest.mark.parametrize(
    ("hour", "minute", "fine"), [(7, 59, False), (8, 0, True), (17, 59, True), (18, 0, False), (23, 30, False)]
)
def test_the_working_hours(hour, minute, fine):
    assert is_working_time(moment(2026, 3, 30, hour, minute), HOLIDAYS) is fine


@pytest.mark.parametrize(
    ("day", "listener", "fine"),
    [
        (MONDAY, Listener(), True),
        (date(2026, 3, 8), Listener(), False),  # a Sunday
        (TUESDAY, Listener(absences=(Span(MONDAY, TUESDAY),)), False),
        (WEDNESDAY, Listener(absences=(Span(MONDAY, TUESDAY),)), True),
        (WEDNESDAY, Listener(absences=(Span(MONDAY),)), False),  # nobody knows when they come back
        (MONDAY, Listener(told_on={MONDAY}), False),
        (date(2026, 3, 12), Listener(told_on={MONDAY, TUESDAY, WEDNESDAY}), False),  # three in a week are enough
        (date(2026, 3, 16), Listener(told_on={MONDAY, TUESDAY, WEDNESDAY}), True),
        (TUESDAY, Listener(chosen_days=MONDAYS_ONLY), False),
        (MONDAY, Listener(chosen_days=MONDAYS_ONLY), True),
        (date(2026, 4, 7), Listener(chosen_days=MONDAYS_ONLY), True),  # their Monday was Easter Monday
        (date(2026, 4, 8), Listener(chosen_days=MONDAYS_ONLY), False),
        (TUESDAY, Listener(chosen_days=MONDAYS_ONLY, absences=(Span(MONDAY, MONDAY),)), True),
        (TUESDAY, Listener(chosen_days=()), True),
    ],
)
def test_on_which_days_somebody_may_be_told(day, listener, fine):
    assert may_be_told_on(day, listener, HOLIDAYS, Manners()) is fine


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def spans(draw):
    first = draw(DAYS)
    return Span(first, first + timedelta(days=draw(st.integers(0, 40))))


@st.composite
def people(draw):
    """Somebody's chosen days, leave, and what is asked of them."""
    listener = Listener(
        chosen_days=draw(st.frozensets(st.integers(0, 4))), absences=tuple(draw(st.lists(spans(), max_size=3)))
    )
    return listener, draw(DAYS), draw(st.integers(0, 60)), draw(st.frozensets(DAYS, max_size=20))


def a_year_of_messages(listener, begun, within, stopped, manners):
    """The days on which the person is told, and of which step, when the process stands still on some days."""
    told, seen, day = [], set(), begun
    while day < begun + timedelta(days=150):
        now = Listener(listener.chosen_days, listener.absences, {on for on, _ in told})
        step = step_on(day, begun, begun + timedelta(days=within))
        if day not in stopped and step not in seen and may_be_told_on(day, now, HOLIDAYS, manners):
            told.append((day, step))
            seen.add(step)
        day += A_DAY
    return told


@given(people())
def test_nobody_is_ever_told_twice_a_day_on_leave_or_on_a_day_off(person):
    listener, begun, within, stopped = person

    told = a_year_of_messages(listener, begun, within, stopped, Manners())

    days = [day for day, _ in told]
    assert len(days) == len(set(days))
    assert [day for day in days if listener.is_away(day) or not is_working_day(day, HOLIDAYS)] == []
    assert [step for _, step in told] == sorted({step for _, step in told}, key=lambda step: step.on)


@given(people(), st.integers(1, 3))
def test_nobody_is_told_more_often_in_a_week_than_is_set(person, most):
    told = a_year_of_messages(*person, Manners(messages_a_week=most))

    weeks = [day.isocalendar()[:2] for day, _ in told]
    assert max(map(weeks.count, weeks), default=0) <= most


@given(people())
def test_whoever_is_at_work_at_all_hears_of_the_last_step_in_the_end(person):
    listener, begun, within, stopped = person

    told = a_year_of_messages(listener, begun, within, stopped, Manners())

    assert told[-1][1].step is Step.WEEK_AFTER


RUTH, OLU, NELL, TOM = "Ruth", "Olu", "Nell", "Tom"


@pytest.mark.parametrize(
    ("managers", "practice_managers", "others", "away", "told"),
    [
        ([OLU], [RUTH], [NELL], [], [OLU]),
        ([], [RUTH], [NELL], [], [RUTH]),  # the manager has left
        ([OLU], [RUTH], [NELL], [OLU], [RUTH]),
        ([], [], [NELL], [], [NELL]),
        ([TOM], [TOM], [NELL], [], [NELL]),  # nobody is told about themselves
        ([], [RUTH], [], [RUTH], [RUTH]),  # when they are back
        ([], [TOM], [], [], []),
        ([], [], [], [], []),
    ],
)
def test_who_is_told_that_tom_is_late(managers, practice_managers, others, away, told):
    assert answers_for(TOM, managers, practice_managers, others, away) == told
