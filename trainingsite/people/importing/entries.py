"""What one line of a file of staff says, cell by cell, and what is wrong with it. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from trainingsite.people.importing.cells import SAVE_AGAIN, text_in
from trainingsite.people.importing.days import NotADay, day_in
from trainingsite.people.importing.table import Findings, Layout, Line

STAFF = Layout(
    columns=(
        "staff_number", "email", "first_name", "last_name", "job_role", "started_on", "left_on", "manager_email",
    ),
    required=("first_name", "last_name", "job_role", "started_on"),
    one_of=("staff_number", "email"),
)  # fmt: skip
EXAMPLE = ("101", "ann.example@surgery.example", "Ann", "Example", "Receptionist", "01/03/2026", "", "")
LONGEST = {"staff_number": 40, "email": 254, "first_name": 150, "last_name": 150, "job_role": 100, "manager_email": 254}
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
IN_NAMES = frozenset(" -'’‘ʼ`´.,()/&\u200c\u200d0123456789‐‑")
EARLIEST, BEFORE_THE_NHS = date(1900, 1, 1), date(1948, 7, 5)
DAYS_AHEAD_TO_START, DAYS_AHEAD_TO_LEAVE = 366, 10 * 366


@dataclass(frozen=True, slots=True)
class Entry:
    """One line, understood: empty text and None where it says nothing."""

    row: int
    staff_number: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""
    job_role: str = ""
    started_on: date | None = None
    left_on: date | None = None
    manager_email: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def entry_in(line: Line, roles: Mapping[str, str], today: date, findings: Findings) -> Entry:
    """What the line says. ``roles`` are the job roles there are, their names by key."""
    own = Findings()
    said = {column: text_in(line, column, own, LONGEST) for column in STAFF.columns}
    wrong = {error.column for error in own.errors}
    _check_names(line.number, said, wrong, own)
    _check_addresses(line.number, said, wrong, own)
    days = {column: _day(line.number, column, said[column], today, own) for column in ("started_on", "left_on")}
    if days["started_on"] and days["left_on"] and days["left_on"] < days["started_on"]:
        own.refuse(line.number, "left_on", "The last day is before the first. Check both, and the years")
        days["left_on"] = None
    role = role_called(said["job_role"], roles)
    if said["job_role"] and role is None:
        own.refuse(line.number, "job_role", _no_such_role(said["job_role"], roles))
    own.put_in(findings)
    return Entry(row=line.number, **{**said, **days, "job_role": role or ""})


@lru_cache(maxsize=20_000)
def alike(name: str) -> str:
    """A name without what people leave out when they type it: accents, capitals, hyphens, apostrophes."""
    apart = unicodedata.normalize("NFKD", name).casefold()
    return "".join(character for character in apart if character.isalnum())


def role_called(name: str, roles: Mapping[str, str]) -> str | None:
    """The key of the job role with that name."""
    wanted = alike(name)
    return next((key for key, known in roles.items() if wanted in (alike(known), alike(key))), None)


def _check_names(row: int, said: dict[str, str], wrong: set[str], own: Findings) -> None:
    for column, word in (("first_name", "first name"), ("last_name", "last name")):
        strange = next((each for each in said[column] if not _in_a_name(each)), "")
        if strange:
            own.refuse(row, column, f"“{strange}” cannot be part of a name. Take it out. {SAVE_AGAIN}")
        elif not said[column] and column not in wrong:
            own.refuse(row, column, f"Give the {word}")


def _check_addresses(row: int, said: dict[str, str], wrong: set[str], own: Findings) -> None:
    """Refuse what is no address, and clear it, so that nobody is found by it."""
    if said["email"].casefold() == EXAMPLE[1]:
        own.refuse(row, "email", "This is the example line of the template. Take it out")
    if not (said["staff_number"] or said["email"] or wrong & {"staff_number", "email"}):
        own.refuse(row, "staff_number", "Give a staff number or an e-mail address: a name alone is not enough")
    for column in ("email", "manager_email"):
        if said[column] and not ADDRESS.fullmatch(said[column]):
            what_to_do = "Type one address, like ann@example.nhs.uk, or leave the cell empty"
            own.refuse(row, column, f"“{said[column][:60]}” is not an e-mail address. {what_to_do}")
            said[column] = ""


def _in_a_name(character: str) -> bool:
    return character in IN_NAMES or unicodedata.category(character)[0] in "LM"


def _day(row: int, column: str, typed: str, today: date, findings: Findings) -> date | None:
    """The day in a cell, if it can be right."""
    if not typed:
        return None
    try:
        day = day_in(typed)
    except NotADay as problem:
        findings.refuse(row, column, str(problem))
        return None
    ahead = (day - today).days
    if day < EARLIEST:
        findings.refuse(row, column, f"The year {day.year} cannot be right. Type all four figures of the year")
    elif column == "started_on" and ahead > DAYS_AHEAD_TO_START:
        findings.refuse(row, column, "That is more than a year ahead. Check the year")
    elif column == "left_on" and ahead > DAYS_AHEAD_TO_LEAVE:
        findings.refuse(row, column, "That is many years ahead. Leave the cell empty for somebody who is not leaving")
    else:
        if day < BEFORE_THE_NHS:
            findings.note(row, column, f"{day.year} is before there was an NHS. Check the year")
        return day
    return None


def _no_such_role(name: str, roles: Mapping[str, str]) -> str:
    near = roles_near(name, roles)
    did_you_mean = f" Did you mean {' or '.join(near)}?" if near else ""
    return f"“{name}” is not one of the job roles.{did_you_mean} They are: {'; '.join(roles.values())}"


def roles_near(name: str, roles: Mapping[str, str]) -> list[str]:
    """The names of job roles that look like this one, or share a word with it: three at the most."""
    names = {known.casefold(): known for known in roles.values()}
    close = [names[each] for each in get_close_matches(name.casefold(), names, n=3, cutoff=0.6)]
    words = {word for word in re.split(r"\W+", name.casefold()) if len(word) > 2}
    sharing = [known for known in names.values() if words & set(re.split(r"\W+", known.casefold()))]
    return list(dict.fromkeys([*close, *sharing]))[:3]
