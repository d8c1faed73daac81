"""A table of a pack as a CSV file: only the columns that its purpose allows, in no order that tells a name."""

from collections.abc import Iterable, Iterator, Sequence

from trainingsite.evidence.asked import Asked
from trainingsite.formats.sheets import Row, csv_chunks


def table(asked: Asked, path: str, headings: Sequence[str], rows: Iterable[Row]) -> tuple[str, Iterator[bytes]]:
    """The path of a table, and its content in pieces."""
    return path, csv_chunks(*asked.columns(path, headings, rows))


def by_person(asked: Asked, person: str = "person") -> tuple[str, str]:
    """How rows about people are ordered: by name, or by their keys where even the order would tell names."""
    own = f"{person}__" if person else ""
    return (f"{own}last_name", f"{own}first_name") if asked.names else (f"{own}key", f"{own}pk")
