"""Adopting a network's version at one practice: from its day on, it is the practice's own version."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import record, thawed
from trainingsite.audit.models import AuditEvent
from trainingsite.people.models import NetworkPractice, Person, Practice
from trainingsite.policies.adopting.publishing import PUBLISHED
from trainingsite.policies.life.actions import archive, bring_back
from trainingsite.policies.life.approving import others_who_approve
from trainingsite.policies.minors import tell_of_minor
from trainingsite.policies.models import PolicyPage, PolicyVersion
from trainingsite.policies.network_versions import NetworkVersion
from trainingsite.policies.offers import what_it_asks

STOPPED = "The practice no longer follows the network's policy."
FOLLOWED_AGAIN = "The practice follows the network's policy again."


class NotInNetwork(Exception):
    """The practice does not belong to the network whose version it would adopt."""


class PublishedByThem(Exception):
    """Whoever published a version for the network would adopt it too, and there is a colleague who can."""

    def __str__(self):
        return "You published this version for the network, so a colleague who looks after policies here adopts it."


class NewerAdopted(Exception):
    """The practice has adopted a newer version meanwhile."""


@transaction.atomic
def adopt(
    *, version: NetworkVersion, practice: Practice, effective_on: dt.date, by: Person, at: dt.datetime
) -> PolicyVersion:
    """Make the network's version the practice's, with the same number and the same bytes. Two clicks adopt once.

    Raises NotInNetwork, NewerAdopted, PublishedByThem.
    """
    PolicyPage.objects.select_for_update().get(pk=version.page_id)
    members = NetworkPractice.objects.known().on(timezone.localdate(at)).filter(practice=practice)
    if not members.filter(network=version.network_id).exists():
        raise NotInNetwork
    last = PolicyVersion.objects.at(practice).filter(page=version.page_id).order_by("-major", "-minor").first()
    if last and last.place == version.place:
        return last
    if last and last.place > version.place:
        raise NewerAdopted
    alone = adopts_alone(version, practice, by, timezone.localdate(at))
    adopted = _adopted(version, practice, last, effective_on, at, only_approver=alone or None)
    if last and not adopted.asks_everybody:
        tell_of_minor(adopted, at, timezone.localdate(at))
    record(
        chains=[practice.chain], verb="policies.adopted", actor=by.key, subject=adopted.key, at=at, rows=[adopted],
        data={
            "policy": version.page.key, "version": adopted.number, "snapshot": adopted.snapshot_id,
            "material": adopted.material, "published": str(version.key),
            **({"only_approver": True} if alone else {}),
        },
    )  # fmt: skip
    return adopted


def adopts_alone(version: NetworkVersion, practice: Practice, by: Person, day: dt.date) -> bool:
    """Whether the person published the version and nobody else there could adopt it. Raises PublishedByThem."""
    published = AuditEvent.objects.about(version.key).filter(verb=PUBLISHED, actor=str(by.key))
    if not published.exists():
        return False
    if others_who_approve(practice, by, day):
        raise PublishedByThem
    return True


def _adopted(version, practice, last, effective_on, at, **more) -> PolicyVersion:
    """The practice's row: material if any version since the last that it adopted was."""
    material, asks = what_it_asks(version, last)
    return PolicyVersion.objects.create(
        page=version.page, practice=practice, major=version.major, minor=version.minor, title=version.title,
        snapshot_id=version.snapshot_id, published_at=at, effective_on=effective_on, material=material,
        asks_again=True if asks and not material else None, reason=version.reason,
        audience=thawed(version.snapshot_id).get("audience"), **more,
    )  # fmt: skip


def stop_following(adopted: PolicyVersion, *, by: Person, at: dt.datetime) -> None:
    """Archive the policy at the practice: nobody there is asked to sign it, and no newer version is offered."""
    archive(page=adopted.page, practice=adopted.practice, by=by, reason=STOPPED, at=at)


def follow_again(adopted: PolicyVersion, *, by: Person, at: dt.datetime) -> None:
    """Bring the policy back at the practice, as it was adopted last."""
    bring_back(page=adopted.page, practice=adopted.practice, by=by, reason=FOLLOWED_AGAIN, at=at)
