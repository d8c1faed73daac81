"""The database as the migrations left it, and the way back to it after a test that commits.

Wagtail's first page, site and groups come from migrations, and Django's flush would take them away for
every later test. It would also run into the triggers of the record, which stay in force here: SQLite gets
its file back, triggers and all, and PostgreSQL refills its tables in a session that fires none.
"""

import sqlite3

KEPT = "baseline"
_sqlite_copies: dict[str, sqlite3.Connection] = {}


def remember(connection) -> None:
    """Keep a copy of every table as it stands now."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(":memory:", check_same_thread=False)
        connection.ensure_connection()
        connection.connection.backup(copy)
        _sqlite_copies[connection.alias] = copy
        return
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}")')
            if cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')


def restore(connection) -> None:
    """Put every table back as it was remembered."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        _sqlite_copies[connection.alias].backup(connection.connection)
        return
    tables = ", ".join(f'"{table}"' for table in connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # this session fires no trigger
        try:
            cursor.execute(f"TRUNCATE {tables}")
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [KEPT])
            for (table,) in cursor.fetchall():
                cursor.execute(f'INSERT INTO "{table}" SELECT * FROM {KEPT}."{table}"')
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")
