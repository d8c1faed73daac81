"""How a day is written in a document."""

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
