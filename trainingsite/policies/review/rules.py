"""When the owner of a policy is reminded of a review. Pure."""

from datetime import date, timedelta

POLICY_STEPS = (60, 30, 7, 0)
ANNEX_STEPS = (30, 7, 0)
SOON_DAYS = POLICY_STEPS[0]


def step_reached(due_on: date, day: date, steps: tuple[int, ...], reviewed_on: date | None) -> int | None:
    """The latest step, in days before the review is due, whose day has come since the last review.

    Earlier steps that were missed are left out: after a pause one reminder says all there is to say.
    """
    days = {step: due_on - timedelta(days=step) for step in steps}
    reached = [step for step, on in days.items() if on <= day and (reviewed_on is None or on > reviewed_on)]
    return min(reached, default=None)


def planned_on(due_on: date, step: int) -> date:
    """The day for which a reminder is planned."""
    return due_on - timedelta(days=step)


def is_soon(due_on: date, day: date) -> bool:
    """Whether a review is near enough to be somebody's task, or past."""
    return due_on - timedelta(days=SOON_DAYS) <= day
