"""What is missing and what is being done about each gap, and who is not counted, as the summary tells it."""

from collections.abc import Iterable, Iterator, Sequence

from trainingsite.compliance.rules import Status
from trainingsite.desk.overview import Gap
from trainingsite.desk.tags import short_date
from trainingsite.evidence import gaps, workbook
from trainingsite.evidence.asked import Asked
from trainingsite.evidence.pack_facts import PackFacts
from trainingsite.evidence.room import Room
from trainingsite.evidence.seams import seamed_table
from trainingsite.evidence.wording import MISSING
from trainingsite.formats.pdf import Block, Cell, Column, Heading, Paragraph, Strong

NOTHING_MISSING = "Nothing is missing on that day."
GAP_COLUMNS = (  # in points, so that the longest words of ordinary names, jobs and titles have room
    Column("Person", 80),
    Column("Job role", 74),
    Column("Requirement", 90),
    Column("Status", 48),
    Column("Due on", 58),
    Column("Told", 50),
    Column("What is being done", 93),
)
STANDS_OUT = {Status.OVERDUE, Status.DECLINED}  # as on the matrix, where these are in bold too
SUM_COLUMNS = (
    Column("Requirement", 4),
    *(Column(status.label, 1, right=True) for status in MISSING),
    Column("Of required", 1.1, right=True),
    Column("With a plan", 1.1, right=True),
)
PLAN_COLUMNS = (
    Column("About", 2.4),
    Column("Whose", 1.6),
    Column("What is being done", 3),
    Column("Who does it", 1.6),
    Column("By when", 1.3),
)


def what_is_missing(asked: Asked, facts: PackFacts, room: Room) -> Iterator[Block]:
    """The gaps by name with their plans, or summed by requirement where they are too many."""
    yield Heading("Gaps, and what is being done about each")
    found = gaps.missing_in(facts.matrix)
    if room.gaps_by_name:
        rows = [set_gap(gap, map(room.clip, gap_line(asked, facts, gap))) for gap in found]
        yield seamed_table(GAP_COLUMNS, rows, empty=NOTHING_MISSING)
        yield from other_plans(asked, facts, room, "What else is being done")
        return
    sums = gaps.missing_by_requirement(facts.matrix, facts.plans.by_gap)
    yield Paragraph(
        f"{len(found):,} gaps are too many to name here, so they are summed by requirement. The spreadsheet holds the"
        f" rest: each gap by itself, with what is being done about it, on the sheet “{workbook.GAPS}”."
    )
    yield seamed_table(SUM_COLUMNS, [sum_line(each, room) for each in room.cut(sums)], empty=NOTHING_MISSING)
    yield from room.rest(sums, workbook.REQUIREMENTS)
    yield from other_plans(asked, facts, room, "What is being done")


def gap_line(asked: Asked, facts: PackFacts, gap: Gap) -> Sequence[str]:
    plan = facts.plans.by_gap.about(gap.row.person.pk, gap.line)
    return (
        asked.name_of(gap.row.person), gap.row.job_role, gap.title, gap.cell.status.label,
        short_date(gap.cell.due_on) if gap.cell.due_on else "", gaps.TOLD.get(gap.cell.told, ""),
        gaps.doing(asked, plan) or (gaps.IN_TIME if gap.cell.status is Status.DUE else gaps.NO_PLAN),
    )  # fmt: skip


def set_gap(gap: Gap, line: Iterable[str]) -> list[Cell]:
    """A gap's line as it is set: the word for what cannot wait stands out."""
    person, job_role, title, status, *rest = line
    return [person, job_role, title, Strong(status) if gap.cell.status in STANDS_OUT else status, *rest]


def sum_line(each: gaps.MissingOf, room: Room) -> Sequence[str]:
    counts = (each.counts[status] for status in MISSING)
    return (room.clip(each.title), *(f"{count:,}" for count in (*counts, each.required, each.with_plan)))


def other_plans(asked: Asked, facts: PackFacts, room: Room, title: str) -> Iterator[Block]:
    """The open plans that no line above tells, the most pressing first."""
    told = gaps.beside_gaps(facts) if room.gaps_by_name else set()
    plans = [plan for plan in facts.plans.open if plan.row.pk not in told]
    if not plans and room.gaps_by_name:
        return
    yield Heading(title, 3)
    rows = [tuple(map(room.clip, plan_line(asked, plan))) for plan in room.cut(plans)]
    yield seamed_table(PLAN_COLUMNS, rows, empty="No plan was open on that day.")
    yield from room.rest(plans, workbook.GAPS)


def plan_line(asked: Asked, plan) -> Sequence[str]:
    """A plan by itself; without what was typed where the purpose does not allow it."""
    due_on, whose = short_date(plan.row.due_on), gaps.whose(asked, plan)
    if gaps.tells_plans(asked):
        return plan.about, whose, plan.action, gaps.carrier(asked, plan), due_on
    return plan.about if plan.row.requirement_line else "", whose, gaps.PLANNED, "", due_on


def who_is_not_counted(asked: Asked, facts: PackFacts, room: Room) -> Iterator[Block]:
    """The exceptions: who is on leave or exempt, and from what."""
    yield Heading("Who is not counted")
    found = gaps.left_out_in(facts.matrix)
    yield seamed_table(
        [Column("Person", 2), Column("Job role", 2), Column("Status", 1), Column("From what", 5)],
        [
            (asked.name_of(out.row.person), out.row.job_role, out.status.label, room.clip(out.from_what))
            for out in room.cut(found)
        ],
        empty="Nobody is on leave or exempt on that day.",
    )
    yield from room.rest(found, workbook.GAPS)
