"""What an evidence pack is asked to show."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from trainingsite.compliance.rules import add_months
from trainingsite.evidence import verify
from trainingsite.evidence.codes import Codes
from trainingsite.evidence.purposes import ALWAYS, DEFAULT_PARTS, INSPECTION, WHOLE_TABLE, Purpose
from trainingsite.formats.archive import safe_name
from trainingsite.people.models import Person, Practice

EARLIEST = dt.date(1990, 1, 1)
NOT_YET = "Choose today or a day before: what has not happened cannot be shown"
TOO_EARLY = f"Choose a day after {EARLIEST:%Y}"

# The check of a pack compares these with the chain, whatever the pack is for.
CHECKED = {verify.RECORD, verify.DIGEST, verify.EVENT, verify.PERSON, verify.MOMENT, verify.TEXT, verify.FILE}


@dataclass(frozen=True)
class Asked:
    """A practice as at a day, and the period before it that the pack tells of; both days are in it.

    Whoever writes about a person into a pack asks here what to call them, and which columns to write.
    """

    practice: Practice
    on: dt.date
    from_on: dt.date
    purpose: Purpose = INSPECTION
    parts: frozenset[str] = DEFAULT_PARTS

    def covers(self, day: dt.date) -> bool:
        return self.from_on <= day <= self.on

    def wants(self, part: str) -> bool:
        """Whether a part is to be in the pack: always there, or asked for and allowed for this purpose."""
        return part in ALWAYS or (part in self.parts and part in self.purpose.may_have)

    @property
    def included(self) -> list[str]:
        """The keys of everything that is to be in the pack, in their order."""
        return sorted(ALWAYS | (self.parts & self.purpose.may_have))

    def same_as(self, other: "Asked") -> bool:
        """Whether both questions have the same answer: parts that a purpose does not allow make no difference."""
        return self.question == other.question

    @property
    def question(self) -> tuple:
        return self.practice, self.on, self.from_on, self.purpose.key, self.included

    @property
    def names(self) -> bool:
        """Whether people are called by their names."""
        return self.purpose.names

    @cached_property
    def codes(self) -> Codes:
        """What the people of the practice are called where they are not named."""
        return Codes.at(self.practice)

    def name_of(self, person: Person | None) -> str:
        """What somebody is called in the pack: by name, or by a code that is the same in every pack."""
        if person is None:
            return ""
        return person.name if self.names else f"Person {self.codes.of(person)}"

    def file_name_of(self, person: Person) -> str:
        """The name of a person's own file without its ending, safe to unpack anywhere."""
        called = f"{person.last_name} {person.first_name}" if self.names else "person"
        return safe_name(f"{'-'.join(called.casefold().split()) or 'person'}-{self.codes.of(person)}")

    def allowed(self, table: str, headings: Sequence[str]) -> list[int]:
        """The places of the columns that this purpose allows. A table that no purpose knows is a KeyError."""
        return [place for place, heading in enumerate(headings) if self.shows(table, heading)]

    def shows(self, table: str, heading: str) -> bool:
        """Whether this purpose allows a column of a table; what the check needs is always there."""
        fields = self.purpose.fields[table]
        if fields == WHOLE_TABLE or heading in CHECKED or heading in fields:
            return True
        return any(heading.endswith(ending) for ending in fields if ending.startswith(": "))

    def columns(self, table: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[list, Iterable]:
        """A table's headings and rows, of which only the allowed columns are left; rows are still streamed."""
        places = self.allowed(table, headings)
        return [headings[place] for place in places], ([row[place] for place in places] for row in rows)

    @property
    def file_name(self) -> str:
        return safe_name(f"evidence-{self.practice.ods_code.lower()}-{self.on.isoformat()}.zip")


def why_not_since(day: dt.date) -> str:
    """Why a period cannot begin on a day; nothing where it can."""
    return TOO_EARLY if day < EARLIEST else ""


def why_not_as_at(day: dt.date, today: dt.date) -> str:
    """Why a pack cannot be as at a day; nothing where it can."""
    return NOT_YET if day > today else why_not_since(day)


def a_year_to(day: dt.date) -> dt.date:
    """The first day of the twelve months that end with a day: the period unless another is asked for."""
    return add_months(day, -12) + dt.timedelta(days=1)
