"""What a pack says of plans: beside the gaps, and every row of them vouched for by its event."""

import csv
import datetime as dt
import io
import uuid

import pytest

from tests.evidence.reading import files_of, is_whole, table
from tests.evidence.scenes import ON, Scene, a_practice_with_a_history, unpacked, verify
from tests.factories import TUESDAY, moment
from trainingsite.audit.clock import replaying
from trainingsite.compliance import planning
from trainingsite.compliance.exemptions import demands_at
from trainingsite.compliance.planning import Gap, Steps
from trainingsite.compliance.plans import Plan
from trainingsite.evidence import verify as checker

pytestmark = pytest.mark.django_db

APRIL = dt.date(2026, 4, 14)


@pytest.fixture
def scene() -> Scene:
    return a_practice_with_a_history()


def plan(scene, gap: Gap, *, at=TUESDAY) -> Plan:
    with replaying(at):
        return planning.plan(
            token=uuid.uuid4(), practice=scene.practice, gap=gap,
            steps=Steps("Sits down with the trainer", APRIL, who="=the trainer"), by=scene.ann, at=at,
        )  # fmt: skip


def finish(scene, row: Plan, *, at) -> None:
    with replaying(at):
        steps = Steps("Sits down with the trainer", APRIL, who="the trainer")
        planning.finish(row=row, gap="No cover", steps=steps, reason="Done", by=scene.ann, at=at)


def a_gap_of(scene, person) -> Gap:
    [gap, *_] = [row for row in table(files_of(scene.pack()), "gaps.csv") if row["Person"] == person.name]
    demands = demands_at(scene.practice, ON)
    return Gap(next(demand.line for demand in demands if demand.newest.title == gap["Requirement"]), person)


def test_a_gap_says_what_is_being_done_by_whom_and_by_when(scene):
    gap = a_gap_of(scene, scene.tom)
    plan(scene, gap)

    rows = table(files_of(scene.pack()), "gaps.csv")

    said = {(row["Person"], row["What is being done"], row["By when"]) for row in rows}
    assert ("Tom Ellis", "Sits down with the trainer", "2026-04-14") in said
    assert ("Cat Roe", "", "") in said


def test_each_row_of_a_plan_has_its_event_and_the_pack_is_whole(scene, tmp_path):
    plan(scene, a_gap_of(scene, scene.tom))
    finish(scene, plan(scene, Gap(words="No cover")), at=moment(2026, 3, 9))

    pack = scene.pack()

    said = [(row["About"], row["Whose"], row["What was said"]) for row in table(files_of(pack), checker.PLANS)]
    assert sorted(said)[1:] == [("No cover", "", "Done"), ("No cover", "", "Planned")]
    assert (len(said), is_whole(pack, tmp_path)) == (3, True)


def test_what_is_said_after_the_day_is_not_in_the_pack(scene, tmp_path):
    finish(scene, plan(scene, Gap(words="No cover")), at=moment(2026, 4, 1, 8))

    pack = scene.pack()

    assert [row["What was said"] for row in table(files_of(pack), checker.PLANS)] == ["Planned"]
    assert is_whole(pack, tmp_path)


def test_a_plan_that_was_over_before_the_period_is_left_out(scene):
    finish(scene, plan(scene, Gap(words="No cover"), at=moment(2025, 2, 3)), at=moment(2025, 3, 3))
    plan(scene, Gap(words="Old and open"), at=moment(2025, 2, 3))

    assert [row["About"] for row in table(files_of(scene.pack()), checker.PLANS)] == ["Old and open"]


def changed(folder, change) -> None:
    """Change the rows of plans.csv in an unpacked pack."""
    path = folder / checker.PLANS
    rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    rows = change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(rows)


def other_person(rows):
    place = rows[0].index(checker.PERSON)
    return [rows[0], *([*row[:place], str(uuid.uuid4()), *row[place + 1 :]] for row in rows[1:])]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda rows: rows[:1], "(compliance.planned) vouches for is missing"),
        (other_person, "does not vouch for what this row says"),
    ],
)
def test_a_row_that_was_taken_out_or_given_to_somebody_else_is_found(scene, tmp_path, change, sentence):
    plan(scene, a_gap_of(scene, scene.tom))
    folder = unpacked(scene.pack(), tmp_path)

    changed(folder, change)

    wrong = [line for line in verify(folder).stdout.splitlines() if line.startswith(f"WRONG  {checker.PLANS}")]
    assert [line for line in wrong if sentence in line] == wrong[1:]
    assert len(wrong) == 2


def test_nothing_typed_in_a_plan_becomes_a_formula(scene):
    plan(scene, Gap(words="No cover"))

    [row] = table(files_of(scene.pack()), checker.PLANS)

    assert row["Who does it"] == "'=the trainer"
