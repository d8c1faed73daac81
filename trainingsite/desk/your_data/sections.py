"""Everything that is held about a person, section by section: the registry, and how it is read."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainingsite.desk.your_data import own
from trainingsite.desk.your_data.acts import ACTS
from trainingsite.desk.your_data.held import Held, Row, words_in
from trainingsite.people.identities import also_known_by
from trainingsite.people.models import Person


@dataclass(frozen=True)
class Section:
    """One part of the page, and the tables it is read from. ``counted`` ones are in full in the document alone."""

    key: str
    title: str
    intro: str
    tables: Sequence[Held]
    counted: bool = False


SECTIONS = (
    Section("who-you-are", "Who you are", "Your name and how you sign in.", own.WHO_YOU_ARE),
    Section(
        "jobs", "Your jobs, duties and leave", "With every correction that was made. Of leave only the days.", own.JOBS
    ),
    Section(
        "training", "Your training", "What you chose in stories and checks is yours alone, and erased in time.",
        own.TRAINING,
    ),
    Section("elsewhere", "Training elsewhere, and exemptions", "What you sent in, and what came of it.", own.ELSEWHERE),
    Section("certificates", "Your certificates", "Each with the words printed on it.", own.CERTIFICATES),
    Section("policies", "Policies", "What you signed, asked, objected to and commented on, by name.", own.POLICIES),
    Section("messages", "Messages and reminders", "What you were told, and what you will be.", own.MESSAGES),
    Section("signing-in", "Signing in", "We do not keep a list of when you signed in.", own.SIGNING_IN),
    Section("acts", "What you did for the practice", "The names of the colleagues concerned are theirs.", ACTS),
    Section("record", "In the record", "That something happened, and when.", own.IN_THE_RECORD, counted=True),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a table on the page."""

    cells: list[tuple[str, str]]
    words: str


@dataclass(frozen=True)
class Table:
    """The rows of one kind that are held about the person."""

    held: Held
    rows: list[Row]

    @property
    def headings(self) -> list[str]:
        """What stands above the columns: only what at least one row says."""
        said = {heading for row in self.rows for heading, words in row.cells if words}
        return [heading for heading in (self.rows[0].shown if self.rows else ()) if heading in said]

    @property
    def has_words(self) -> bool:
        """Whether words are kept about a row that the columns do not say already."""
        return self.held.says_words and any(row.words for row in self.rows)

    @property
    def lines(self) -> list[Line]:
        """The page's rows, without the columns that say nothing of anybody."""
        shown = set(self.headings)
        return [Line([cell for cell in row.cells if cell[0] in shown], words_in(row.words)) for row in self.rows]

    @property
    def data(self) -> list[dict]:
        """The rows as the document holds them."""
        return [{**row.data, **({"words": row.words} if row.words else {})} for row in self.rows]


@dataclass(frozen=True)
class Part:
    """A section with what was read for it."""

    section: Section
    tables: list[Table]

    @property
    def is_empty(self) -> bool:
        return not any(table.rows for table in self.tables)


def held_about(person: Person) -> list[Part]:
    """All that is held about the person, in a number of queries that does not grow with it."""
    ids = ids_of(person)
    return [Part(section, [Table(held, held.rows(ids)) for held in section.tables]) for section in SECTIONS]


def ids_of(person: Person) -> list[int]:
    """The rows of the table of people that are this human."""
    return [person.pk, *also_known_by([person.pk])]
