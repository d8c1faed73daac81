"""The frozen pages of a module, drawn once for each content and kept in the cache.

Whatever is the same for every reader is kept; who reads it, and how far they are, is not.
"""

from django.core.cache import cache
from django.db.models import F
from django.utils import timezone

from modules.actions import version_among
from modules.drawing import Outline, outline_from
from modules.lessons import LessonShown, lesson_from
from modules.models import ModuleVersion
from modules.versions import content_of, published_name
from trainingsite.people.models import Person
from trainingsite.people.reach import practices_above, works_at_all

KEPT_FOR = 3600  # seconds: after that a change to our own templates shows too
SHAPE = 2  # raised when what is kept changes its shape, so that no process reads what it does not understand

LOOKED_UP_FOR = 10  # seconds: no longer than somebody looks at a page that was current when it was opened


def version_to_read(person: Person, key: str) -> ModuleVersion | None:
    """The version whose lessons the person reads. What is recorded asks ``version_for``, which looks it up anew."""
    versions, practices = cache.get_or_set(published_name(key), lambda: _published(key), LOOKED_UP_FOR)
    if not works_at_all(person, practices, timezone.localdate()):
        return None
    return version_among(versions, person)


def _published(key: str) -> tuple[list[ModuleVersion], frozenset[int]]:
    """The versions of the page with this key, and the practices whose own it is."""
    versions = list(ModuleVersion.objects.published(key).annotate(path=F("page__path")))
    return versions, practices_above(versions[0].path) if versions else frozenset()


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
