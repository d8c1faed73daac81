"""Training needs by job role: what falls on which job, how soon and how often, and how many have met it."""

from collections import defaultdict
from collections.abc import Iterator

from trainingsite.compliance.asked_in_words import how_often, within
from trainingsite.compliance.matrix import Matrix, Row, Totals, totals_of
from trainingsite.compliance.models import Requirement
from trainingsite.compliance.rules import Status
from trainingsite.desk.reports import asking
from trainingsite.desk.reports.asking import Answer, Asked, Column, Parted, Report, Section, Several, Value
from trainingsite.desk.reports.matrices import COUNTED, headline, nobody_in, whole_matrix

KINDS = {"module": "Module", "scenario": "Scenario", "policy": "Policy to sign", "outside_training": "Training"}
COLUMNS = (
    Column("Job role", 1.7),
    Column("Staff group", 1.4),
    Column("Requirement", 2.4),
    Column("What it is", 1.1),
    Column("Programme", 1.5),
    Column("How soon, how often", 2.2),
    Parted("Required", 1.8, parts=("of the role", "hold it", "not asked", "on leave", "exempt")),
    Column("Done", 0.7, right=True),
)
PARTS = ("of all", "in the practice", "not asked", "on leave", "exempt")
ASKED = (
    Column("Requirement", 2.2), Column("What it is", 0.9), Column("Programme", 1.3), Column("How soon, how often", 1.9),
    Column("Of which job roles", 3), Parted("Required", 1.5, parts=PARTS), Column("Done", 0.6, right=True),
)  # fmt: skip
ROLES = (
    Column("Job role", 1.7), Column("Staff group", 1.5), Column("Hold it", 0.7, right=True),
    Column("Asked of it", 0.7, right=True), Column("Required", 0.8, right=True), Column("Done", 0.6, right=True),
    Column("Still to do, by how many", 4.5),
)  # fmt: skip
MOST_LEFT_OUT = 3
ABOUT_NEEDS = (
    ("Not asked", "Holders of the role whom the requirement does not name: it is asked of a duty, say."),
    ("Left out", "A requirement that falls on nobody with the role is not listed for it."),
    ("Still to do", "Required of holders of the role and not done, overdue or not, with how many of them it is."),
)


def answer(asked: Asked) -> Answer:
    """What each job held at the practice asks for, and how far its people are."""
    whole = whole_matrix(asked)
    matrix = asked.choice.of(whole)
    roles = by_role(matrix)
    nobody = nobody_in(whole)
    sections = [
        Section("What is asked, and of whom", ASKED, asked_rows(matrix, roles), nobody, keys=1, is_summary=True),
        Section("What each job role needs", ROLES, role_rows(matrix, roles), nobody, keys=1, is_summary=True),
        Section("Each job role, line by line", COLUMNS, need_rows(matrix, roles), nobody, folded=True, on_paper=False),
    ]
    held = f"Job roles: {len(roles)}, people who hold them: {len(matrix.rows)}, things asked: {len(matrix.demands)}."
    return Answer([held, headline(matrix)], sections, [*COUNTED, *ABOUT_NEEDS], whole=whole)


def by_role(matrix: Matrix) -> dict[tuple[str, str], list[Row]]:
    """The people of each job role, in the order of staff groups and of names."""
    found = defaultdict(list)
    for row in matrix.rows:
        found[row.staff_group, row.job_role].append(row)
    return dict(sorted(found.items(), key=lambda each: [word.casefold() for word in each[0]]))


def need_rows(matrix: Matrix, roles: dict[tuple[str, str], list[Row]]) -> Iterator[tuple[Value, ...]]:
    """One row for each requirement that falls on somebody with the role."""
    for (group, role), rows in roles.items():
        for demand, sums in asked_of(matrix, rows):
            wording = demand.newest
            yield (
                role, group, wording.title, KINDS[wording.kind], wording.programme.title,
                terms(wording), required(sums), sums.compliant,
            )  # fmt: skip


def terms(wording: Requirement) -> str:
    """How soon, and how often: “Within 28 days, every year”."""
    return f"{within(wording).capitalize()}, {how_often(wording)}"


def required(sums: Totals) -> Several:
    """How the number of those who must comes about: “2 = 3 − 1 on leave”; to a spreadsheet each number on its own."""
    taken = ((sums.not_required, "not asked"), (sums.on_leave, "on leave"), (sums.exempt, "exempt"))
    less = "".join(f" − {number} {word}" for number, word in taken if number)
    words = f"{sums.required} = {sums.in_practice}{less}" if less else str(sums.required)
    return Several(words, (sums.required, sums.in_practice, *(number for number, _ in taken)))


def asked_of(matrix: Matrix, rows: list[Row]) -> Iterator[tuple]:
    """What is asked of any of these people, with its sums among them."""
    for place, demand in enumerate(matrix.demands):
        sums = totals_of([row.cells[place].status for row in rows])
        if sums.not_required < sums.in_practice:
            yield demand, sums


def asked_rows(matrix: Matrix, roles: dict[tuple[str, str], list[Row]]) -> Iterator[tuple[Value, ...]]:
    """One row for each requirement that falls on somebody: what it is, and of which job roles it is asked."""
    for place, demand in enumerate(matrix.demands):
        wording, sums = demand.newest, totals_of([row.cells[place].status for row in matrix.rows])
        of_whom = [role for (_, role), rows in roles.items() if any(is_asked(row, place) for row in rows)]
        if of_whom:
            yield (
                wording.title, KINDS[wording.kind], wording.programme.title, terms(wording),
                roles_in_words(of_whom, [role for _, role in roles]), required(sums), sums.compliant,
            )  # fmt: skip


def is_asked(row: Row, place: int) -> bool:
    return row.cells[place].status is not Status.NOT_REQUIRED


def roles_in_words(of_whom: list[str], every: list[str]) -> str:
    """The job roles by name, or those few that are left out."""
    others = [role for role in every if role not in of_whom]
    if not others:
        return "Every job role"
    if len(others) <= MOST_LEFT_OUT and len(others) < len(of_whom):
        return f"Every job role but {', '.join(others)}"
    return ", ".join(of_whom)


def role_rows(matrix: Matrix, roles: dict[tuple[str, str], list[Row]]) -> Iterator[tuple[Value, ...]]:
    """How many hold each role, what is asked of them together, and what they have still to do."""
    for (group, role), rows in roles.items():
        sums = [(demand.newest.title, each) for demand, each in asked_of(matrix, rows)]
        to_do = [(title, each.required - each.compliant) for title, each in sums if each.required > each.compliant]
        yield (
            role, group, len(rows), len(sums), sum(each.required for _, each in sums),
            sum(each.compliant for _, each in sums),
            ", ".join(f"{title} ({number})" for title, number in to_do) or "Nothing",
        )  # fmt: skip


REPORT = Report(
    key="training-needs",
    title="Training needs by job role",
    about="What falls on which job role, how soon, how often, and how many have done it: a training needs analysis.",
    takes=frozenset({asking.DAY, asking.KNOWN_ON, asking.CHOICE}),
    answer=answer,
    landscape=True,
)
