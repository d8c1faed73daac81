"""A network's policy as its owner publishes it: once, for its practices to adopt."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from trainingsite.audit.actions import record
from trainingsite.policies.freezing import freeze_policy, network_content
from trainingsite.policies.models import PolicyPage
from trainingsite.policies.network_versions import NetworkVersion
from trainingsite.policies.versions import next_number

PUBLISHED = "policies.published_for_network"


class ForPatients(Exception):
    """A network cannot publish a page for patients: each practice has its own names, numbers and address there."""

    def __str__(self):
        return "A page for patients belongs to one practice: its telephone number and address stand in it."


@transaction.atomic
def publish_network_policy(
    *, page: PolicyPage, by: str = "", material: bool = True, reason: str, effective_on: dt.date | None = None,
    at: dt.datetime,
) -> NetworkVersion:  # fmt: skip
    """Freeze the policy for the network; unchanged content makes no new version. Nothing is asked of anybody yet.

    Raises NamesInNetworkPolicy, NotAPolicyFile, ForPatients.
    """
    if page.public:
        raise ForPatients
    PolicyPage.objects.select_for_update().get(pk=page.pk)
    network = page.network
    snapshot = freeze_policy(page, network_content(page, network))
    last = page.network_versions.order_by("-major", "-minor").first()
    if last and last.snapshot_id == snapshot.pk:
        return last
    major, minor = next_number(last, material)
    version = NetworkVersion.objects.create(
        page=page, network=network, major=major, minor=minor, title=page.title, snapshot=snapshot, published_at=at,
        effective_on=effective_on or timezone.localdate(at), material=material or last is None, reason=reason,
        asks_again=True if last and not material and page.every_version_signed else None,
    )  # fmt: skip
    record(
        chains=[network.chain], verb=PUBLISHED, actor=by, subject=version.key, at=at,
        rows=[version],
        data={"policy": page.key, "version": version.number, "snapshot": snapshot.pk, "material": version.material},
    )  # fmt: skip
    return version
