"""Whom a version of a policy is for: job roles, staff groups, duties; everyone where it names none."""

import datetime as dt
from collections.abc import Set

from django.db.models import Q

from trainingsite.people.audience import names_of
from trainingsite.people.models import Duty, Membership, Person, Practice, Responsibility

STAFF_GROUPS, JOB_ROLES, DUTIES = "staff_groups", "job_roles", "duties"


def is_for(content: dict, *, groups: Set[str], duties: Set[str]) -> bool:
    """Whether frozen content is for somebody with these staff groups and job roles, and these duties."""
    named = content.get("audience")
    return not named or names_group(named, groups) or not duties.isdisjoint(named.get(DUTIES, ()))


def names_group(audience: dict, groups: Set[str]) -> bool:
    """Whether the audience names one of these staff groups and job roles."""
    return not groups.isdisjoint([*audience.get(STAFF_GROUPS, ()), *audience.get(JOB_ROLES, ())])


def people_asked(practice: Practice, content: dict, day: dt.date):
    """The people at the practice that day whom the content is for."""
    jobs = Membership.objects.known().on(day).at(practice)
    here = Person.objects.filter(pk__in=jobs.values("person"))
    named = content.get("audience")
    if not named:
        return here
    in_role = Q(job_role__key__in=named.get(JOB_ROLES, ()))
    in_group = Q(job_role__staff_group__key__in=named.get(STAFF_GROUPS, ()))
    held = Responsibility.objects.known().on(day).at(practice).of_kind(*named.get(DUTIES, ()))
    by_duty = held.filter(person__isnull=False).values("person")
    return here.filter(Q(pk__in=jobs.filter(in_role | in_group).values("person")) | Q(pk__in=by_duty))


def names_in(content: dict) -> list[str]:
    """What those are called whom the content is for; nothing where it is for everyone."""
    named = content.get("audience")
    if not named:
        return []
    keys = {*named.get(STAFF_GROUPS, ()), *named.get(JOB_ROLES, ())}
    duties = named.get(DUTIES, ())
    return [*names_of(keys), *(duty.label for duty in Duty if duty in duties)]


def audience_of(page) -> dict[str, list[str]]:
    """Whom the draft is for, as it is frozen: only the lists that say something."""
    lists = {STAFF_GROUPS: page.staff_groups, JOB_ROLES: page.job_roles, DUTIES: page.duties}
    return {name: sorted(keys) for name, keys in lists.items() if keys}
