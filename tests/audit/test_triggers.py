"""The database itself keeps the record append-only: from a shell, and for a superuser, too."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.sql import emit_post_migrate_signal
from django.db import IntegrityError, connection, models, transaction

from tests.audit.rows import EACH_RECORD, EACH_ROW, an_event
from trainingsite.audit import triggers
from trainingsite.audit.models import AccessEntry, AuditEvent, Words

pytestmark = pytest.mark.django_db


def run(statement: str, *parameters) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def assert_refused(row: models.Model, statement: str, *parameters) -> None:
    """The statement fails, says why, and leaves every row as it was."""
    before = list(type(row).objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match=f"{row._meta.db_table} is append-only"):
        run(statement, *parameters)
    assert list(type(row).objects.order_by("pk").values()) == before != []


@pytest.mark.parametrize("make", EACH_ROW)
def test_a_row_of_the_record_cannot_be_changed(make):
    row = make()

    for field in row._meta.concrete_fields:
        assert_refused(row, f'UPDATE "{row._meta.db_table}" SET "{field.column}" = "{field.column}"')


@pytest.mark.parametrize("make", EACH_ROW)
def test_a_row_of_the_record_cannot_be_deleted(make):
    row = make()

    assert_refused(row, f'DELETE FROM "{row._meta.db_table}"')


@pytest.mark.on_postgresql
@pytest.mark.parametrize("how", ["", " CASCADE"])
@pytest.mark.parametrize("make", EACH_ROW)
def test_a_table_of_the_record_cannot_be_truncated(make, how):
    row = make()

    # Before its own triggers, PostgreSQL refuses a table that others point to.
    expected = "is append-only|referenced in a foreign key"
    with pytest.raises((IntegrityError, Exception), match=expected):
        run(f'TRUNCATE "{row._meta.db_table}"{how}')

    assert type(row).objects.count() > 0


@pytest.mark.on_sqlite
@pytest.mark.parametrize("make", EACH_ROW)
def test_a_row_of_the_record_cannot_be_replaced(make):
    row = make()

    assert_refused(row, f'INSERT OR REPLACE INTO "{row._meta.db_table}" SELECT * FROM "{row._meta.db_table}"')
    assert_refused(row, f'REPLACE INTO "{row._meta.db_table}" SELECT * FROM "{row._meta.db_table}"')


@pytest.mark.parametrize("make", EACH_ROW)
def test_a_row_of_the_record_cannot_be_changed_by_inserting_it_again(make):
    row = make()
    table, key = row._meta.db_table, row._meta.pk.column

    assert_refused(
        row, f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true ON CONFLICT ("{key}") DO UPDATE SET "{key}" = "{key}"'
    )  # fmt: skip


@pytest.mark.on_sqlite
@pytest.mark.parametrize("kept", [["chain_id", "seq"], ["chain_id", "previous"], ["hash"], ["id"]])
def test_an_event_cannot_be_replaced_through_any_of_its_keys(kept):
    event = an_event()
    values = {field.column: getattr(event, field.attname) for field in event._meta.concrete_fields}
    other = {"id": 99, "chain_id": 99, "seq": 99, "previous": "f" * 64, "hash": "f" * 64}
    values.update({column: value for column, value in other.items() if column not in kept})
    columns, places = ", ".join(f'"{column}"' for column in values), ", ".join(["%s"] * len(values))

    assert_refused(event, f"INSERT OR REPLACE INTO audit_auditevent ({columns}) VALUES ({places})", *values.values())


def test_a_superuser_in_a_python_shell_is_refused_too():
    event = an_event()
    event.verb = "policies.declined"

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        event.save()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AuditEvent.objects.all().delete()

    assert AuditEvent.objects.get().verb == "policies.signed"


def test_every_table_of_the_record_is_guarded():
    guarded = triggers.guarded_models()

    assert {type(make()) for make in EACH_RECORD} < set(guarded)
    assert {len(triggers.wanted_triggers(connection, model)) for model in guarded} == {3}
    assert triggers.missing_triggers(connection) == []


@pytest.mark.parametrize("model", triggers.guarded_models(), ids=lambda model: model._meta.label)
def test_a_guard_that_is_taken_away_is_missed_put_back_and_works_again(model):
    names = list(triggers.wanted_triggers(connection, model))
    for name in names:
        run(f'DROP TRIGGER "{name}"' + (f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""))

    assert triggers.missing_triggers(connection) == names
    triggers.install(connection)
    assert triggers.missing_triggers(connection) == []


def test_a_missing_guard_stops_the_system_check():
    triggers.remove(connection)

    with pytest.raises(SystemCheckError, match="audit_words_no_delete is missing: the record can be changed"):
        call_command("check", databases=["default"])


@pytest.mark.on_postgresql
def test_a_guard_that_is_switched_off_is_missed():
    run("ALTER TABLE audit_words DISABLE TRIGGER audit_words_no_delete")

    assert triggers.missing_triggers(connection) == ["audit_words_no_delete"]


def test_the_system_check_is_silent_when_every_guard_is_there():
    assert triggers.check_triggers(None, databases=["default"]) == []


@pytest.mark.django_db(transaction=True)
def test_the_guards_are_back_after_a_migration_that_rebuilds_a_table():
    detail = AccessEntry._meta.get_field("detail")
    wider = models.CharField(max_length=400, blank=True)
    wider.set_attributes_from_name("detail")
    wider.model = AccessEntry

    with connection.schema_editor() as editor:
        editor.alter_field(AccessEntry, detail, wider)
    lost = triggers.missing_triggers(connection)
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    with connection.schema_editor() as editor:
        editor.alter_field(AccessEntry, wider, detail)
    triggers.install(connection)

    guards = [f"audit_accessentry_no_{what}" for what in ("update", "delete", "replace")]
    assert lost == (guards if connection.vendor == "sqlite" else [])


@pytest.mark.django_db(transaction=True)
def test_a_table_that_a_migration_rebuilt_refuses_changes_again():
    rebuild = apps.get_model("audit", "AccessEntry")
    with connection.schema_editor() as editor:
        if connection.vendor == "sqlite":
            editor._remake_table(rebuild)

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    make = EACH_RECORD[4]

    assert_refused(make(), 'DELETE FROM "audit_accessentry"')


def test_words_are_not_of_the_record_but_are_guarded():
    assert Words not in triggers.append_only_models()
    assert Words in triggers.guarded_models()
