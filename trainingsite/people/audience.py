"""Which staff something is written for: staff groups, job roles, and whether a regulator binds them."""

import datetime as dt
from collections.abc import Collection

from django.core.cache import cache

from trainingsite.people.models import JobRole, Membership, Person, StaffGroup

REMEMBERED_FOR = 60  # seconds: it decides whose wording is read, and never what is asked of anybody
REGULATED, NOT_REGULATED = "regulated", "not-regulated"
BY_REGULATOR = [(REGULATED, "Staff with a professional regulator"), (NOT_REGULATED, "Staff without a regulator")]


def groups_of(person: Person, day: dt.date) -> frozenset[str]:
    """The groups the person belongs to through the jobs held that day; none for somebody who works nowhere.

    A regulator's standards bind its registrants in whatever else they do: one regulated post is enough.
    """
    return cache.get_or_set(f"groups:{person.key}:{day}", lambda: _groups_of(person, day), REMEMBERED_FOR)


def _groups_of(person: Person, day: dt.date) -> frozenset[str]:
    jobs = Membership.objects.known().on(day).by(person)
    held = list(jobs.values_list("job_role__key", "job_role__staff_group__key", "job_role__regulator"))
    if not held:
        return frozenset()
    bound = REGULATED if any(regulator for *_, regulator in held) else NOT_REGULATED
    return frozenset({bound, *(key for *keys, _ in held for key in keys)})


def group_choices() -> list[tuple[str, str]]:
    """Every group something can be written for, by its key, in the order in which people know them."""
    groups = StaffGroup.objects.values_list("key", "name")
    return [*groups, *JobRole.objects.values_list("key", "name"), *BY_REGULATOR]


def names_of(keys: Collection[str]) -> list[str]:
    """What the groups with these keys are called."""
    return [name for key, name in group_choices() if key in keys]
