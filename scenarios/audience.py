"""Whom a scenario is for, in words."""

from scenarios.engine import EVERYONE
from trainingsite.people.models import JobRole, StaffGroup


def names_of(roles: list[str]) -> list[str]:
    """The names of the staff groups and job roles a scenario is written for; none means everybody."""
    if not roles or EVERYONE in roles:
        return []
    groups = StaffGroup.objects.filter(key__in=roles).values_list("name", flat=True)
    return [*groups, *JobRole.objects.filter(key__in=roles).values_list("name", flat=True)]
