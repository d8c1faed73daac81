"""The key points that a policy is checked against, kept as data."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from django.db import models

FILE = Path(__file__).with_name("key_points.yaml")
CONSULTED = "staff-consulted"  # a consultation covers it as well as a clause does


class CheckedAgainst(models.TextChoices):
    """The kinds of policy that have key points."""

    SOCIAL_MEDIA = "social-media", "A social media policy for staff"
    PUBLIC_PAGE = "public-page", "A page for patients about social media"


@dataclass(frozen=True)
class KeyPoint:
    """One thing a policy should say, for which kinds of policy, and a hint for its author."""

    id: str
    of: tuple[str, ...]
    title: str
    says: str
    hint: str


@cache
def key_points() -> tuple[KeyPoint, ...]:
    """Every key point, in the order of the file."""
    written = yaml.safe_load(FILE.read_text())["points"]
    return tuple(KeyPoint(**{**point, "of": tuple(point["of"])}) for point in written)


def points_of(kind: str) -> tuple[KeyPoint, ...]:
    """What a policy of this kind should say; nothing of one that is not checked."""
    return tuple(point for point in key_points() if kind in point.of)


def choices() -> list[tuple[str, str]]:
    """The key points that an author may tick for a clause."""
    return [(point.id, point.title) for point in key_points()]
