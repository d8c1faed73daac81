"""The training matrix and its sums as tables for a spreadsheet."""

from collections.abc import Iterator

from trainingsite.compliance.matrix import Matrix
from trainingsite.formats.sheets import Row

SUM_HEADINGS = ("Requirement", "Done", "Required", "In the practice", "Not required", "On leave", "Exempt")


def matrix_headings(matrix: Matrix) -> list[str]:
    words = ("status", "done on", "due on")
    return ["Person", "Job role"] + [f"{demand.newest.title}: {word}" for demand in matrix.demands for word in words]


def matrix_rows(matrix: Matrix) -> Iterator[Row]:
    """One row a person; for each requirement its status, when it was done and when it is due."""
    for row in matrix.rows:
        cells = [value for cell in row.cells for value in (cell.status.label, cell.completed_on, cell.due_on)]
        yield [row.person.name, row.job_role, *cells]


def sum_rows(matrix: Matrix) -> Iterator[Row]:
    """One row a requirement: how many have done it, and how the number of those who must comes about."""
    for demand, sums in zip(matrix.demands, matrix.totals(), strict=True):
        yield (
            demand.newest.title, sums.compliant, sums.required, sums.in_practice, sums.not_required, sums.on_leave,
            sums.exempt,
        )  # fmt: skip
