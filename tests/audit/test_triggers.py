"""The database itself keeps the record append-only: from a shell, and for a superuser, too."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.management.sql import emit_post_migrate_signal
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tests.audit.rows import EACH_RECORD, EACH_ROW, an_access_entry, an_event
from trainingsite.audit import triggers
from trainingsite.audit.models import AccessEntry, AuditEvent, Words

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def assert_refused(row: models.Model, statement: str) -> None:
    """The statement fails, says why, and leaves every row as it was."""
    before = list(type(row).objects.order_by("pk").values())
    with pytest.raises(IntegrityError, match=f"{row._meta.db_table} is append-only"):
        run(statement)
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
    connection.check_constraints()  # those that wait for the end of the transaction would get in the way

    # PostgreSQL itself refuses first when others point to the table.
    with pytest.raises(DatabaseError, match="is append-only|referenced in a foreign key"):
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

    upsert = f'ON CONFLICT ("{key}") DO UPDATE SET "{key}" = excluded."{key}"'
    assert_refused(row, f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true {upsert}')


@pytest.mark.on_sqlite
@pytest.mark.parametrize("kept", [["chain_id", "seq"], ["chain_id", "previous"], ["hash"], ["id"]])
def test_an_event_cannot_be_replaced_through_any_of_its_keys(kept):
    event = an_event()
    other = {"id": "99", "chain_id": "99", "seq": "99", "previous": f"'{'f' * 64}'", "hash": f"'{'f' * 64}'"}
    columns = [field.column for field in event._meta.concrete_fields]
    values = [f'"{column}"' if column in kept else other.get(column, f'"{column}"') for column in columns]

    names, found = ", ".join(f'"{column}"' for column in columns), ", ".join(values)
    assert_refused(event, f"INSERT OR REPLACE INTO audit_auditevent ({names}) SELECT {found} FROM audit_auditevent")


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


@pytest.mark.on_sqlite
def test_a_guard_that_was_made_to_refuse_nothing_is_missed():
    name = "audit_words_no_delete"
    run(f"DROP TRIGGER {name}")
    run(f"CREATE TRIGGER {name} BEFORE DELETE ON audit_words WHEN 0 BEGIN SELECT RAISE(ABORT, 'no'); END")

    assert triggers.missing_triggers(connection) == [name]


@pytest.mark.on_postgresql
def test_guards_whose_function_refuses_nothing_are_missed_and_put_right():
    run("CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")

    lost = triggers.missing_triggers(connection)
    triggers.install(connection)

    assert "audit_auditevent_no_update" in lost
    assert triggers.missing_triggers(connection) == []


def test_the_system_check_is_silent_when_every_guard_is_there():
    assert triggers.check_triggers(None, databases=["default"]) == []


def migrate_the_access_log(length: int) -> None:
    """Change a column as a migration does: SQLite builds a new table, and the guards go with the old one."""
    now = AccessEntry._meta.get_field("detail")
    then = models.CharField(max_length=length, blank=True)
    then.set_attributes_from_name("detail")
    then.model = AccessEntry
    with connection.schema_editor() as editor:
        editor.alter_field(AccessEntry, now, then)


@pytest.fixture
def migrated(transactional_db):
    migrate_the_access_log(400)
    yield
    migrate_the_access_log(AccessEntry._meta.get_field("detail").max_length)
    triggers.install(connection)


@pytest.mark.on_sqlite
def test_sqlite_loses_the_guards_of_a_table_that_a_migration_rebuilds(migrated):
    assert triggers.missing_triggers(connection) == [
        "audit_accessentry_no_update",
        "audit_accessentry_no_delete",
        "audit_accessentry_no_replace",
    ]


def test_every_migrate_puts_the_guards_back(migrated):
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")

    assert triggers.missing_triggers(connection) == []
    assert_refused(an_access_entry(), 'DELETE FROM "audit_accessentry"')


def test_words_are_not_of_the_record_but_are_guarded():
    assert Words not in triggers.append_only_models()
    assert Words in triggers.guarded_models()


def test_while_migrations_wait_no_guard_is_missed_because_they_bring_theirs(monkeypatch):
    triggers.remove(connection)
    monkeypatch.setattr(triggers, "migrations_wait", lambda connection: True)

    assert triggers.check_triggers(None, databases=["default"]) == []


def test_migrations_wait_until_the_last_has_been_applied():
    assert not triggers.migrations_wait(connection)

    [last] = MigrationLoader(connection).graph.leaf_nodes("certificates")
    MigrationRecorder(connection).record_unapplied(*last)

    assert triggers.migrations_wait(connection)
