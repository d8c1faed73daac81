"""How long a question may wait before it becomes the manager's task. Pure."""

from datetime import date, timedelta

DAYS_TO_ANSWER = 7


def manager_takes_over_on(asked_on: date) -> date:
    """The day on which a question that nobody has answered goes to the manager: after seven whole days."""
    return asked_on + timedelta(days=DAYS_TO_ANSWER + 1)


def last_asked_for_managers(day: date) -> date:
    """The latest day of asking of what has come to the managers by the day."""
    return day - timedelta(days=DAYS_TO_ANSWER + 1)
