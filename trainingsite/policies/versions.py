"""Policies frozen at publication, with the practice's own names in them."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import freeze, record, thawed
from trainingsite.policies.freezing import policy_content
from trainingsite.policies.models import PolicyPage, PolicyVersion


def next_number(last: PolicyVersion | None, material: bool) -> tuple[int, int]:
    """The first version is 1.0; a material change counts the first number on, a minor one the second."""
    if last is None:
        return 1, 0
    return (last.major + 1, 0) if material else (last.major, last.minor + 1)


@transaction.atomic
def publish_policy(
    *,
    page: PolicyPage,
    by: str = "",
    material: bool = True,
    reason: str,
    effective_on: dt.date | None = None,
    at: dt.datetime,
) -> PolicyVersion:
    """Freeze the policy for its practice; unchanged content makes no new version and disturbs nobody."""
    PolicyPage.objects.select_for_update().get(pk=page.pk)
    practice, day = page.practice, timezone.localdate(at)
    snapshot = freeze(kind="policy", content=policy_content(page, practice, day))
    last = page.versions.order_by("-major", "-minor").first()
    if last and last.snapshot_id == snapshot.pk:
        return last
    major, minor = next_number(last, material)
    version = PolicyVersion.objects.create(
        page=page, practice=practice, major=major, minor=minor, title=page.title, snapshot=snapshot,
        published_at=at, effective_on=effective_on or day, material=material or last is None, reason=reason,
    )  # fmt: skip
    record(
        chains=[practice.chain], verb="policies.published", actor=by, subject=version.key, at=at, rows=[version],
        data={"policy": page.key, "version": version.number, "snapshot": snapshot.pk, "material": version.material},
    )  # fmt: skip
    return version


def content_of(version: PolicyVersion) -> dict:
    """What the version says."""
    return thawed(version.snapshot_id)
