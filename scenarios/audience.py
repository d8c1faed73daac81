"""Whom a scenario is for, in words."""

from scenarios.engine import EVERYONE
from trainingsite.people import audience


def names_of(roles: list[str]) -> list[str]:
    """The names of the staff groups and job roles a scenario is written for; none means everybody."""
    if not roles or EVERYONE in roles:
        return []
    return audience.names_of(roles)
