"""Which policies are in the archive on a day."""

import datetime as dt
from collections.abc import Iterable

from trainingsite.people.models import Practice
from trainingsite.policies.lives import PolicyArchived


def archived_on(page_ids: Iterable[int], day: dt.date, practice: Practice | None = None) -> dict[int, PolicyArchived]:
    """By page: the step that put it in the archive, for those that are there on the day.

    A network's policy is archived by one of its practices, for itself: name the practice, or it is in no archive.
    """
    steps = PolicyArchived.objects.filter(page__in=page_ids, acted_on__lte=day).select_related("acted_by")
    steps = steps.filter(practice=practice) if practice else steps.exclude(page__network_versions__isnull=False)
    last = {step.page_id: step for step in steps.order_by("number")}
    return {page_id: step for page_id, step in last.items() if step.kind == PolicyArchived.Kind.ARCHIVED}
