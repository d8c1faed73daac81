"""The staff groups and job roles that are there from the start."""

from collections.abc import Iterator
from pathlib import Path

import yaml
from django.db import transaction

from trainingsite.people.models import JobRole, StaffGroup

STARTER = Path(__file__).parent / "starter.yaml"


def load_job_roles(path: Path = STARTER) -> Iterator[str]:
    """Add each staff group and job role that is missing, and say so; those that are there stay as they are."""
    content = yaml.safe_load(path.read_text())
    with transaction.atomic():
        for position, wanted in enumerate(content["staff_groups"], start=1):
            yield from _add(StaffGroup, "Staff group", {**wanted, "position": position})
    groups = {group.key: group for group in StaffGroup.objects.all()}
    with transaction.atomic():
        for group, roles in content["job_roles"].items():
            for wanted in roles:
                yield from _add(JobRole, "Job role", {**wanted, "staff_group": groups[group]})


def _add(model, called: str, wanted: dict) -> Iterator[str]:
    row, added = model.objects.get_or_create(key=wanted["key"], defaults=wanted)
    if added:
        yield f"{called} “{row.name}” added"
