"""On which days and at which hours a message may go out that nobody is waiting for."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

FIRST_HOUR, LAST_HOUR = time(8), time(18)
SATURDAY = 5
A_DAY = timedelta(days=1)
DAYS_IN_A_WEEK = 7
A_MONTH = timedelta(days=31)


def is_working_day(day: date, holidays: frozenset[date]) -> bool:
    """Whether practices work that day: Monday to Friday, and no bank holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def is_working_time(moment: datetime, holidays: frozenset[date]) -> bool:
    """Whether a local moment is within the working hours of a working day; at six in the evening they are over."""
    return is_working_day(moment.date(), holidays) and FIRST_HOUR <= moment.time() < LAST_HOUR


def working_time_between(first: datetime, last: datetime, holidays: frozenset[date]) -> timedelta:
    """How much of the time between two local moments was working hours; beyond a month nobody counts."""
    total, day = timedelta(), max(first.date(), last.date() - A_MONTH)
    while day <= last.date():
        if is_working_day(day, holidays):
            begins = max(first, datetime.combine(day, FIRST_HOUR, first.tzinfo))
            ends = min(last, datetime.combine(day, LAST_HOUR, last.tzinfo))
            total += max(ends - begins, timedelta())
        day += A_DAY
    return total


def next_working_day(day: date, holidays: frozenset[date]) -> date:
    """The day itself if it is one, otherwise the first that follows."""
    while not is_working_day(day, holidays):
        day += A_DAY
    return day


def next_sending_day(moment: datetime, holidays: frozenset[date]) -> date:
    """The day on which a message goes out that is written at this local moment and keeps to working hours."""
    day = moment.date()
    if is_working_day(day, holidays) and moment.time() < LAST_HOUR:
        return day
    return next_working_day(day + A_DAY, holidays)


def first_working_day_of_month(day: date, holidays: frozenset[date]) -> date:
    """The first working day of the month in which the day is."""
    return next_working_day(day.replace(day=1), holidays)


def week_of(day: date) -> date:
    """The Monday on which the day's week began."""
    return day - timedelta(days=day.weekday())


def working_days_of_week(day: date, holidays: frozenset[date]) -> Iterator[date]:
    """The working days of the day's week, in order."""
    days = (week_of(day) + timedelta(days=number) for number in range(DAYS_IN_A_WEEK))
    return (each for each in days if is_working_day(each, holidays))
