"""Who is who: by staff number, or else by e-mail and name together; never by a name alone, never by guess. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from trainingsite.people.importing.entries import Entry, alike
from trainingsite.people.importing.known import Colleague, Known
from trainingsite.people.importing.table import Findings

Matches = dict[int, Colleague | None]


def who_is_who(entries: list[Entry], known: Known, findings: Findings) -> Matches:
    """By row, the colleague a line is about, or None for somebody new; rows that are left out are in doubt."""
    doubtful = _twice_in_the_file(entries, findings)
    index, matches, seen = Index(known.colleagues), {}, {}
    for entry in entries:
        try:
            colleague = index.find(entry)
        except InDoubt as doubt:
            findings.refuse(entry.row, doubt.column, str(doubt))
            continue
        if colleague and colleague.pk in seen:
            if entry.row not in doubtful:
                message = f"Rows {seen[colleague.pk]} and {entry.row} are both {colleague.name}. Keep one of them"
                findings.refuse(entry.row, "staff_number" if entry.staff_number else "email", message)
            continue
        if colleague:
            seen[colleague.pk] = entry.row
        elif entry.row not in doubtful:
            index.note_resemblance(entry, findings)
        matches[entry.row] = colleague
    return matches


class InDoubt(Exception):
    """A line may be about somebody we know, and may not; the sentence says what would settle it."""

    def __init__(self, column: str, message: str):
        super().__init__(message)
        self.column = column


class Index:
    """The practice's people, found by what a line says of them."""

    def __init__(self, colleagues: Iterable[Colleague]):
        self.by_number = defaultdict(list)
        self.by_figures = defaultdict(list)
        self.by_address = defaultdict(list)
        self.by_name = defaultdict(list)
        for colleague in colleagues:
            for number in {each.casefold() for each in colleague.numbers}:
                self.by_number[number].append(colleague)
                self.by_figures[number.lstrip("0")].append((number, colleague))
            if colleague.email:
                self.by_address[colleague.email.casefold()].append(colleague)
            self.by_name[colleague.alike].append(colleague)

    def find(self, entry: Entry) -> Colleague | None:
        """Whom the line is about. Raises InDoubt."""
        number = entry.staff_number.casefold()
        if found := self.by_number.get(number):
            return _one_with_the_number(entry, found)
        for known_as, colleague in self.by_figures.get(number.lstrip("0"), ()) if number else ():
            if colleague.alike == alike(entry.name):
                raise InDoubt(
                    "staff_number",
                    f"{colleague.name} has the number {known_as} here. Spreadsheets drop zeros in front: "
                    "format the column as text and type them again",
                )
        found = [each for each in self.by_address.get(entry.email.casefold(), ()) if each.alike == alike(entry.name)]
        if len(found) > 1:
            raise InDoubt(
                "email",
                f"{len(found)} people called {entry.name} have this address here. "
                "Put the staff number of the one you mean into the line",
            )
        return found[0] if found else None

    def note_resemblance(self, entry: Entry, findings: Findings) -> None:
        """Say of somebody new whom they could be taken for."""
        namesakes = self.by_name.get(alike(entry.name), ())
        for colleague in namesakes:
            findings.note(
                entry.row, "last_name",
                f"Somebody called {colleague.name} is known here already{_known_by(colleague)}. "
                "This line is taken for another person. If it is the same one, give what we know them by",
            )  # fmt: skip
        for colleague in self.by_address.get(entry.email.casefold(), ()) if entry.email else ():
            if colleague not in namesakes:
                findings.note(
                    entry.row, "email",
                    f"{colleague.name} has or had this address{_known_by(colleague, address=False)}. This line is "
                    "taken for another person. If it is the same one under a new name, give their staff number",
                )  # fmt: skip


def _one_with_the_number(entry: Entry, found: list[Colleague]) -> Colleague:
    """The one of those with the number whom the line can be about. Raises InDoubt."""
    same_name = [each for each in found if each.alike == alike(entry.name)]
    chosen = found if len(found) == 1 else same_name
    if len(chosen) != 1:
        names = " and ".join(each.name for each in found)
        raise InDoubt("staff_number", f"{names} have had this number here. Give this person another one")
    [colleague] = chosen
    if not _agrees(entry, colleague):
        raise InDoubt(
            "staff_number",
            f"{entry.staff_number} is the number of {colleague.name} here, and this line has another name and another "
            "address. If it is somebody else, give them another number; if it is the same person, change one thing "
            "at a time",
        )
    return colleague


def _agrees(entry: Entry, colleague: Colleague) -> bool:
    """Whether at least one name or the address is the same; what a line does not say cannot disagree."""
    pairs = (
        (alike(entry.first_name), alike(colleague.first_name)),
        (alike(entry.last_name), alike(colleague.last_name)),
    )
    same_address = entry.email and entry.email.casefold() == colleague.email.casefold()
    return bool(same_address) or any(not said or said == kept for said, kept in pairs)


def _known_by(colleague: Colleague, *, address: bool = True) -> str:
    known_by = [f"staff number {colleague.numbers[-1]}"] if colleague.numbers else []
    known_by += [colleague.email] if address and colleague.email else []
    return f" ({', '.join(known_by)})" if known_by else ""


def _twice_in_the_file(entries: list[Entry], findings: Findings) -> set[int]:
    """Refuse every line that says it is somebody an earlier one is already; answer their rows."""
    numbers, people, doubtful = {}, {}, set()
    for entry in entries:
        number, person = entry.staff_number.casefold(), (entry.email.casefold(), alike(entry.name))
        if number and number in numbers:
            message = f"The number {entry.staff_number} is in row {numbers[number]} too. Keep one line for each person"
            findings.refuse(entry.row, "staff_number", message)
            doubtful.add(entry.row)
        elif all(person) and person in people:
            message = (
                f"Row {people[person]} has the same name and address. Take one of them out; if they are two "
                "people, leave the address of one empty"
            )
            findings.refuse(entry.row, "email", message)
            doubtful.add(entry.row)
        numbers.setdefault(number, entry.row)
        people.setdefault(person, entry.row)
    return doubtful
