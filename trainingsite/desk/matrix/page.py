"""What the page of the matrix shows around its table: what was chosen, what else could be, how much is shown."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from trainingsite.compliance.matrix import Matrix, Row
from trainingsite.compliance.rules import Status
from trainingsite.desk.matrix.choosing import FILTERS, GROUPS, SORTS, Choice, Filter, Option

PEOPLE_ON_A_PAGE = 200
NAMES = {*(each.name for each in FILTERS), "search", "sort", "group", "on", "page"}
TABS = (Status.OVERDUE, Status.DUE, Status.EXPIRING, Status.QUERIED, Status.DECLINED, Status.ON_LEAVE, Status.EXEMPT)


class Link(NamedTuple):
    """A way to another part of the matrix; ``query`` begins with its question mark."""

    words: str
    query: str
    is_here: bool = False


@dataclass(frozen=True)
class Addresses:
    """The addresses of parts of one matrix on one day."""

    on: str

    def of(self, choice: Choice, **more: str) -> str:
        """What stands after the address of the page: the day, if it is not today, and what was chosen."""
        parts = [self.on, choice.as_query(), *(f"{name}={value}" for name, value in more.items())]
        said = "&".join(part for part in parts if part)
        return f"?{said}" if said else "?"


@dataclass(frozen=True)
class Leaf:
    """The people on one page of the matrix, of how many."""

    number: int
    rows: list[Row]
    of: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PEOPLE_ON_A_PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1

    @property
    def pages(self) -> int:
        return max(1, -(-self.of // PEOPLE_ON_A_PAGE))


def leaf_of(rows: list[Row], asked: str) -> tuple[Leaf, list[str]]:
    """The page of people that was asked for; of one that is not there the first, and a sentence about it."""
    pages = max(1, -(-len(rows) // PEOPLE_ON_A_PAGE))
    there = asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= pages
    number = int(asked) if there else 1
    first = (number - 1) * PEOPLE_ON_A_PAGE
    said = [] if there or not asked else [f"There is no page “{asked[:20]}” of this: here is the first."]
    return Leaf(number, rows[first : first + PEOPLE_ON_A_PAGE], len(rows)), said


def unknown_names(names: Iterable[str]) -> list[str]:
    """A sentence about each name in an address that chooses nothing here."""
    return [
        f"The matrix has no choice called “{name[:40]}”: it is shown without it." for name in names if name not in NAMES
    ]


def leaf_links(leaf: Leaf, choice: Choice, addresses: Addresses) -> list[Link]:
    """A link to each page of people, if there are several."""
    numbers = range(1, leaf.pages + 1) if leaf.pages > 1 else ()
    return [
        Link(
            f"{(number - 1) * PEOPLE_ON_A_PAGE + 1} to {min(number * PEOPLE_ON_A_PAGE, leaf.of)}",
            addresses.of(choice, page=str(number)),
            number == leaf.number,
        )
        for number in numbers
    ]


def shown_in_words(whole: Matrix, part: Matrix) -> str:
    """How much of the matrix is shown: “Showing 3 of 30 people and 1 of 12 requirements.”"""
    people, requirements = len(whole.rows), len(whole.demands)
    said = f"{len(part.rows)} of {people} {'person' if people == 1 else 'people'}"
    asked = f"{len(part.demands)} of {requirements} {'requirement' if requirements == 1 else 'requirements'}"
    return f"Showing {said} and {asked}."


def tabs(whole: Matrix, choice: Choice, addresses: Addresses) -> list[Link]:
    """Everybody, and whoever has something with each status, with their number among what else was chosen."""
    anybody = replace(choice, statuses=())
    rows = anybody.of(whole).rows
    counted = Counter(status for row in rows for status in {cell.status for cell in row.cells})
    named = [
        Link(f"{status.label} ({counted[status]})", addresses.of(replace(choice, statuses=(status.value,))),
             choice.statuses == (status.value,))
        for status in TABS
        if counted[status] or status.value in choice.statuses
    ]  # fmt: skip
    return [Link(f"Everybody ({len(rows)})", addresses.of(anybody), not choice.statuses), *named]


def orders(choice: Choice, addresses: Addresses) -> list[Link]:
    return [Link(words, addresses.of(replace(choice, sort=sort)), sort == choice.sort) for sort, words in SORTS.items()]


def groupings(choice: Choice, addresses: Addresses) -> list[Link]:
    return [
        Link(words, addresses.of(replace(choice, group=group)), group == choice.group)
        for group, words in GROUPS.items()
    ]


def chosen(whole: Matrix, choice: Choice, addresses: Addresses) -> Iterator[Link]:
    """Each thing that was chosen, with the address of the page without it."""
    for each in FILTERS:
        values = getattr(choice, each.field)
        for option in each.options(whole) if values else ():
            if option.value in values:
                left = tuple(value for value in values if value != option.value)
                yield Link(
                    f"{each.word.capitalize()}: {option.label}", addresses.of(replace(choice, **{each.field: left}))
                )
    if choice.search:
        yield Link(f"Name or job role: {choice.search}", addresses.of(replace(choice, search="")))


@dataclass(frozen=True)
class Boxes:
    """One filter with its boxes to tick."""

    filter: Filter
    options: list[tuple[Option, bool]]

    @property
    def heading(self) -> str:
        return self.filter.word.capitalize()


def boxes(whole: Matrix, choice: Choice) -> list[Boxes]:
    """Everything that can be chosen here on that day."""
    return [
        Boxes(each, [(option, option.value in getattr(choice, each.field)) for option in each.options(whole)])
        for each in FILTERS
    ]


def headings(part: Matrix, choice: Choice, addresses: Addresses) -> list[Link]:
    """The titles over the columns, each leading to its column alone; the only one is not a link."""
    return [
        Link(
            demand.newest.title,
            "" if len(part.demands) == 1 else addresses.of(replace(choice, requirements=(str(demand.line),))),
        )
        for demand in part.demands
    ]
