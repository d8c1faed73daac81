"""The rule about queries in views notices each way around a scope."""

from pathlib import Path

import pytest

from tests.house_rules.sources import Source
from tests.house_rules.views import unscoped_queries


def found_in_a_view(line: str) -> list[str]:
    return unscoped_queries(Source(Path("trainingsite/policies/views.py"), line))


@pytest.mark.parametrize(
    "line",
    [
        "Policy.objects.all()",
        "Policy.objects.get(pk=pk)",
        "Policy.objects.filter(pk=pk).visible_to(person)",
        "models.Policy.objects.first()",
        "Policy._default_manager.visible_to",
        "get_object_or_404(Policy, pk=pk)",
        "get_object_or_404(models.Policy, pk=pk)",
        "get_object_or_404(Policy.objects, pk=pk)",
        "shortcuts.get_list_or_404(Policy)",
        "found = Policy.objects",
        "max(Policy.objects.order_by('pk'))",
    ],
)
def test_the_rule_about_views_notices_a_query_over_everybodys_rows(line):
    assert len(found_in_a_view(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Policy.objects.visible_to(person).get(pk=pk)",
        "get_object_or_404(Policy.objects.visible_to(person), pk=pk)",
        "get_object_or_404(Membership.objects.at(practice).active_on(day), pk=pk)",
        "get_object_or_404(waiting, pk=pk)",
        "Practice.objects.managed_by(person, day)",
        "form.is_valid()",
    ],
)
def test_a_view_may_ask_for_what_a_person_may_see(line):
    assert found_in_a_view(line) == []


def test_every_module_of_a_package_of_views_is_a_view():
    source = Source(Path("trainingsite/desk/views/matrix.py"), "Policy.objects.all()")

    assert len(unscoped_queries(source)) == 1


def test_what_builds_pages_elsewhere_is_not_a_view():
    assert unscoped_queries(Source(Path("trainingsite/policies/actions.py"), "Policy.objects.all()")) == []
