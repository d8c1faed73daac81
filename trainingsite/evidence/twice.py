"""Rows that a pack shows twice, in a table for machines and on a sheet for people: read once, and kept between."""

import pickle
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile

from trainingsite.evidence.vouchers import in_batches
from trainingsite.formats.sheets import Row


class Twice:
    """The rows of one table. The first time they are read they are put into a file, which is read the next time.

    There may be a hundred thousand: they are never held whole.
    """

    def __init__(self, rows: Iterable[Row]):
        self.rows = rows
        self.file = TemporaryFile()  # noqa: SIM115 -- it is closed with the object
        self.batches: int | None = None

    def close(self) -> None:
        self.file.close()

    def __iter__(self) -> Iterator[Row]:
        return self._first() if self.batches is None else self._again()

    def _first(self) -> Iterator[Row]:
        batches = 0
        for batch in in_batches(self.rows):
            pickle.dump(batch, self.file, pickle.HIGHEST_PROTOCOL)
            batches += 1
            yield from batch
        self.batches = batches

    def _again(self) -> Iterator[Row]:
        self.file.seek(0)
        for _ in range(self.batches):
            yield from pickle.load(self.file)
