"""How many have done each of the things that are asked: a bar and a word, and the way to those who have not."""

from dataclasses import dataclass

from trainingsite.compliance.matrix import Matrix, Totals
from trainingsite.compliance.rules import Status
from trainingsite.desk.dashboard.addresses import Addresses


@dataclass(frozen=True)
class Asked:
    """One requirement, added up."""

    title: str
    sums: Totals
    overdue: int
    address: str

    @property
    def hundredths(self) -> int:
        """How far the bar is filled; it is full only when all is done."""
        return self.sums.compliant * 100 // self.sums.required if self.sums.required else 0

    @property
    def word(self) -> str:
        """What the bar says."""
        missing = self.sums.required - self.sums.compliant
        if not self.sums.required:
            return "Asked of nobody"
        if not missing:
            return "All done"
        in_time = f"{missing - self.overdue} to do" if missing > self.overdue else ""
        return ", ".join(part for part in (f"{self.overdue} overdue" if self.overdue else "", in_time) if part)


def asked_in(matrix: Matrix, to: Addresses) -> list[Asked]:
    """Each requirement of the matrix, in its order."""
    return [
        Asked(
            demand.newest.title,
            sums,
            sum(row.cells[place].status is Status.OVERDUE for row in matrix.rows),
            to.matrix(requirement=str(demand.line)),
        )
        for place, (demand, sums) in enumerate(zip(matrix.demands, matrix.totals(), strict=True))
    ]
