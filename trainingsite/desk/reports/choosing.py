"""The filters of a report as its form shows them: one list for each, with what is chosen."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from trainingsite.compliance.matrix import Matrix
from trainingsite.desk.matrix.choosing import FILTERS, Choice, Option


@dataclass(frozen=True)
class Select:
    """One filter: its name in the address, what it is called, what there is to choose, and what is chosen."""

    name: str
    word: str
    options: tuple[Option, ...]
    chosen: str


@dataclass(frozen=True)
class Filters:
    """The lists, and what else was chosen: the form sends it again."""

    selects: tuple[Select, ...]
    search: str
    hidden: tuple[tuple[str, str], ...]


def filters_of(choice: Choice, whole: Matrix) -> Filters:
    """What can be chosen of the matrix. A second value of one filter comes by an address only, and goes along."""
    selects, shown = [], set()
    for each in FILTERS:
        options = tuple(each.options(whole))
        there = {option.value for option in options}
        chosen = next((value for value in getattr(choice, each.field) if value in there), "")
        shown.add((each.name, chosen))
        if len(options) > 1 or chosen:
            selects.append(Select(each.name, each.word.capitalize(), options, chosen))
    pairs = parse_qsl(choice.as_query())
    hidden = tuple(pair for pair in pairs if pair not in shown and pair[0] != "search")
    return Filters(tuple(selects), choice.search, hidden)
