"""Days as documents and reviews have them: so many months on, and written in words."""

from calendar import monthrange
from datetime import date

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def long_date(day: date) -> str:
    """A day in words, the same on every machine: ``strftime`` would follow the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or ago, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
