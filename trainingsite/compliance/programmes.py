"""Programmes as somebody goes through them: how long each part takes, and when the whole is finished."""

import datetime as dt
import uuid
from dataclasses import dataclass

from modules.models import ModuleVersion
from trainingsite.compliance.facts import Demand
from trainingsite.compliance.matrix import MET, Cell, Matrix, Row
from trainingsite.compliance.models import Programme
from trainingsite.compliance.rules import Basis, Status

ELSEWHERE = (Basis.PRIOR_LEARNING, Basis.IMPORTED)
NOT_ASKED = (Status.NOT_REQUIRED, Status.EXEMPT)


@dataclass(frozen=True)
class Finish:
    """A programme that one person has finished; ``elsewhere`` are the lines of what they did in another place."""

    programme: Programme
    finished_on: dt.date
    valid_until: dt.date | None
    demands: tuple[Demand, ...]
    elsewhere: frozenset[uuid.UUID] = frozenset()

    @property
    def done_here(self) -> bool:
        """Whether any of it was: what was done elsewhere alone earns no certificate of ours."""
        return len(self.elsewhere) < len(self.demands)


def finished_programmes(matrix: Matrix, row: Row) -> list[Finish]:
    """The programmes in which nothing asked of the person is open, and something was done."""
    by_programme: dict[Programme, list[tuple[Demand, Cell]]] = {}
    for demand, cell in zip(matrix.demands, row.cells, strict=True):
        if cell.status not in NOT_ASKED:
            by_programme.setdefault(demand.newest.programme, []).append((demand, cell))
    return [
        Finish(
            programme=programme,
            finished_on=max(cell.completed_on for _, cell in parts),
            valid_until=min((cell.valid_until for _, cell in parts if cell.valid_until), default=None),
            demands=tuple(demand for demand, _ in parts),
            elsewhere=frozenset(demand.line for demand, cell in parts if cell.basis in ELSEWHERE),
        )
        for programme, parts in by_programme.items()
        if all(cell.status in MET for _, cell in parts)
    ]


def minutes_of(demands: list[Demand]) -> dict[uuid.UUID, int | None]:
    """About how long each requirement takes; None for training that happens elsewhere."""
    modules = [target_id for kind, target_id in (demand.target for demand in demands) if kind == "module"]
    by_page = dict(ModuleVersion.objects.current().filter(page__in=modules).values_list("page_id", "minutes"))
    minutes = {}
    for demand in demands:
        kind, target_id = demand.target
        own = demand.newest.target.minutes if kind in ("scenario", "policy") else None
        minutes[demand.line] = by_page.get(target_id) if kind == "module" else own
    return minutes
