"""The rules about the tables of the record notice what would open them."""

import pytest
from django.apps.registry import Apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from tests.house_rules.records import unprotected_links, unseen_keys
from trainingsite.audit.models import AppendOnly


def table(name: str, base=models.Model, constraints=(), unique_together=(), **fields):
    """A table that exists in no database and in no registry but its own."""
    options = {"app_label": "evidence", "apps": Apps(), "constraints": constraints, "unique_together": unique_together}
    return type(name, (base,), {"__module__": __name__, "Meta": type("Meta", (), options), **fields})


def columns() -> dict[str, models.Field]:
    return {"code": models.CharField(max_length=5), "day": models.DateField(null=True)}


Ward = table("Ward")
Visit = table("Visit", base=AppendOnly, **columns())


def link(to, on_delete):
    return models.ForeignKey(to, on_delete=on_delete, null=True, related_name="+")


@pytest.mark.parametrize("on_delete", [models.CASCADE, models.SET_NULL, models.DO_NOTHING])
def test_the_rule_about_links_notices_a_record_that_goes_with_another_row(on_delete):
    stay = table("Stay", base=AppendOnly, ward=link(Ward, on_delete))

    assert unprotected_links([stay]) == [
        f"evidence.Stay.ward is {on_delete.__name__}: links from and to a record are PROTECT"
    ]


def test_the_rule_about_links_notices_a_row_that_goes_with_a_record():
    note = table("Note", visit=models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="+"))

    assert unprotected_links([note]) == ["evidence.Note.visit is CASCADE: links from and to a record are PROTECT"]


def test_links_of_a_record_may_be_protected_and_other_rows_may_go_together():
    stay = table("Stay", base=AppendOnly, ward=link(Ward, models.PROTECT))
    bed = table("Bed", ward=link(Ward, models.CASCADE))

    assert unprotected_links([stay, bed]) == []


@pytest.mark.parametrize(
    "constraint",
    [
        models.UniqueConstraint(fields=["code"], condition=Q(day__isnull=True), name="once"),
        models.UniqueConstraint(Lower("code"), name="once"),
    ],
)
def test_the_rule_about_unique_keys_notices_one_the_guard_cannot_see(constraint):
    stay = table("Stay", base=AppendOnly, constraints=[constraint], **columns())

    assert unseen_keys([stay]) == ["evidence.Stay: once has a condition or an expression"]


def test_the_rule_about_unique_keys_notices_unique_together():
    stay = table("Stay", base=AppendOnly, unique_together=[("code", "day")], **columns())

    assert unseen_keys([stay]) == ["evidence.Stay: unique_together is not a constraint"]


def test_a_record_may_have_plain_unique_keys():
    plain = models.UniqueConstraint(fields=["code", "day"], name="once_a_day")
    stay = table(
        "Stay", base=AppendOnly, constraints=[plain], code=models.CharField(max_length=5), day=models.DateField()
    )

    assert unseen_keys([stay]) == []
