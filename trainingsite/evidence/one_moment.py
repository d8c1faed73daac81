"""Reading everything as it stood at one moment, however long the reading takes."""

from collections.abc import Iterator
from contextlib import contextmanager

BEGIN = {"sqlite": "BEGIN DEFERRED", "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"}


@contextmanager
def one_moment(connection) -> Iterator[None]:
    """What is read inside belongs together, and nobody who signs meanwhile is held up.

    Django's own transactions would not do: on SQLite they take the writers' lock, on PostgreSQL each query
    sees what was committed before it. Inside a transaction of the caller's it does nothing.
    """
    if connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BEGIN[connection.vendor])
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
