"""The training matrix and its sums as tables for a spreadsheet."""

from collections.abc import Iterator

from trainingsite.compliance.matrix import Matrix
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.gaps import KINDS
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.wording import rhythm
from trainingsite.formats.sheets import Row

TABLE, SUMS = "matrix.csv", "sums"
SUM_HEADINGS = (
    "Requirement", "What it is", "For whom", "How soon, how often", "Done", "Required", "In the practice",
    "Not required", "On leave", "Exempt",
)  # fmt: skip


def matrix_headings(matrix: Matrix) -> list[str]:
    words = ("status", "done on", "due on")
    return ["Person", "Job role"] + [f"{demand.newest.title}: {word}" for demand in matrix.demands for word in words]


def matrix_rows(asked: Asked, matrix: Matrix) -> Iterator[Row]:
    """One row a person; for each requirement its status, when it was done and when it is due."""
    for row in matrix.rows:
        cells = [value for cell in row.cells for value in (cell.status.label, cell.completed_on, cell.due_on)]
        yield [asked.name_of(row.person), row.job_role, *cells]


def sum_rows(facts: PackFacts) -> Iterator[Row]:
    """One row a requirement: what is asked of whom, how many have done it, and how many of how many must."""
    for demand, audience, sums in zip(facts.matrix.demands, facts.audiences, facts.matrix.totals(), strict=True):
        yield (
            demand.newest.title, KINDS[demand.newest.kind], audience, rhythm(demand.newest),
            sums.compliant, sums.required, sums.in_practice, sums.not_required, sums.on_leave, sums.exempt,
        )  # fmt: skip
