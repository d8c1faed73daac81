"""How the people stand whom somebody manages: a status and a date for each thing, and nothing else about them."""

import datetime as dt
from dataclasses import dataclass

from django.utils.safestring import SafeString

from trainingsite.compliance.matrix import Cell, Matrix, Row
from trainingsite.compliance.remembering import remembered_matrix
from trainingsite.compliance.rules import Status
from trainingsite.desk.tags import STATUS_TAGS, short_date
from trainingsite.people.models import Person, Practice
from trainingsite.people.staff.teams import jobs_led_by


@dataclass(frozen=True)
class Line:
    """One thing that is asked of somebody: how they stand with it, and the day that matters."""

    title: str
    status: Status
    when: str

    @property
    def tag(self) -> SafeString:
        return STATUS_TAGS[self.status]


@dataclass(frozen=True)
class Mate:
    """One of the team."""

    person: Person
    job_role: str
    lines: list[Line]

    @property
    def open(self) -> list[Line]:
        """What they or somebody else has to look at."""
        return [line for line in self.lines if line.status is not Status.COMPLIANT]

    @property
    def is_on_leave(self) -> bool:
        """Whether the clock stands still for all of it."""
        return bool(self.lines) and all(line.status is Status.ON_LEAVE for line in self.lines)

    @property
    def in_order(self) -> list[Line]:
        return [line for line in self.lines if line.status is Status.COMPLIANT]

    @property
    def overdue(self) -> int:
        return sum(line.status is Status.OVERDUE for line in self.lines)


@dataclass(frozen=True)
class Team:
    """The people of one practice whom somebody manages, as at a day."""

    practice: Practice
    mates: list[Mate]


def led_by(person: Person, today: dt.date) -> dict[Practice, set[int]]:
    """By practice, whom the person manages there today."""
    found: dict[Practice, set[int]] = {}
    for job in jobs_led_by(person, today).select_related("practice").order_by("practice__name", "pk"):
        found.setdefault(job.practice, set()).add(job.person_id)
    return found


def teams_of(led: dict[Practice, set[int]], day: dt.date, today: dt.date) -> list[Team]:
    """How the people stand on the day, practice by practice; who did not work there that day is not listed."""
    return [_team(remembered_matrix(practice, day, today), people) for practice, people in led.items()]


def _team(matrix: Matrix, people: set[int]) -> Team:
    rows = [row for row in matrix.rows if row.person.pk in people]
    return Team(matrix.practice, [_mate(row, matrix) for row in rows])


def _mate(row: Row, matrix: Matrix) -> Mate:
    pairs = zip(matrix.demands, row.cells, strict=True)
    lines = [Line(d.newest.title, c.status, when(c)) for d, c in pairs if c.status is not Status.NOT_REQUIRED]
    return Mate(row.person, row.job_role, lines)


def when(cell: Cell) -> str:
    """By when, or until when it is good: never on what grounds, and never what was sent."""
    if cell.status in (Status.COMPLIANT, Status.EXPIRING):
        return f"until {short_date(cell.valid_until)}" if cell.valid_until else ""
    if cell.status in (Status.DUE, Status.OVERDUE) and cell.due_on:
        return f"by {short_date(cell.due_on)}" if cell.status is Status.DUE else f"was due {short_date(cell.due_on)}"
    return ""
