"""The key of a page: part of its address and of what is asked of people, so it stays once it is published."""

from django.core.exceptions import ValidationError


class KeepsItsKey:
    """A page whose key can be chosen until its first version, and never again."""

    def clean(self):
        super().clean()
        was = self.versions.values_list("page__key", flat=True).first() if self.pk else None
        if was and self.key != was:
            sentence = f"This has been published under “{was}”, so its key stays: links and records lead to it."
            raise ValidationError({"key": sentence})
