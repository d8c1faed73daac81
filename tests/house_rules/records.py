"""What must be true of the tables of the record."""

from collections.abc import Iterable, Iterator

from django.db import models

from trainingsite.audit.models import AppendOnly


def is_record(model) -> bool:
    return isinstance(model, type) and issubclass(model, AppendOnly)


def links(model) -> Iterator[models.ForeignKey]:
    """The foreign keys a table has, one-to-one included."""
    return (field for field in model._meta.local_fields if isinstance(field, models.ForeignKey))


def unprotected_links(all_models: Iterable[type[models.Model]]) -> list[str]:
    """Foreign keys from or to a record that let the deletion of one row reach another."""
    return [
        f"{field} is {field.remote_field.on_delete.__name__}: links from and to a record are PROTECT"
        for model in all_models
        for field in links(model)
        if (is_record(model) or is_record(field.related_model)) and field.remote_field.on_delete is not models.PROTECT
    ]


def unseen_keys(all_models: Iterable[type[models.Model]]) -> list[str]:
    """Unique keys of a record that the guard against INSERT OR REPLACE cannot see: conditions, expressions."""
    found = []
    for model in filter(is_record, all_models):
        seen = model._meta.total_unique_constraints
        kinds = [c for c in model._meta.constraints if isinstance(c, models.UniqueConstraint)]
        found += [f"{model._meta.label}: {c.name} has a condition or an expression" for c in kinds if c not in seen]
        if model._meta.unique_together:
            found.append(f"{model._meta.label}: unique_together is not a constraint")
    return found
