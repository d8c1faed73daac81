"""Modules frozen at publication."""

import datetime as dt
import logging

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from modules.freezing import module_content
from modules.lesson_problems import lesson_problems
from modules.models import Completion, Enrolment, ModulePage, ModuleVersion
from modules.problems import problems
from scenarios.changes import said_of
from scenarios.models import since_material
from trainingsite.audit.actions import SITE_CHAIN, freeze, record, thawed
from trainingsite.people.audience import group_choices
from trainingsite.people.models import Person

logger = logging.getLogger(__name__)


class BrokenModule(Exception):
    """Nobody could finish the module as it is; nothing is published."""

    def __init__(self, found: list[str]):
        self.problems = found
        super().__init__(" ".join(found))


@transaction.atomic
def publish_module(
    *, page: ModulePage, by: Person | None = None, material: bool = True, reason: str = "", at: dt.datetime
) -> ModuleVersion:
    """Freeze the module with its live lessons; the same content as before makes no new version."""
    ModulePage.objects.select_for_update().get(pk=page.pk)
    content = module_content(page, page.live_lessons())
    if found := problems_in(content):
        raise BrokenModule(found)
    snapshot = freeze(kind="module", content=content)
    last = page.versions.order_by("-number").first()
    if last and last.snapshot_id == snapshot.pk:
        return last
    version = ModuleVersion.objects.create(
        page=page, number=last.number + 1 if last else 1, title=page.title, snapshot=snapshot,
        minutes=sum(lesson["minutes"] for lesson in content["lessons"]) + page.check_minutes,
        published_at=at, material=material, reason=reason, approved_by=by,
        grants_certificate=page.grants_certificate or None,
    )  # fmt: skip
    record(
        chains=[SITE_CHAIN], verb="modules.published", actor=by.key if by else "", subject=version.key, at=at,
        rows=[version],
    )  # fmt: skip
    cache.delete(published_name(page.key))
    return version


def published_name(key: str) -> str:
    """The name under which the cache keeps, for some seconds, which versions of a module there are."""
    return f"module-versions:{key}"


def problems_in(content: dict) -> list[str]:
    """What stops the module from being published: a sentence for each thing to mend."""
    return [*problems(content), *lesson_problems(content, known_groups())]


def known_groups() -> set[str]:
    """The groups a part of a lesson may be for."""
    return {key for key, _ in group_choices()}


def freeze_on_publication(sender, instance: ModulePage, revision, **signal) -> None:
    """Freeze what Wagtail has just published, by hand or on schedule.

    The editor refuses a broken module before this. One that comes another way (the approval of a workflow) is
    logged, and staff keep the version they have.
    """
    try:
        publish_module(page=instance, **said_of(instance, revision), at=timezone.now())
    except BrokenModule as broken:
        logger.error("“%s” was published in Wagtail and not frozen: %s", instance.title, broken)


def people_midway(page: ModulePage) -> int:
    """How many people have begun, and not finished, a version that the next material change takes them away from."""
    versions = since_material(list(page.versions.order_by("-number")))
    finished = Completion.objects.filter(person=OuterRef("person"), version=OuterRef("version"))
    begun = Enrolment.objects.filter(~Exists(finished), version__in=versions)
    return begun.values("person").distinct().count()


def content_of(version: ModuleVersion) -> dict:
    """What the version shows and asks."""
    return thawed(version.snapshot_id)
