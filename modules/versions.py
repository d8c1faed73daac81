"""Modules frozen at publication."""

import datetime as dt

from django.db import transaction

from modules.models import LessonPage, ModulePage, ModuleVersion
from scenarios.freezing import frozen, frozen_stream
from trainingsite.audit.actions import SITE_CHAIN, freeze, record, thaw


class EmptyModule(Exception):
    """A module without a lesson or without a question cannot be completed."""


def lesson_content(lesson: LessonPage) -> dict:
    """One lesson as it is frozen."""
    return {
        "key": lesson.slug,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "topics": list(lesson.topics),
        "you_will": list(lesson.you_will),
        "remember": lesson.remember,
        "blocks": [{"type": block.block_type, "value": frozen(block.value)} for block in lesson.body],
    }


def module_content(page: ModulePage) -> dict:
    """Everything the module shows and asks, as it is frozen."""
    lessons = LessonPage.objects.child_of(page).live().order_by("path")
    return {
        "kind": "module",
        "key": page.key,
        "title": page.title,
        "summary": page.summary,
        "pass_mark": page.pass_mark,
        "check_minutes": page.check_minutes,
        "outcomes": frozen_stream(page.outcomes),
        "guidance": frozen_stream(page.guidance),
        "lessons": [lesson_content(lesson) for lesson in lessons],
        "questions": frozen_stream(page.questions),
    }


@transaction.atomic
def publish_module(
    *, page: ModulePage, by: str = "", material: bool = True, reason: str = "", at: dt.datetime
) -> ModuleVersion:
    """Freeze the module with its live lessons; the same content as before makes no new version."""
    ModulePage.objects.select_for_update().get(pk=page.pk)
    content = module_content(page)
    if not content["lessons"] or not content["questions"]:
        raise EmptyModule(
            f"“{page.title}” needs at least one published lesson and one question before staff can take it."
        )
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


def content_of(version: ModuleVersion) -> dict:
    """What the version shows and asks."""
    return thaw(version.snapshot)
