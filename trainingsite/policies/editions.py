"""The versions of one policy at one practice as the rules see them: which of them ask everybody again, from when."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import OuterRef, Subquery

from trainingsite.policies.lives import PolicyArchived
from trainingsite.policies.models import PolicyVersion
from trainingsite.policies.rules import Edition, Number, newer_that_asks, signature_stands


def edition_of(version: PolicyVersion, known_at: dt.datetime | None = None) -> Edition:
    """The version with what was said of it later, as far as that was known at a moment (now, unless told)."""
    later = getattr(version, "reclassified", None)
    if later is not None and known_at is not None and later.recorded_at > known_at:
        later = None
    return Edition(
        number=(version.major, version.minor),
        effective_on=version.effective_on,
        asks_again=version.asks_everybody,
        reclassified_from=later and later.from_on,
    )


def versions_beside(version: PolicyVersion) -> list[PolicyVersion]:
    """Every version of the same policy at the same practice, oldest first, and whether it is archived: one query."""
    return list(_beside(version).select_related("reclassified"))


def became_of(version: PolicyVersion, day: dt.date) -> tuple[Number | None, bool]:
    """The version in force, if everybody was asked again since this one; and whether the policy is archived now.

    The same query without the width of whole rows: every signature asks it.
    """
    names = ("major", "minor", "effective_on", "material", "asks_again", "reclassified__from_on", "last_step")
    rows = list(_beside(version).values_list(*names))
    editions = [
        Edition((major, minor), effective_on, material if asks_again is None else asks_again, from_on)
        for major, minor, effective_on, material, asks_again, from_on, _ in rows
    ]
    archived = bool(rows) and rows[0][-1] == PolicyArchived.Kind.ARCHIVED
    return newer_that_asks(editions, version.place, day), archived


def _beside(version: PolicyVersion):
    same = PolicyVersion.objects.at(version.practice_id).filter(page=version.page_id)
    steps = PolicyArchived.objects.filter(page=OuterRef("page"), practice=OuterRef("practice")).order_by("-number")
    return same.annotate(last_step=Subquery(steps.values("kind")[:1])).order_by("major", "minor")


def is_archived(beside: list[PolicyVersion]) -> bool:
    """Whether the policy of these versions is archived now."""
    return bool(beside) and beside[0].last_step == PolicyArchived.Kind.ARCHIVED


def newer_version_that_asks(version: PolicyVersion, beside: Iterable[PolicyVersion], day: dt.date):
    """The version in force, if everybody was asked again since this one; otherwise nothing."""
    beside = list(beside)
    number = newer_that_asks(map(edition_of, beside), version.place, day)
    return next((each for each in beside if each.place == number), None)


def counts_for(version: PolicyVersion, beside: Iterable[PolicyVersion], day: dt.date) -> list[PolicyVersion]:
    """The versions whose signatures count for this one on a day."""
    beside = list(beside)
    editions = [edition_of(each) for each in beside]
    return [each for each in beside if signature_stands(editions, signed=each.place, wanted=version.place, day=day)]
