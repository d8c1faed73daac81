"""What a staff group or a job role is used by, so that nothing ever names one that is gone."""

from collections.abc import Iterator
from functools import cache

import yaml
from django.db.models import TextField
from django.db.models.functions import Cast

from modules.models import LessonPage
from scenarios.models import ScenarioPage
from trainingsite.audit.models import Snapshot
from trainingsite.compliance.models import Requirement
from trainingsite.people.loading import STARTER
from trainingsite.people.models import JobRole, StaffGroup
from trainingsite.policies.files.frozen import KIND as DOCUMENT
from trainingsite.policies.models import PolicyPage


def uses_of(row: StaffGroup | JobRole) -> list[str]:
    """Everything that names it, in words; nothing, if it can be deleted."""
    field = "job_roles" if isinstance(row, JobRole) else "staff_groups"
    return list(_uses(row, field))


def _uses(row: StaffGroup | JobRole, field: str) -> Iterator[str]:
    if row.key in starter_keys():
        yield "the starter content"
    if isinstance(row, JobRole) and row.memberships.exists():
        yield "people who hold or held this job"
    if isinstance(row, StaffGroup) and row.job_roles.exists():
        yield "job roles"
    if _named_in(Requirement, field, row.key):
        yield "what programmes ask for"
    if _named_in(PolicyPage, field, row.key):
        yield "policies"
    if _named_in(ScenarioPage, "roles", row.key) or _named_in(LessonPage, "body", row.key):
        yield "training"
    if _is_frozen(row.key):
        yield "what has been published"


def _named_in(model, field: str, key: str) -> bool:
    """Whether a list or a text of blocks names the key; a word in quotation marks, as JSON has it."""
    return model.objects.annotate(as_text=Cast(field, TextField())).filter(as_text__contains=f'"{key}"').exists()


def _is_frozen(key: str) -> bool:
    """Whether a version of something is for this audience, or has words for it."""
    frozen = Snapshot.objects.exclude(kind=DOCUMENT).values_list("body", flat=True)
    return any(f'"{key}"'.encode() in bytes(body) for body in frozen.iterator(chunk_size=20))


@cache
def starter_keys() -> frozenset[str]:
    """The keys that loading the starter content would bring back."""
    content = yaml.safe_load(STARTER.read_text())
    roles = [role["key"] for roles in content["job_roles"].values() for role in roles]
    return frozenset([*roles, *(group["key"] for group in content["staff_groups"])])
