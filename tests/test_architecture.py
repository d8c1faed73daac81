"""The house rules hold in this project; tests/house_rules/ shows each of them being broken."""

import io
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from tests.house_rules import budgets, imports, papers, records, views
from tests.house_rules.sources import OURS, SHIPPED, sources
from trainingsite.audit.triggers import append_only_models

PROJECT = settings.BASE_DIR
PYTHON = list(sources(PROJECT, ".py"))
TEMPLATES = list(sources(PROJECT, ".html", SHIPPED))
PAGES = {path.name: path.read_text() for path in (PROJECT / "docs" / "adr").glob("*.md")}
OUR_MODELS = [
    model for config in apps.get_app_configs() if config.name in settings.OUR_APPS for model in config.get_models()
]
ALL_MODELS = apps.get_models(include_auto_created=True)


def everywhere(rule, files=PYTHON) -> list[str]:
    return [finding for source in files for finding in rule(source)]


@pytest.mark.parametrize(
    "rule",
    [
        budgets.long_functions,
        budgets.long_file,
        imports.hidden_imports,
        views.unscoped_queries,
    ],
)
def test_every_source_keeps_the_rule(rule):
    assert everywhere(rule) == []


def test_what_decides_knows_no_framework_database_or_clock():
    ours = imports.modules(PYTHON)

    assert everywhere(lambda source: imports.impurities(source, ours)) == []


def test_no_template_is_long():
    assert everywhere(budgets.long_file, TEMPLATES) == []


def test_every_installed_app_of_ours_has_its_place_in_the_order_of_imports():
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")

    ours = [app for app in settings.INSTALLED_APPS if app.split(".")[0] in SHIPPED]

    assert ours == settings.OUR_APPS
    assert imports.apps_outside(ours, layers) == []


def test_every_module_is_called_after_what_it_holds():
    assert imports.names_that_say_nothing(source.path for source in PYTHON) == []


def test_every_migration_says_what_it_does():
    assert imports.nameless_migrations(migrations()) == []


def test_the_migrations_make_the_tables_that_the_models_describe(db):
    call_command("makemigrations", check=True, dry_run=True, stdout=io.StringIO())


def test_nothing_that_happens_to_another_row_reaches_a_record():
    assert records.unprotected_links(ALL_MODELS) == []


def test_every_unique_key_of_a_record_is_guarded_against_replacement():
    assert records.unseen_keys(ALL_MODELS) == []


def test_every_table_of_ours_has_its_word_in_the_glossary():
    names = [model.__name__ for model in OUR_MODELS]

    assert papers.undefined_words(names, (PROJECT / "docs" / "glossary.md").read_text()) == []


def test_the_decisions_are_numbered_without_gaps_and_say_why():
    assert papers.adr_faults(PAGES) == []


def test_nothing_refers_to_a_decision_that_was_not_written_down():
    speaking = [source for source in PYTHON if source.path.parts[0] != "tests"]
    texts = {str(source.path): source.text for source in [*speaking, *sources(PROJECT, ".md", ("docs",))]}

    assert papers.mentions_of_no_adr(texts, {name[:4] for name in PAGES}) == []


def test_every_setting_from_the_environment_is_explained():
    texts = [source.text for source in PYTHON if source.path.parts[:2] == ("trainingsite", "settings")]

    assert papers.undocumented_settings(texts, (PROJECT / "docs" / "operations.md").read_text()) == []


def test_the_rules_are_given_something_to_look_at():
    shipped = [source for source in PYTHON if source.path.parts[0] in SHIPPED]

    assert {source.path.parts[0] for source in PYTHON} == set(OURS)
    assert [source for source in shipped if views.is_view(source)]
    assert [source for source in shipped if source.path.stem in imports.PURE]
    assert append_only_models() and TEMPLATES and PAGES and migrations()


def migrations() -> list[Path]:
    return [path for folder in SHIPPED for path in (PROJECT / folder).glob("**/migrations/*.py")]
