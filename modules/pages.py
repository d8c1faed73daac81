"""The frozen pages of a module, drawn once for each content and kept in the cache.

Whatever is the same for every reader is kept; who reads it, and how far they are, is not.
"""

from django.core.cache import cache

from modules.drawing import LessonShown, Outline, lesson_from, outline_from
from modules.models import ModuleVersion
from modules.versions import content_of

KEPT_FOR = 3600  # seconds: after that a change to our own templates shows too
SHAPE = 1  # raised when what is kept changes its shape, so that no process reads what it does not understand


def outline_of(version: ModuleVersion) -> Outline:
    name = f"module-outline:{SHAPE}:{version.snapshot_id}"
    return cache.get_or_set(name, lambda: outline_from(content_of(version)), KEPT_FOR)


def lesson_of(version: ModuleVersion, lesson_key: str) -> LessonShown | None:
    """The lesson of this version, or nothing; what does not exist is not kept."""
    name = f"module-lesson:{SHAPE}:{version.snapshot_id}:{lesson_key}"
    shown = cache.get(name)
    if shown is None and (shown := lesson_from(content_of(version), lesson_key)):
        cache.set(name, shown, KEPT_FOR)
    return shown
