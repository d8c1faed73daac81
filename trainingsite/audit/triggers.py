"""Database triggers that keep the record append-only, from a shell too.

Words are the exception the law needs: they may be deleted, never changed, and only what an approved
disposal names. So is a personal detail that stands in a row, such as a staff number: it may be emptied.
"""

from django.apps import apps
from django.core.checks import Error
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.migrations.executor import MigrationExecutor

from trainingsite.audit.models import AppendOnly, DisposalItem, Words

REFUSAL = "is append-only: put a mistake right with a new record"


def append_only_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, AppendOnly)]


def guarded_models() -> list[type[models.Model]]:
    return [*append_only_models(), Words]


def unique_keys(model) -> list[list[str]]:
    """The columns of each unique key, which INSERT OR REPLACE would otherwise overwrite."""
    options = model._meta
    single = [[field.column] for field in options.concrete_fields if field.unique]
    constraints = [c for c in options.total_unique_constraints if c.fields]
    return single + [[options.get_field(name).column for name in constraint.fields] for constraint in constraints]


def sqlite_triggers(model) -> dict[str, str]:
    """Name and statement of each trigger a table has on SQLite."""
    table = model._meta.db_table
    same_key = " OR ".join(
        "(" + " AND ".join(f'"{column}" = NEW."{column}"' for column in columns) + ")" for columns in unique_keys(model)
    )
    wanted = {
        no_update(model): f'BEFORE UPDATE ON "{table}" {_unless_let_go(model)}',
        f"{table}_no_delete": f'BEFORE DELETE ON "{table}" {_unless_disposed(model)}',
        f"{table}_no_replace": f'BEFORE INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {same_key})',
    }
    return {
        name: f"CREATE TRIGGER \"{name}\" {when} BEGIN SELECT RAISE(ABORT, '{table} {REFUSAL}'); END"
        for name, when in wanted.items()
    }


def postgresql_triggers(model) -> dict[str, str]:
    """Name and statement of each trigger a table has on PostgreSQL."""
    table = model._meta.db_table
    run, update = "EXECUTE FUNCTION audit_refuse()", no_update(model)
    letting_go = "EXECUTE FUNCTION audit_refuse_unless_let_go('{}', '{}')".format(*_columns_let_go(model))
    return {
        update: f'CREATE TRIGGER "{update}" BEFORE UPDATE ON "{table}" FOR EACH ROW '
        + (letting_go if model_lets_go(model) else run),
        f"{table}_no_delete": f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" FOR EACH ROW '
        + ("EXECUTE FUNCTION audit_refuse_unless_disposed()" if model is Words else run),
        f"{table}_no_truncate": f'CREATE TRIGGER "{table}_no_truncate" BEFORE TRUNCATE ON "{table}" {run}',
    }


def model_lets_go(model) -> bool:
    """Whether a detail in its rows may be emptied. Words, which are guarded too, are no append-only table."""
    return bool(getattr(model, "lets_go", None))


def _columns_let_go(model) -> tuple[str, str]:
    """The column of the detail, and the one by whose value a disposal names the row."""
    detail, name = getattr(model, "lets_go", None) or ("", "")
    return (model._meta.get_field(detail).column, model._meta.get_field(name).column) if detail else ("", "")


def no_update(model) -> str:
    """The name of the trigger that refuses changes; another one where a detail may go, so that it takes the place."""
    return f"{model._meta.db_table}_no_update" + ("_but_let_go" if model_lets_go(model) else "")


def outdated(model) -> list[str]:
    """Names of triggers of earlier versions, which refuse what may be done now."""
    return [f"{model._meta.db_table}_no_update"] if model_lets_go(model) else []


def _unless_let_go(model) -> str:
    """On SQLite: unless the detail is emptied, nothing else changes, and a disposal names the row."""
    if not model_lets_go(model):
        return ""
    detail, name = _columns_let_go(model)
    others = [field.column for field in model._meta.concrete_fields if field.column != detail]
    same = " AND ".join(f'NEW."{column}" IS OLD."{column}"' for column in others)
    named = f'SELECT 1 FROM "{DisposalItem._meta.db_table}" WHERE "words_key" = OLD."{name}"'
    return f"WHEN NOT ({same} AND NEW.\"{detail}\" = '' AND EXISTS ({named}))"


def _unless_disposed(model) -> str:
    if model is not Words:
        return ""
    named = f'SELECT 1 FROM "{DisposalItem._meta.db_table}" WHERE "words_key" = OLD."key"'
    return f"WHEN NOT EXISTS ({named})"


POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE OR REPLACE FUNCTION audit_refuse_unless_disposed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "{DisposalItem._meta.db_table}" WHERE words_key = OLD.key) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION audit_refuse_unless_let_go() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE said jsonb := to_jsonb(NEW); was jsonb := to_jsonb(OLD);
BEGIN
  IF said - TG_ARGV[0] = was - TG_ARGV[0] AND said ->> TG_ARGV[0] = '' AND EXISTS (
    SELECT 1 FROM "{DisposalItem._meta.db_table}" WHERE words_key = (was ->> TG_ARGV[1])::uuid
  ) THEN RETURN NEW; END IF;
  RAISE EXCEPTION '% {REFUSAL}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def wanted_triggers(connection, model) -> dict[str, str]:
    return (sqlite_triggers if connection.vendor == "sqlite" else postgresql_triggers)(model)


POSTGRESQL_IN_FORCE = """
SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
  AND proname LIKE 'audit_refuse%%' AND prosrc LIKE '%%RAISE EXCEPTION%%'
"""


def in_force(connection, wanted: dict[str, str]) -> set[str]:
    """Names of the triggers that are there, switched on, and do what they should."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return {name for name, statement in cursor.fetchall() if wanted.get(name) == statement}
        cursor.execute(POSTGRESQL_IN_FORCE)
        return {row[0] for row in cursor.fetchall()}


def missing_triggers(connection) -> list[str]:
    """Names of the triggers that ought to guard tables that exist, and do not."""
    wanted = {
        name: sql for model in existing_models(connection) for name, sql in wanted_triggers(connection, model).items()
    }
    there = in_force(connection, wanted)
    return [name for name in wanted if name not in there]


def existing_models(connection) -> list[type[models.Model]]:
    """The guarded models whose tables are there already."""
    tables = set(connection.introspection.table_names())
    return [model for model in guarded_models() if model._meta.db_table in tables]


def install(connection) -> None:
    """Put back whatever trigger is missing; a migration that rebuilds a table on SQLite drops them."""
    missing = set(missing_triggers(connection))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for model in existing_models(connection):
            for name, statement in wanted_triggers(connection, model).items():
                if name in missing:
                    for each in (name, *outdated(model)):
                        cursor.execute(f'DROP TRIGGER IF EXISTS "{each}"' + _on_table(connection, model))
                    cursor.execute(statement)


def remove(connection) -> None:
    """Take the triggers away. For the tests' flush, which empties tables; nothing that ships calls it."""
    with connection.cursor() as cursor:
        for model in guarded_models():
            for name in wanted_triggers(connection, model):
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"' + _on_table(connection, model))


def _on_table(connection, model) -> str:
    return f' ON "{model._meta.db_table}"' if connection.vendor == "postgresql" else ""


def install_after_migrate(using=DEFAULT_DB_ALIAS, **kwargs):
    install(connections[using])


def migrations_wait(connection) -> bool:
    """Whether tables are about to be changed: an update brings triggers of its own, which follow the migrations."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def check_triggers(app_configs, databases=None, **kwargs):
    """System check: a record table without its triggers is an error, unless migrations wait, which install them."""
    errors = []
    for alias in databases or []:
        if migrations_wait(connections[alias]):
            continue
        for name in missing_triggers(connections[alias]):
            hint = "Run 'manage.py migrate --skip-checks' to put it back, then 'manage.py verify_evidence'."
            errors.append(
                Error(f"The trigger {name} is missing: the record can be changed.", hint=hint, id="audit.E001")
            )
    return errors
