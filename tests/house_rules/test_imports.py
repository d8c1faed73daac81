"""The rules about imports and names notice what breaks them."""

from pathlib import Path

import pytest

from tests.house_rules.imports import (
    apps_outside,
    hidden_imports,
    impurities,
    modules,
    nameless_migrations,
    names_that_say_nothing,
)
from tests.house_rules.sources import Source

RULES = Path("trainingsite/compliance/rules.py")


def found_in_rules(text: str, *others: Source) -> list[str]:
    source = Source(RULES, text)
    return impurities(source, modules([source, *others]))


@pytest.mark.parametrize(
    "line",
    [
        "import django",
        "from django.db import models",
        "from django.utils import timezone",
        "import time",
        "from os import environ",
        "from trainingsite.people.models import Person",
    ],
)
def test_the_rule_about_decisions_notices_what_knows_the_world(line):
    assert len(found_in_rules(f'"""Rules."""\n{line}\n')) == 1


@pytest.mark.parametrize("call", ["date.today()", "datetime.now(UTC)", "timezone.now()"])
def test_the_rule_about_decisions_notices_a_clock(call):
    assert found_in_rules(f"day = {call}") == [f"{RULES}:1 reads the clock: {call}"]


def test_the_rule_about_decisions_notices_a_framework_behind_another_module():
    months = Source(Path("trainingsite/compliance/months.py"), "import wagtail")

    found = found_in_rules("from trainingsite.compliance.months import add_months", months)

    assert found == [f"trainingsite/compliance/months.py:1 imports wagtail, and {RULES} decides"]


def test_decisions_may_use_the_standard_library_and_one_another():
    months = Source(Path("trainingsite/compliance/months.py"), "import calendar")

    assert found_in_rules("from datetime import date\nfrom trainingsite.compliance import months", months) == []


def test_other_modules_may_know_the_framework():
    source = Source(Path("trainingsite/compliance/matrix.py"), "from django.db import models")

    assert impurities(source, modules([source])) == []


@pytest.mark.parametrize("comment", ["", "  # noqa: PLC0415", "  # noqa: PLC0415 --"])
def test_the_rule_about_hidden_imports_notices_one_without_a_reason(comment):
    source = Source(Path("people/apps.py"), f"def ready():\n    import json{comment}\n")

    assert hidden_imports(source) == ["people/apps.py:2 imports inside ready without '# noqa: PLC0415 -- reason'"]


def test_a_hidden_import_may_say_why():
    text = "import os\n\ndef ready():\n    import json  # noqa: PLC0415 -- models are loaded by now\n"

    assert hidden_imports(Source(Path("people/apps.py"), text)) == []


@pytest.mark.parametrize("path", ["trainingsite/people/utils.py", "trainingsite/core/models.py", "tests/helpers.py"])
def test_the_rule_about_names_notices_one_that_says_nothing(path):
    assert names_that_say_nothing([Path(path)]) == [f"{path} is called after nothing: name it for what it holds"]


def test_a_module_may_be_called_after_what_it_holds():
    assert names_that_say_nothing([Path("trainingsite/people/reauth.py")]) == []


def test_the_rule_about_migrations_notices_a_name_that_django_made_up():
    made_up, telling = Path("0002_auto_20260101_0900.py"), Path("0002_shelves.py")

    assert nameless_migrations([made_up, telling]) == ["0002_auto_20260101_0900.py does not say what it does"]


def test_the_rule_about_the_order_of_imports_notices_an_app_without_a_place():
    found = apps_outside(["modules", "scenarios"], ["trainingsite.urls", "modules"])

    assert found == ["scenarios is installed and in no layer"]


def test_the_rule_about_the_order_of_imports_notices_a_place_without_an_app():
    assert apps_outside(["modules"], ["modules", "scenarios | desk"]) == [
        "scenarios is a layer and not installed",
        "desk is a layer and not installed",
    ]


def test_the_rule_about_the_order_of_imports_notices_another_order():
    assert apps_outside(["scenarios", "modules"], ["modules", "scenarios"]) == [
        "settings list the apps in another order"
    ]
