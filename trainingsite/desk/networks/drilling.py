"""One practice of a network in counts: by programme and requirement, and by staff group where that names nobody."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from trainingsite.compliance.adding_up import Sums
from trainingsite.compliance.matrix import MET, Matrix, Row
from trainingsite.compliance.rules import Status
from trainingsite.desk.networks.counting import Count

SMALLEST_GROUP = 5  # people: what a smaller group has done says what one of them has done
SMALLEST_PRACTICE = 10
OTHER_GROUPS = "All other staff"


@dataclass(frozen=True)
class Part:
    """A part of a practice's training in counts: a requirement, a programme with its requirements, a staff group."""

    title: str
    count: Count
    parts: tuple["Part", ...] = ()


def total_of(matrix: Matrix) -> Count:
    return _count((cell.status for row in matrix.rows for cell in row.cells), len(matrix.rows))


def by_programme(matrix: Matrix) -> list[Part]:
    """Each programme with its requirements, programmes by title, requirements in the order of the matrix."""
    columns = [
        (demand.newest.programme, demand.newest.title, [row.cells[place].status for row in matrix.rows])
        for place, demand in enumerate(matrix.demands)
    ]
    columns.sort(key=lambda column: (column[0].title.casefold(), column[0].pk))
    grouped = groupby(columns, key=lambda column: column[0])
    return [_programme(programme.title, list(asked), len(matrix.rows)) for programme, asked in grouped]


def _programme(title: str, asked: Sequence[tuple], people: int) -> Part:
    parts = tuple(Part(each, _count(statuses, people)) for _, each, statuses in asked)
    return Part(title, _count((status for *_, statuses in asked for status in statuses), people), parts)


def by_staff_group(matrix: Matrix) -> list[Part]:
    """Each staff group; the small ones together, and none of it where one could still tell who is meant."""
    if len(matrix.rows) < SMALLEST_PRACTICE:
        return []
    sizes = Counter(row.staff_group for row in matrix.rows)
    groups = large_enough(sizes)
    if len(groups) < 2:
        return []
    return [_group(names, matrix.rows) for names in groups]


def large_enough(sizes: dict[str, int]) -> list[list[str]]:
    """The groups to show, each as the names it is made of, so that nobody can work out a small one by taking away."""
    alone = sorted(name for name, size in sizes.items() if size >= SMALLEST_GROUP)
    rest = sorted(name for name in sizes if name not in alone)
    if rest and sum(sizes[name] for name in rest) < SMALLEST_GROUP and alone:
        smallest = min(alone, key=lambda name: (sizes[name], name))
        alone.remove(smallest)
        rest = sorted([*rest, smallest])
    return [[name] for name in alone] + [rest] * bool(rest)


def _group(names: Sequence[str], rows: Iterable[Row]) -> Part:
    theirs = [row for row in rows if row.staff_group in names]
    title = names[0] if len(names) == 1 else f"{OTHER_GROUPS}: {', '.join(names)}"
    return Part(title, _count((cell.status for row in theirs for cell in row.cells), len(theirs)))


def _count(statuses: Iterable[Status], people: int) -> Count:
    found = Counter(statuses)
    not_counted = [found[status] for status in (Status.NOT_REQUIRED, Status.ON_LEAVE, Status.EXEMPT)]
    return Count(Sums(found.total(), *not_counted, sum(found[status] for status in MET)), people)
