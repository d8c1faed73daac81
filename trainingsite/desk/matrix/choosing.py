"""Which part of the training matrix to show, and in which order: all of it said by the address."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.text import slugify

from trainingsite.compliance.matrix import OPEN, Matrix, Row
from trainingsite.compliance.rules import Status
from trainingsite.compliance.wordings import Demand
from trainingsite.people.importing.entries import alike

MOST_VALUES, LONGEST = 50, 100
NOBODY = "nobody"
SORTS = {"name": "Name", "role": "Job role", "due": "Earliest due date"}
GROUPS = {"": "Not grouped", "role": "Job role", "staff": "Staff group", "manager": "Manager"}


class Option(NamedTuple):
    """One value that can be chosen: as it stands in the address, and as people read it."""

    value: str
    label: str


@dataclass(frozen=True)
class Filter:
    """One way to choose: its name in the address, its field of a choice, what it is called, what there is of it."""

    name: str
    field: str
    word: str
    options: Callable[[Matrix], Iterable[Option]]


@dataclass(frozen=True)
class Choice:
    """What somebody wants to see of a matrix. A value that is not in it chooses nothing, and is said to be unknown."""

    job_roles: tuple[str, ...] = ()
    staff_groups: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    search: str = ""
    sort: str = "name"
    group: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Choice":
        """What an address asks for."""
        chosen = {each.field: typed_in(query.getlist(each.name)) for each in FILTERS}
        words = {name: tidied(query.get(name, "")) for name in ("search", "sort", "group")}
        return cls(**chosen, **{**words, "sort": words["sort"] or "name"})

    def as_query(self) -> str:
        """The same as part of an address, without what goes without saying."""
        pairs = [(each.name, value) for each in FILTERS for value in getattr(self, each.field)]
        words = (("search", self.search), ("sort", self.sort), ("group", self.group))
        plain = Choice()
        return urlencode([*pairs, *((name, word) for name, word in words if word != getattr(plain, name))])

    @property
    def is_everything(self) -> bool:
        """Whether everybody and every requirement is shown, in whatever order."""
        return replace(self, sort="name", group="") == Choice()

    def of(self, matrix: Matrix) -> Matrix:
        """The part of the matrix that was chosen, in the order that was asked for."""
        kept = self.known_in(matrix)
        places = [place for place, demand in enumerate(matrix.demands) if kept.has_column(demand)]
        rows = [
            row if len(places) == len(matrix.demands) else replace(row, cells=[row.cells[place] for place in places])
            for row in matrix.rows
            if kept.has_person(row)
        ]
        if kept.statuses:
            rows = [row for row in rows if any(cell.status in kept.statuses for cell in row.cells)]
        return replace(matrix, demands=[matrix.demands[place] for place in places], rows=kept.ordered(rows))

    def groups_of(self, rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
        """The rows under the headings that were asked for; under none, if none were."""
        found: dict[str, list[Row]] = {}
        for row in rows:
            found.setdefault(heading(row, self.group), []).append(row)
        return list(found.items())

    def unknown_in(self, matrix: Matrix) -> list[str]:
        """A sentence about each thing asked for that is not there."""
        found = []
        left = "showing everything." if self.known_in(matrix).is_everything else "it is left out."
        for each in FILTERS:
            there = {option.value for option in each.options(matrix)}
            typed = getattr(self, each.field)
            found += [
                f"No such {each.word} here on that day, “{value}”: {left}" for value in typed if value not in there
            ]
        if self.sort not in SORTS:
            found.append(f"There is no order “{self.sort}”: people are in order of name.")
        if self.group not in GROUPS:
            found.append(f"People cannot be grouped by “{self.group}”: they are not grouped.")
        return found

    def in_words(self, matrix: Matrix) -> list[str]:
        """What was chosen, as people read it: “Job role: Receptionist or Practice nurse”."""
        said = []
        for each in FILTERS:
            labels = [option.label for option in each.options(matrix) if option.value in getattr(self, each.field)]
            if labels:
                said.append(f"{each.word.capitalize()}: {' or '.join(labels)}")
        return [*said, f"Name or job role with “{self.search}”"] if self.search else said

    def known_in(self, matrix: Matrix) -> "Choice":
        """The same without what is not there."""
        known = {}
        for each in FILTERS:
            typed = getattr(self, each.field)
            there = {option.value for option in each.options(matrix)} if typed else ()
            known[each.field] = tuple(value for value in typed if value in there)
        sort = self.sort if self.sort in SORTS else "name"
        return replace(self, **known, sort=sort, group=self.group if self.group in GROUPS else "")

    def has_column(self, demand: Demand) -> bool:
        """Whether the requirement is among those chosen."""
        asked = not self.requirements or str(demand.line) in self.requirements
        return asked and (not self.programmes or demand.newest.programme.key in self.programmes)

    def has_person(self, row: Row) -> bool:
        """Whether the person is among those chosen."""
        return (
            (not self.job_roles or of_name(row.job_role).value in self.job_roles)
            and (not self.staff_groups or of_name(row.staff_group).value in self.staff_groups)
            and (not self.managers or of_manager(row).value in self.managers)
            and (not self.search or matches(self.search, [row.person.name, row.job_role]))
        )

    def ordered(self, rows: list[Row]) -> list[Row]:
        """The rows in their order, those of a group together; by name is how a matrix comes."""
        if self.sort == "role":
            rows = sorted(rows, key=lambda row: row.job_role.casefold())
        elif self.sort == "due":
            rows = sorted(rows, key=earliest_due)
        return sorted(rows, key=lambda row: place_of(row, self.group)) if self.group else rows


def tidied(text: str) -> str:
    """What was typed, on one line and no longer than anything that could be meant."""
    return " ".join(text.replace("\0", " ").split())[:LONGEST]


def typed_in(values: list[str]) -> tuple[str, ...]:
    """The values of one name in the address, each once, without those that say nothing."""
    return tuple(dict.fromkeys(value for each in values[:MOST_VALUES] if (value := tidied(each))))


def matches(search: str, texts: Iterable[str]) -> bool:
    """Whether each word searched for is in one of the texts, however it is spelt; signs alone are in none."""
    there = [alike(text) for text in texts]
    words = [word for word in map(alike, search.split()) if word]
    return bool(words) and all(any(word in text for text in there) for word in words)


@lru_cache(maxsize=1_000)
def of_name(name: str) -> Option:
    """A job role or staff group, known in the address by its name."""
    return Option(slugify(name) or name, name)


def of_manager(row: Row) -> Option:
    """The person's manager, or that there is none."""
    return Option(str(row.manager.key), row.manager.name) if row.manager else Option(NOBODY, "Nobody")


def earliest_due(row: Row) -> date:
    """The first of the days by which something open is to be done: what is longest overdue comes first."""
    return min((cell.due_on for cell in row.cells if cell.status in OPEN and cell.due_on), default=date.max)


def heading(row: Row, group: str) -> str:
    """The heading under which the person stands."""
    if group == "manager":
        return f"Managed by {row.manager.name}" if row.manager else "No manager named"
    return {"role": row.job_role, "staff": row.staff_group}.get(group, "")


def place_of(row: Row, group: str) -> tuple[bool, str]:
    """Where a heading stands among the others: by name, those without a manager last."""
    return group == "manager" and row.manager is None, heading(row, group).casefold()


def by_label(options: Iterable[Option]) -> list[Option]:
    return sorted(set(options), key=lambda option: option.label.casefold())


def requirements_in(matrix: Matrix) -> Iterator[Option]:
    """The requirements in the order of the columns; of two with one title, each names its programme."""
    titles = [demand.newest.title for demand in matrix.demands]
    for demand, title in zip(matrix.demands, titles, strict=True):
        said = f"{title} ({demand.newest.programme.title})" if titles.count(title) > 1 else title
        yield Option(str(demand.line), said)


def programmes_in(matrix: Matrix) -> list[Option]:
    """The programmes in the order in which the columns name them."""
    named = (demand.newest.programme for demand in matrix.demands)
    return list(dict.fromkeys(Option(programme.key, programme.title) for programme in named))


def managers_in(matrix: Matrix) -> list[Option]:
    """The managers by name, nobody last."""
    found = by_label(of_manager(row) for row in matrix.rows)
    return sorted(found, key=lambda option: option.value == NOBODY)


def job_roles_in(matrix: Matrix) -> list[Option]:
    return by_label(of_name(row.job_role) for row in matrix.rows)


def staff_groups_in(matrix: Matrix) -> list[Option]:
    return by_label(of_name(row.staff_group) for row in matrix.rows)


FILTERS = (
    Filter("role", "job_roles", "job role", job_roles_in),
    Filter("staff", "staff_groups", "staff group", staff_groups_in),
    Filter("programme", "programmes", "programme", programmes_in),
    Filter("requirement", "requirements", "requirement", requirements_in),
    Filter("status", "statuses", "status", lambda matrix: [Option(status.value, status.label) for status in Status]),
    Filter("manager", "managers", "manager", managers_in),
)
