"""Modules frozen at publication."""

import datetime as dt
import logging

from django.db import transaction
from django.utils import timezone

from modules.freezing import module_content
from modules.models import ModulePage, ModuleVersion
from modules.problems import problems
from trainingsite.audit.actions import SITE_CHAIN, freeze, record, thaw

logger = logging.getLogger(__name__)


class BrokenModule(Exception):
    """Nobody could finish the module as it is; nothing is published."""

    def __init__(self, found: list[str]):
        self.problems = found
        super().__init__(" ".join(found))


@transaction.atomic
def publish_module(
    *, page: ModulePage, by: str = "", material: bool = True, reason: str = "", at: dt.datetime
) -> ModuleVersion:
    """Freeze the module with its live lessons; the same content as before makes no new version."""
    ModulePage.objects.select_for_update().get(pk=page.pk)
    content = module_content(page, page.live_lessons())
    if found := problems(content):
        raise BrokenModule(found)
    snapshot = freeze(kind="module", content=content)
    last = page.versions.order_by("-number").first()
    if last and last.snapshot_id == snapshot.pk:
        return last
    version = ModuleVersion.objects.create(
        page=page, number=last.number + 1 if last else 1, title=page.title, snapshot=snapshot,
        minutes=sum(lesson["minutes"] for lesson in content["lessons"]) + page.check_minutes,
        published_at=at, material=material, reason=reason,
    )  # fmt: skip
    record(chains=[SITE_CHAIN], verb="modules.published", actor=by, subject=version.key, at=at, rows=[version])
    return version


def freeze_on_publication(sender, instance: ModulePage, revision, **signal) -> None:
    """Freeze what Wagtail has just published, by hand or on schedule.

    The editor refuses a broken module before this. One that comes another way (the approval of a workflow) is
    logged, and staff keep the version they have.
    """
    by = str(revision.user.key) if revision and revision.user else ""
    first = not instance.versions.exists()
    try:
        publish_module(page=instance, by=by, material=first, at=timezone.now())
    except BrokenModule as broken:
        logger.error("“%s” was published in Wagtail and not frozen: %s", instance.title, broken)


def content_of(version: ModuleVersion) -> dict:
    """What the version shows and asks."""
    return thaw(version.snapshot)
