"""Whose completion it is: by staff number, or by an address that is nobody else's; never by a name. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from trainingsite.compliance.completions.lines import Said
from trainingsite.people.importing.entries import alike
from trainingsite.people.importing.known import Colleague


class InDoubt(Exception):
    """It does not follow from a line whose it is; the sentence says what would settle it."""

    def __init__(self, column: str, message: str):
        super().__init__(message)
        self.column = column


class Index:
    """The practice's people, found by what a line says of them."""

    def __init__(self, colleagues: Iterable[Colleague]):
        self.by_number, self.by_figures, self.by_address = defaultdict(list), defaultdict(list), defaultdict(list)
        for colleague in colleagues:
            for number in {each.casefold() for each in colleague.numbers}:
                self.by_number[number].append(colleague)
                self.by_figures[number.lstrip("0")].append((number, colleague))
            if colleague.email:
                self.by_address[colleague.email.casefold()].append(colleague)

    def find(self, said: Said) -> Colleague:
        """Whose the line is. Raises InDoubt."""
        colleague = self._with_number(said) if said.staff_number else self._with_address(said)
        column = "staff_number" if said.staff_number else "email"
        same_address = bool(said.email) and said.email.casefold() == colleague.email.casefold()
        if said.name and not shares_a_name(said, colleague) and not (said.staff_number and same_address):
            known_by = f"the number {said.staff_number}" if said.staff_number else "this address"
            raise InDoubt(
                column, f"{colleague.name} has {known_by} here, and this line says {said.name}. Check whose it is"
            )
        return colleague

    def _with_number(self, said: Said) -> Colleague:
        number = said.staff_number.casefold()
        found = self.by_number.get(number, [])
        if not found:
            raise InDoubt("staff_number", self._no_such_number(said, number))
        if len(found) > 1:
            names = " and ".join(each.name for each in found)
            raise InDoubt("staff_number", f"{names} have had the number {said.staff_number} here. Leave it empty and "
                          "give the address of the one you mean")  # fmt: skip
        others = [each for each in self.by_address.get(said.email.casefold(), ()) if said.email]
        if others and found[0] not in others:
            raise InDoubt(
                "email",
                f"{said.staff_number} is the number of {found[0].name}, and this is the address of {others[0].name}. "
                "Take out the one that is wrong",
            )
        return found[0]

    def _no_such_number(self, said: Said, number: str) -> str:
        for known_as, colleague in self.by_figures.get(number.lstrip("0"), ()):
            return (
                f"Nobody here has the number {said.staff_number}, and {colleague.name} has {known_as}. Spreadsheets "
                "drop zeros in front: format the column as text and type them again"
            )
        return f"Nobody here has the number {said.staff_number}. Check it, or add the person first"

    def _with_address(self, said: Said) -> Colleague:
        found = self.by_address.get(said.email.casefold(), [])
        if not found:
            raise InDoubt("email", f"Nobody here has the address {said.email[:60]}. Check it, or add the person first")
        if len(found) > 1:
            message = f"{len(found)} people here share this address. Give the staff number of the one you mean"
            raise InDoubt("email", message)
        return found[0]


def shares_a_name(said: Said, colleague: Colleague) -> bool:
    """Whether the first name or the last is the same: somebody may have married since the file was made."""
    pairs = ((said.first_name, colleague.first_name), (said.last_name, colleague.last_name))
    return any(typed and alike(typed) == alike(kept) for typed, kept in pairs)
