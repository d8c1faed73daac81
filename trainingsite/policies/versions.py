"""Policies frozen at publication, with the practice's own names in them."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import record, thawed
from trainingsite.audit.models import Snapshot
from trainingsite.people.models import Person
from trainingsite.policies.consultations import Consultation
from trainingsite.policies.freezing import freeze_policy, policy_content
from trainingsite.policies.minors import tell_of_minor
from trainingsite.policies.models import PolicyPage, PolicyVersion


def next_number(last: PolicyVersion | None, material: bool) -> tuple[int, int]:
    """The first version is 1.0; a material change counts the first number on, a minor one the second."""
    if last is None:
        return 1, 0
    return (last.major + 1, 0) if material else (last.major, last.minor + 1)


class OutOfDate(Exception):
    """Another version was published meanwhile, so this one was decided on without knowing of it."""

    def __init__(self, newest: PolicyVersion):
        self.newest = newest
        super().__init__(f"Version {newest.number} was published meanwhile. Look at it, then decide again.")


WHATEVER = object()  # a version that follows whichever is the newest


def newest_version(page: PolicyPage) -> PolicyVersion | None:
    """The version published last, in force or not yet."""
    return page.versions.order_by("-major", "-minor").first()


def frozen_draft(page: PolicyPage, at: dt.datetime) -> Snapshot:
    """The draft as it would be published now, with the practice's names in it. Raises MissingNames."""
    return freeze_policy(page, policy_content(page, page.practice, timezone.localdate(at)))


@transaction.atomic
def publish_policy(
    *,
    page: PolicyPage,
    by: str = "",
    material: bool = True,
    reason: str,
    effective_on: dt.date | None = None,
    at: dt.datetime,
    snapshot: Snapshot | None = None,
    base=WHATEVER,
    every_version: bool | None = None,
    approved_by: Person | None = None,
    only_approver: bool | None = None,
    trigger: str = "",
) -> PolicyVersion:
    """Freeze the policy for its practice; unchanged content makes no new version and disturbs nobody.

    What was frozen before, to be approved, is given as ``snapshot``, and the newest version of then as ``base``:
    raises OutOfDate if it is not the newest any more.
    """
    PolicyPage.objects.select_for_update().get(pk=page.pk)
    practice, day, last = page.practice, timezone.localdate(at), newest_version(page)
    if base is not WHATEVER and base != last:
        raise OutOfDate(last)
    snapshot = snapshot or frozen_draft(page, at)
    if last and last.snapshot_id == snapshot.pk:
        return last
    material = material or last is None
    major, minor = next_number(last, material)
    every = page.every_version_signed if every_version is None else every_version
    content = thawed(snapshot.pk)
    version = PolicyVersion.objects.create(
        page=page, practice=practice, major=major, minor=minor, title=content["title"], snapshot=snapshot,
        audience=content.get("audience"),
        published_at=at, effective_on=effective_on or day, material=material, reason=reason,
        asks_again=True if every and not material else None,
        approved_by=approved_by, only_approver=only_approver, trigger=trigger,
        consultation=Consultation.objects.behind_the_next_version(page, practice),
    )  # fmt: skip
    if not version.asks_everybody:
        tell_of_minor(version, at, day)
    _record(version, by, at)
    return version


def _record(version: PolicyVersion, by: str, at: dt.datetime) -> None:
    record(
        chains=[version.practice.chain], verb="policies.published", actor=by, subject=version.key, at=at,
        rows=[version],
        data={
            "policy": version.page.key, "version": version.number, "snapshot": version.snapshot_id,
            "material": version.material, **said_of(version),
        },
    )  # fmt: skip


def said_of(version: PolicyVersion) -> dict:
    """What the event of a publication says besides, where there is something to say."""
    said = {
        "approved_by": version.approved_by and str(version.approved_by.key),
        "only_approver": version.only_approver,
        "asks_again": version.asks_again,
        "trigger": version.trigger,
    }
    return {name: value for name, value in said.items() if value}


def content_of(version: PolicyVersion) -> dict:
    """What the version says; what a network wrote is said in the name of the practice that adopted it."""
    content = thawed(version.snapshot_id)
    if "network" in content and isinstance(version, PolicyVersion):
        return {**content, "practice": version.practice.name}
    return content
