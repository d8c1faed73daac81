"""What one line of a file of completions says, cell by cell, and what is wrong with it. Pure."""

from dataclasses import dataclass
from datetime import date

from trainingsite.people.importing.cells import text_in
from trainingsite.people.importing.days import NotADay, day_in
from trainingsite.people.importing.table import Findings, Layout, Line

COMPLETIONS = Layout(
    columns=(
        "staff_number", "email", "first_name", "last_name", "training", "completed_on", "valid_until",
        "certificate_reference",
    ),
    required=("training", "completed_on"),
    one_of=("staff_number", "email"),
)  # fmt: skip
EXAMPLE = ("101", "ann.example@surgery.example", "Ann", "Example", "Fire safety", "01/03/2026", "", "FS-2026-0117")
LONGEST = {
    "staff_number": 40, "email": 254, "first_name": 150, "last_name": 150, "training": 200, "completed_on": 60,
    "valid_until": 60, "certificate_reference": 100,
}  # fmt: skip
EARLIEST, LONG_AGO = date(1940, 1, 1), date(1990, 1, 1)
ASKED_FOR = {
    "training": "Give the training, for example Fire safety",
    "completed_on": "Give the day it was done, for example 31/03/2026",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One line, understood: empty text and None where it says nothing."""

    row: int
    staff_number: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    training: str = ""
    completed_on: date | None = None
    valid_until: date | None = None
    certificate_reference: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def said_in(line: Line, today: date, findings: Findings) -> Said:
    """What the line says."""
    own = Findings()
    said = {column: text_in(line, column, own, LONGEST) for column in COMPLETIONS.columns}
    wrong = {error.column for error in own.errors}
    _check_whose(line.number, said, wrong, own)
    for column, sentence in ASKED_FOR.items():
        if not said[column] and column not in wrong:
            own.refuse(line.number, column, sentence)
    days = {column: _day(line.number, column, said[column], own) for column in ("completed_on", "valid_until")}
    days = _likely(line.number, days, today, own)
    own.put_in(findings)
    return Said(row=line.number, **{**said, **days})


def _check_whose(row: int, said: dict[str, str], wrong: set[str], own: Findings) -> None:
    if said["email"].casefold() == EXAMPLE[1]:
        own.refuse(row, "email", "This is the example line of the template. Take it out")
    elif not (said["staff_number"] or said["email"] or wrong & {"staff_number", "email"}):
        own.refuse(row, "staff_number", "Give a staff number or an e-mail address: a name alone is not enough")


def _day(row: int, column: str, typed: str, own: Findings) -> date | None:
    try:
        return day_in(typed) if typed else None
    except NotADay as problem:
        own.refuse(row, column, str(problem))
        return None


def _likely(row: int, days: dict[str, date | None], today: date, own: Findings) -> dict[str, date | None]:
    """The days, as far as they can be right."""
    done, until = days["completed_on"], days["valid_until"]
    if done and done > today:
        own.refuse(row, "completed_on", f"{done:%d/%m/%Y} is still to come. Give the day it was done")
        done = None
    elif done and done < EARLIEST:
        own.refuse(row, "completed_on", f"The year {done.year} cannot be right. Type all four figures of the year")
        done = None
    elif done and done < LONG_AGO:
        own.note(row, "completed_on", f"{done:%d/%m/%Y} is long ago. Check the year")
    if done and until and until < done:
        own.refuse(row, "valid_until", "It ends before the training was done. Check both days, and the years")
    return {"completed_on": done, "valid_until": until}
