"""Who manages whom, as a file says it: one person for an address, and nobody above themselves. Pure."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from trainingsite.people.importing.entries import Entry
from trainingsite.people.importing.known import Colleague, Known
from trainingsite.people.importing.matching import Matches
from trainingsite.people.importing.table import Findings

# Each guess compares an address with all the others: thousands of them would take minutes.
MOST_GUESSES = 20


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person known already, or one whom a row of the file brings."""

    name: str
    pk: int | None = None
    row: int | None = None


@dataclass(frozen=True)
class Managers:
    """The manager of each row that has one, and whom a row is about."""

    of_row: Mapping[int, Somebody]
    about: Mapping[int, Somebody]


def managers_in(entries: list[Entry], matches: Matches, known: Known, today: date, findings: Findings) -> Managers:
    """The managers the file names; a line whose manager nobody or two people could be is refused."""
    about = {
        entry.row: Somebody(entry.name, pk=matches[entry.row].pk) if matches.get(entry.row) else
        Somebody(entry.name, row=entry.row)
        for entry in entries
    }  # fmt: skip
    addresses = _addresses(entries, about, matches, known, today)
    of_row = {}
    for entry in entries:
        if not entry.manager_email:
            continue
        found = _as_before(entry, matches.get(entry.row), known) or addresses.get(entry.manager_email.casefold(), [])
        guesses = addresses if len(findings.errors) < MOST_GUESSES else {}
        problem = _problem(entry, found, about[entry.row], guesses)
        if problem:
            findings.refuse(entry.row, "manager_email", problem)
        else:
            of_row[entry.row] = found[0]
    _refuse_circles(entries, Managers(of_row, about), known, today, findings)
    return Managers(of_row, about)


def _addresses(entries, about, matches, known: Known, today: date) -> dict[str, list[Somebody]]:
    """Who has which address once the file is in: of those who are still there today."""
    found, told = defaultdict(list), set()
    for entry in entries:
        colleague = matches.get(entry.row)
        told.add(colleague.pk if colleague else None)
        email = entry.email or (colleague.email if colleague else "")
        if email and (entry.left_on is None or entry.left_on >= today):
            found[email.casefold()].append(about[entry.row])
    for colleague in known.colleagues:
        if colleague.pk not in told and colleague.email and colleague.lasting(today):
            found[colleague.email.casefold()].append(Somebody(colleague.name, pk=colleague.pk))
    return found


def _as_before(entry: Entry, colleague: Colleague | None, known: Known) -> list[Somebody]:
    """The manager somebody has already, if that is who is named: even one who has left since."""
    manager = known.by_pk.get(colleague.stays[-1].manager) if colleague else None
    if manager is None or manager.email.casefold() != entry.manager_email.casefold():
        return []
    return [Somebody(manager.name, pk=manager.pk)]


def _problem(entry: Entry, found: list[Somebody], self: Somebody, addresses: Mapping) -> str:
    """What is wrong with the manager of a line, in a sentence; nothing, where there is exactly one."""
    if len(found) > 1:
        names = " and ".join(each.name for each in found)
        return f"{names} have this address, so it does not say who the manager is. Give them addresses of their own"
    if not found:
        near = get_close_matches(entry.manager_email.casefold(), addresses, n=1, cutoff=0.8)
        ask = f"Did you mean {near[0]}?" if near else "Check the address, or put a line for the manager into the file"
        return f"Nobody who works here has the address {entry.manager_email}. {ask}"
    return "Nobody manages themselves. Leave the cell empty for somebody with no manager" if found[0] == self else ""


def _refuse_circles(entries: list[Entry], managers: Managers, known: Known, today: date, findings: Findings) -> None:
    """Refuse the lines that put people above those who are above them."""
    above, named = {}, {}
    for colleague in known.colleagues:
        pks = [stay.manager for stay in colleague.lasting(today) if stay.manager]
        if pks:
            above["pk", colleague.pk] = ("pk", pks[-1])
    for entry in entries:
        if manager := managers.of_row.get(entry.row):
            person = _id(managers.about[entry.row])
            if above.get(person) != _id(manager):
                named[person] = (entry, manager)
            above[person] = _id(manager)
    for person, (entry, manager) in named.items():
        if _leads_back(person, above):
            findings.refuse(
                entry.row, "manager_email",
                f"{entry.name} would be managed by {manager.name}, and {manager.name} by {entry.name}, themselves or "
                "through somebody between them. Change one of them",
            )  # fmt: skip


def _leads_back(person, above: Mapping) -> bool:
    seen, current = set(), above.get(person)
    while current is not None and current not in seen:
        if current == person:
            return True
        seen.add(current)
        current = above.get(current)
    return False


def _id(somebody: Somebody) -> tuple[str, int]:
    return ("pk", somebody.pk) if somebody.pk is not None else ("row", somebody.row)
