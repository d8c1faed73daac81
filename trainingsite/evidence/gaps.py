"""What is missing, who is asked for nothing at the moment, and whether people know."""

from collections.abc import Iterator
from dataclasses import dataclass

from trainingsite.compliance.matrix import Matrix
from trainingsite.compliance.matrix import Row as MatrixRow
from trainingsite.compliance.planned import PlansOf
from trainingsite.compliance.rules import Status
from trainingsite.desk.overview import Gap, gaps
from trainingsite.formats.sheets import Row

HEADINGS = (
    "Person", "Job role", "Requirement", "What it is", "Status", "Due on", "Last done on", "Told about it",
    "What is being done", "Who does it", "By when",
)  # fmt: skip
MISSING = (Status.OVERDUE, Status.DUE, Status.QUERIED, Status.DECLINED)
NOT_COUNTED = (Status.ON_LEAVE, Status.EXEMPT)
KINDS = {"module": "Module", "scenario": "Scenario", "policy": "Policy to sign", "outside_training": "Training"}
TOLD = {"yes": "Yes", "no": "Not yet", "failed": "The message failed"}


def missing_in(matrix: Matrix) -> list[Gap]:
    """What is asked and not done, overdue first, the longest waiting first."""
    return [gap for status in MISSING for gap in gaps(matrix, status)]


def not_counted_in(matrix: Matrix) -> list[Gap]:
    """What is left out of the count because somebody is on leave or exempt."""
    return [gap for status in NOT_COUNTED for gap in gaps(matrix, status)]


@dataclass(frozen=True)
class LeftOut:
    """Somebody who is on leave or exempt, and from what."""

    row: MatrixRow
    status: Status
    titles: tuple[str, ...]


def left_out_in(matrix: Matrix) -> list[LeftOut]:
    """The people who are not counted, each once for every reason, in the order of the matrix."""
    found = []
    for status in NOT_COUNTED:
        for row in matrix.rows:
            cells = zip(matrix.demands, row.cells, strict=True)
            titles = tuple(demand.newest.title for demand, cell in cells if cell.status is status)
            if titles:
                found.append(LeftOut(row, status, titles))
    return found


def gap_rows(matrix: Matrix, plans: PlansOf) -> Iterator[Row]:
    """Each gap with what is being done about it."""
    kinds = {demand.newest.title: KINDS[demand.newest.kind] for demand in matrix.demands}
    for gap in missing_in(matrix) + not_counted_in(matrix):
        cell, plan = gap.cell, plans.about(gap.row.person.pk, gap.line)
        yield (
            gap.row.person.name, gap.row.job_role, gap.title, kinds[gap.title], cell.status.label,
            cell.due_on, cell.completed_on, TOLD.get(cell.told, ""),
            *((plan.action, plan.who, plan.row.due_on) if plan else ("", "", None)),
        )  # fmt: skip
