"""The staff groups and job roles that are there from the start."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from django.db import transaction

from trainingsite.people.models import JobRole, StaffGroup

STARTER = Path(__file__).parent / "starter.yaml"


def load_job_roles(path: Path = STARTER) -> Iterator[str]:
    """Add the staff groups and job roles that are missing, and say how many; those that are there stay as they are."""
    content = yaml.safe_load(path.read_text())
    with transaction.atomic():
        groups = [{**group, "position": place} for place, group in enumerate(content["staff_groups"], start=1)]
        added = add_missing(StaffGroup, groups)
        of_key = {group.key: group for group in StaffGroup.objects.all()}
        roles = [{**role, "staff_group": of_key[key]} for key, roles in content["job_roles"].items() for role in roles]
        added += add_missing(JobRole, roles)
    if added:
        yield f"{added} staff groups and job roles added"


def add_missing(model, wanted: list[dict]) -> int:
    """Add the rows whose keys are not there yet; how many there were."""
    there = set(model.objects.values_list("key", flat=True))
    missing = [model(**fields) for fields in wanted if fields["key"] not in there]
    model.objects.bulk_create(missing)
    return len(missing)
