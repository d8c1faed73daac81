"""Holding a version while an objection is talked through: all clocks stand still until the hold is lifted."""

import datetime as dt
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from trainingsite.audit.actions import record
from trainingsite.people.models import Duty, Person, Practice, Responsibility
from trainingsite.policies.models import PolicyVersion, VersionHold

Kind = VersionHold.Kind
HOLDERS = (Duty.POLICY_OWNER, Duty.PRACTICE_MANAGER, Duty.REGISTERED_MANAGER)


@dataclass(frozen=True)
class Held:
    """A version that somebody may hold, and its hold, if there is one."""

    version: PolicyVersion
    hold: VersionHold | None


def hold_on(version: PolicyVersion) -> VersionHold | None:
    """The hold that stands; nothing once it has been lifted."""
    last = _last(version)
    return last if last is not None and last.kind == Kind.HELD else None


def _last(version: PolicyVersion) -> VersionHold | None:
    holds = VersionHold.objects.at(version.practice_id).filter(version=version)
    return holds.select_related("acted_by").order_by("-number").first()


def hold(*, version: PolicyVersion, by: Person, reason: str, at: dt.datetime) -> VersionHold:
    """Let nobody's clock run for the version. Two clicks hold once."""
    return _set(version, Kind.HELD, by, reason, at)


def lift(*, version: PolicyVersion, by: Person, at: dt.datetime) -> VersionHold | None:
    """Let the clocks run again, a week from today. Nothing happens to a version that is not held."""
    return _set(version, Kind.LIFTED, by, "", at)


@transaction.atomic
def _set(version, kind, by, reason, at) -> VersionHold | None:
    previous = _last(version)
    current = previous.kind if previous else Kind.LIFTED
    if current == kind:
        return previous
    step = VersionHold(
        practice=version.practice, version=version, kind=kind, number=previous.number + 1 if previous else 1,
        follows=previous, reason=reason, acted_by=by, acted_at=at, acted_on=timezone.localdate(at),
    )  # fmt: skip
    try:
        with transaction.atomic():
            step.save(force_insert=True)
    except IntegrityError:
        return VersionHold.objects.at(version.practice).get(version=version, number=step.number)
    record(
        chains=[version.practice.chain], verb=f"policies.version_{kind}", actor=by.key, subject=version.key,
        at=at, rows=[step], data={"snapshot": version.snapshot_id},
    )  # fmt: skip
    return step


def holdable_by(person: Person, day: dt.date) -> list[Held]:
    """The versions in force that the person may hold: those of the practices whose policies they answer for."""
    duties = Responsibility.objects.known().on(day).by(person).of_kind(*HOLDERS)
    theirs = Practice.objects.filter(pk__in=duties.values("practice"))
    versions = PolicyVersion.objects.in_force_on(day).filter(practice__in=theirs, page__public=False)
    newest: dict[int, PolicyVersion] = {}
    for version in versions.select_related("page", "practice"):
        newest.setdefault(version.page_id, version)
    holds = VersionHold.objects.filter(version__in=newest.values()).select_related("acted_by").order_by("number")
    last = {step.version_id: step for step in holds}
    standing = {key: step for key, step in last.items() if step.kind == Kind.HELD}
    found = [Held(version, standing.get(version.pk)) for version in newest.values()]
    return sorted(found, key=lambda held: (held.version.practice.name, held.version.title))
