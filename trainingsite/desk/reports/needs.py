"""Training needs by job role: what falls on which job, how soon and how often, and how many have met it."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from trainingsite.compliance.asked_in_words import how_often, within
from trainingsite.compliance.matrix import Matrix, Row, Totals, totals_of
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
ROLES = (
    Column("Job role", 2), Column("Staff group", 2), Column("Hold it", right=True), Column("Asked of it", right=True),
)  # fmt: skip
ABOUT_NEEDS = (
    ("Not asked", "Holders of the role whom the requirement does not name: it is asked of a duty, say."),
    ("Left out", "A requirement that falls on nobody with the role is not listed for it."),
)


def answer(asked: Asked) -> Answer:
    """What each job held at the practice asks for, and how far its people are."""
    whole = whole_matrix(asked)
    matrix = asked.choice.of(whole)
    roles = by_role(matrix)
    sections = [
        Section("Training needs by job role", COLUMNS, need_rows(matrix, roles), nobody_in(whole)),
        Section("Job roles", ROLES, role_rows(roles), nobody_in(whole), is_summary=True),
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
                f"{within(wording).capitalize()}, {how_often(wording)}", required(sums), sums.compliant,
            )  # fmt: skip


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


def role_rows(roles: dict[tuple[str, str], list[Row]]) -> Iterator[tuple[Value, ...]]:
    """How many hold each role, and how many things are asked of any of them."""
    for (group, role), rows in roles.items():
        places = Counter(
            place for row in rows for place, cell in enumerate(row.cells) if cell.status is not Status.NOT_REQUIRED
        )
        yield role, group, len(rows), len(places)


REPORT = Report(
    key="training-needs",
    title="Training needs by job role",
    about="What falls on which job role, how soon, how often, and how many have done it: a training needs analysis.",
    takes=frozenset({asking.DAY, asking.KNOWN_ON, asking.CHOICE}),
    answer=answer,
    landscape=True,
)
