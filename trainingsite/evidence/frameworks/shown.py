"""A regulator's framework as it stood on a day: what the cover, the summary and framework.csv of a pack say of it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Support:
    """One kind of record that supports an answer to a statement, and the file in the pack that shows it."""

    key: str
    record: str
    file: str
    reason: str
    certainty: str
    main: bool = True


@dataclass(frozen=True)
class StatementShown:
    """A regulation, a key question, or what is asked below one: in our own words, with how sure we are of it."""

    key: str
    kind: str
    number: str
    title: str
    about: str
    certainty: str
    source: str
    supports: tuple[Support, ...] = ()
    below: tuple["StatementShown", ...] = ()

    @property
    def heading(self) -> str:
        """“Regulation 17: Good governance”, “Safe”."""
        return f"{self.kind} {self.number}: {self.title}" if self.number else self.title

    @property
    def files(self) -> tuple[str, ...]:
        """The files of the pack that show what supports it, each once."""
        return tuple(dict.fromkeys(support.file for support in self.supports))

    @property
    def with_those_below(self) -> tuple["StatementShown", ...]:
        """Itself first, then those below it: as a table lists them."""
        return (self, *self.below)

    @property
    def lines(self) -> int:
        """How many lines it takes in such a table: one for each support, and one where there is none."""
        return len(self.supports) or 1


@dataclass(frozen=True)
class PartShown:
    """One framework or law: where it stands on the day, in words, and how sure we are of that."""

    key: str
    title: str
    standing: str
    dates: str
    note: str
    certainty: str
    source: str


@dataclass(frozen=True)
class FrameworkShown:
    """Everything a regulator looks for on a day, in the order in which a pack shows it.

    ``expectations`` are the three things that CQC asks of a practice: decide what is mandatory, make it clear, monitor
    engagement. Then come the regulations, then the key questions, each with the statements or assessment questions
    ``below`` it. ``parts`` says of each framework how it stood. All are empty where no framework was put in.
    """

    on: dt.date
    expectations: tuple[StatementShown, ...] = ()
    regulations: tuple[StatementShown, ...] = ()
    questions: tuple[StatementShown, ...] = ()
    parts: tuple[PartShown, ...] = ()

    def statements(self) -> Iterator[StatementShown]:
        """All of them, each before those below it."""
        for statement in (*self.expectations, *self.regulations, *self.questions):
            yield from statement.with_those_below
