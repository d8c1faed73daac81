"""What somebody asks of a report, and what a report answers: the same answer becomes a page, a table, a PDF."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from trainingsite.compliance.matrix import Matrix
from trainingsite.desk.matrix.choosing import Choice
from trainingsite.formats.dates import long_date
from trainingsite.formats.pdf import Block, Column, Picture
from trainingsite.people.colleagues import names_at
from trainingsite.people.models import Person, Practice

__all__ = ["Answer", "Asked", "Column", "Linked", "Parted", "Report", "Section", "Several", "Value"]

DAY, WITHIN, PERIOD, KNOWN_ON, CHOICE = "day", "within", "period", "known_on", "choice"


@dataclass(frozen=True)
class Linked:
    """A text that leads somewhere on the page; in a file it is the text alone."""

    text: str
    url: str

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Several:
    """What one cell says to a reader, and the values that a spreadsheet has in columns of their own.

    ``stands_out``: a reader who runs their eye over the table is to stop at it; in bold, for the words say it already.
    """

    text: str
    values: tuple[str | int | dt.date | None, ...]
    stands_out: bool = False

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class Parted(Column):
    """A column of cells that say several things: what each of them is called."""

    parts: tuple[str, ...] = ()


Value = str | int | dt.date | dt.datetime | bool | Linked | Several | None


@dataclass(frozen=True)
class Asked:
    """What somebody asked a report for; on the command line, nobody who is known did."""

    practice: Practice
    day: dt.date
    first: dt.date
    last: dt.date
    known_on: dt.date | None
    today: dt.date
    by: Person | None
    choice: Choice
    within: int = 30

    @cached_property
    def names(self) -> dict[int, str]:
        """Everybody's name at the practice, no two alike: read once for all tables."""
        return names_at(self.practice)

    @property
    def period(self) -> str:
        """The period in words."""
        return f"{long_date(self.first)} to {long_date(self.last)}"


@dataclass(frozen=True)
class Section:
    """One table of a report: its title, its columns, its rows, and what it says when there are none.

    ``keys``: so many of its first columns say what a row is about, and a PDF repeats them when the table is too wide
    for a page. ``is_summary``: it can be worked out from the other tables, and CSV leaves it out. ``folded``: it is
    long and stands behind something shorter, so that a page opens it only when asked. ``on_paper``: a PDF has it too.
    ``drawn``: what a PDF has in place of the table, for so many rows at most.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    empty: str
    keys: int = 0
    is_summary: bool = False
    folded: bool = False
    on_paper: bool = True
    drawn: Callable[[int], Iterable[Block]] | None = None


@dataclass(frozen=True)
class Answer:
    """What a report says: sentences with their denominators, tables, and how it was counted.

    ``whole`` is the matrix before anything was chosen of it, where filters choose.
    """

    headline: Sequence[str]
    sections: Sequence[Section]
    counted: Sequence[tuple[str, str]]
    pictures: Sequence[Picture] = ()
    whole: Matrix | None = None


@dataclass(frozen=True)
class Report:
    """One kind of report: what it is for, what it can be asked, and how it answers."""

    key: str
    title: str
    about: str
    takes: frozenset[str]
    answer: Callable[[Asked], Answer]
    landscape: bool = False
