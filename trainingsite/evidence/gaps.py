"""What is missing, who is asked for nothing at the moment, whether people know, and what is being done about it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from trainingsite.compliance.matrix import Matrix
from trainingsite.compliance.matrix import Row as MatrixRow
from trainingsite.compliance.planned import Planned, PlansOf
from trainingsite.compliance.rules import Status
from trainingsite.desk.overview import Gap, gaps, titles_with
from trainingsite.desk.tags import short_date
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.wording import MISSING
from trainingsite.formats.sheets import Row

TABLE = "gaps.csv"
DOING = "What is being done"
HEADINGS = (
    "Person", "Job role", "Requirement", "What it is", "Status", "Due on", "Last done on", "Told about it",
    DOING, "Who does it", "By when",
)  # fmt: skip
NOT_COUNTED = (Status.ON_LEAVE, Status.EXEMPT)
KINDS = {"module": "Module", "scenario": "Scenario", "policy": "Policy to sign", "outside_training": "Training"}
TOLD = {"yes": "Yes", "no": "Not yet", "failed": "The message failed"}
PLANNED, NO_PLAN, IN_TIME = "Planned", "No plan yet", "There is still time"


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

    @property
    def from_what(self) -> str:
        """The titles in a line, or that it is everything."""
        said = ", ".join(self.titles)
        return said[:1].upper() + said[1:]


def left_out_in(matrix: Matrix) -> list[LeftOut]:
    """The people who are not counted, each once for every reason, in the order of the matrix."""
    found = []
    for status in NOT_COUNTED:
        for row in matrix.rows:
            titles = tuple(titles_with(matrix, row, status))
            if titles:
                found.append(LeftOut(row, status, titles))
    return found


@dataclass(frozen=True)
class MissingOf:
    """How often one requirement is not met, by status, of how many it is asked, and how many of these have a plan."""

    title: str
    counts: dict[Status, int]
    required: int
    with_plan: int


def missing_by_requirement(matrix: Matrix, plans: PlansOf) -> list[MissingOf]:
    """Every requirement that somebody has not met, the one with most overdue first."""
    found = defaultdict(list)
    for gap in missing_in(matrix):
        found[gap.line].append(gap)
    sums = [
        MissingOf(
            demand.newest.title,
            Counter(gap.cell.status for gap in found[demand.line]),
            totals.required,
            sum(plans.about(gap.row.person.pk, gap.line) is not None for gap in found[demand.line]),
        )
        for demand, totals in zip(matrix.demands, matrix.totals(), strict=True)
        if found[demand.line]
    ]
    return sorted(sums, key=lambda each: tuple(-each.counts[status] for status in MISSING))


def doing(asked: Asked, plan: Planned | None) -> str:
    """What is being done about a gap, in a line; without what was typed where the purpose does not allow it."""
    if plan is None:
        return ""
    by_when = f"by {short_date(plan.row.due_on)}"
    return f"{plan.action} ({carrier(asked, plan)}, {by_when})" if tells_plans(asked) else f"{PLANNED}, {by_when}"


def tells_plans(asked: Asked) -> bool:
    """Whether the purpose allows what was typed of plans."""
    return asked.shows(TABLE, DOING)


def carrier(asked: Asked, plan: Planned) -> str:
    """Who does it: somebody here, as they are called in this pack, or whoever was typed."""
    return asked.name_of(plan.row.carried_by) or plan.who


def whose(asked: Asked, plan: Planned) -> str:
    """Whose gap a plan is about."""
    return asked.name_of(plan.row.person) or plan.whose


def gap_rows(asked: Asked, facts: PackFacts) -> Iterator[Row]:
    """Each gap with what is being done about it."""
    matrix, plans = facts.matrix, facts.plans.by_gap
    kinds = {demand.line: KINDS[demand.newest.kind] for demand in matrix.demands}
    for gap in missing_in(matrix) + not_counted_in(matrix):
        cell, plan = gap.cell, plans.about(gap.row.person.pk, gap.line)
        yield (
            asked.name_of(gap.row.person), gap.row.job_role, gap.title, kinds[gap.line], cell.status.label,
            cell.due_on, cell.completed_on, TOLD.get(cell.told, ""), *planned(asked, plan),
        )  # fmt: skip


def plan_rows(asked: Asked, facts: PackFacts) -> Iterator[Row]:
    """The plans that stand beside no gap of the matrix, in the columns of the gaps."""
    beside = beside_gaps(facts)
    for plan in facts.plans.open:
        if plan.row.pk not in beside:
            about = plan.about if plan.row.requirement_line or tells_plans(asked) else ""
            yield whose(asked, plan), "", about, "Plan", PLANNED, None, None, "", *planned(asked, plan)


def beside_gaps(facts: PackFacts) -> set[int]:
    """The plans that are told beside a gap."""
    listed = missing_in(facts.matrix) + not_counted_in(facts.matrix)
    about = (facts.plans.by_gap.about(gap.row.person.pk, gap.line) for gap in listed)
    return {plan.row.pk for plan in about if plan}


def planned(asked: Asked, plan: Planned | None) -> tuple:
    """The last columns of a gap: what is being done, by whom, by when."""
    return (plan.action, carrier(asked, plan), plan.row.due_on) if plan else ("", "", None)
