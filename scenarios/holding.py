"""What keeps a page from being deleted: what was published of it, and what people did with that."""

from collections import Counter

from django.db.models import PROTECT, Model
from django.db.models.deletion import Collector, ProtectedError
from wagtail.models import Page

from scenarios.models import Attempt


def what_exists(page: Page) -> list[str]:
    """What the record holds of a page and the pages below it, counted in words; nothing when it may go."""
    held = protected_by(page)
    counts = Counter({type(row): 0 for row in held})
    counts.update(type(row) for row in held)
    for model in tuple(counts):
        counts.update(standing_on(model, [row for row in held if type(row) is model]))
    contents = [row.snapshot_id for row in held if hasattr(row, "snapshot_id")]
    counts[Attempt] += Attempt.objects.filter(snapshot__in=contents).count()
    return [_words(model, count) for model, count in counts.items() if count]


def protected_by(page: Page) -> list[Model]:
    """The rows that refuse to lose this page or one below it, of whatever app."""
    pages = Page.objects.descendant_of(page, inclusive=True)
    try:
        Collector(using=pages.db).collect(list(pages))
    except ProtectedError as error:
        return sorted(error.protected_objects, key=lambda row: (row._meta.label, row.pk))
    return []


def standing_on(model: type[Model], rows: list[Model]) -> Counter:
    """How many rows of the record point at these."""
    links = [link for link in model._meta.related_objects if link.on_delete is PROTECT]
    found = Counter()
    for link in links:
        found[link.related_model] += link.related_model._base_manager.filter(**{f"{link.field.name}__in": rows}).count()
    return found


def _words(model: type[Model], count: int) -> str:
    meta = model._meta
    return f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"
