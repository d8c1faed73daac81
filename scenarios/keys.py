"""The key of a page: part of its address and of what is asked of people, so it stays once it is published."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, ValidationError
from wagtail.models import Page


class KeepsItsKey:
    """A page whose key can be chosen until its first version, and never again."""

    def clean(self):
        super().clean()
        was = self.versions.values_list("page__key", flat=True).first() if self.pk else None
        if was and self.key != was:
            sentence = f"This has been published under “{was}”, so its key stays: links and records lead to it."
            raise ValidationError({"key": sentence})


def titles_with_keys(page: Page) -> list[str]:
    """The pages, of this one and those below, that no copy can be made of: no two pages share a key."""
    pages = Page.objects.descendant_of(page, inclusive=True)
    kinds = ContentType.objects.filter(pages__in=pages).distinct()
    keyed = [kind for kind in kinds if _has_own_key(kind.model_class())]
    return list(pages.filter(content_type__in=keyed).values_list("title", flat=True))


def _has_own_key(model) -> bool:
    try:
        return model._meta.get_field("key").unique
    except FieldDoesNotExist:
        return False
