"""What a pack says of training done elsewhere that was taken back, and of exemptions."""

import datetime as dt
import uuid

import pytest

from tests.compliance.claiming import make_manager
from tests.compliance.completing import recorded
from tests.evidence.reading import files_of, is_whole, table
from tests.evidence.scenes import Scene, a_practice_with_a_history
from tests.factories import TUESDAY, make_outside_training, make_requirement, moment
from trainingsite.audit.clock import replaying
from trainingsite.compliance import elsewhere, exemptions
from trainingsite.compliance.models import PriorLearning, Programme
from trainingsite.evidence import verify as checker

pytestmark = pytest.mark.django_db

WEDNESDAY = moment(2026, 3, 4)


@pytest.fixture
def scene() -> Scene:
    scene = a_practice_with_a_history()
    make_requirement(Programme.objects.get(), outside_training=make_outside_training("Fire safety"))
    return scene


@pytest.fixture
def manager(scene):
    return make_manager("Raj Shah", practice=scene.practice)


def fire_safety_of(scene, manager, completed_on=dt.date(2026, 2, 1)) -> PriorLearning:
    fire = elsewhere.OutsideTraining.objects.get()
    entry = recorded(
        scene.practice, scene.tom, by=manager, token=uuid.uuid4(), outside_training=fire, completed_on=completed_on
    )
    return entry.learning.get()


def take_back(learning, manager) -> None:
    with replaying(WEDNESDAY):
        elsewhere.take_back(learning=learning, by=manager, reason="Another Tom.", at=WEDNESDAY)


def trainings(pack) -> list[tuple[str, str, str]]:
    rows = table(files_of(pack), checker.COMPLETIONS)
    return [(row["Person"], row["Completed on"], row["Basis"]) for row in rows if row["What"] == "Training"]


def test_what_a_manager_recorded_is_vouched_for(scene, manager, tmp_path):
    fire_safety_of(scene, manager)

    pack = scene.pack()

    assert trainings(pack) == [("Tom Ellis", "2026-02-01", "Done elsewhere")]
    assert is_whole(pack, tmp_path)


def test_what_was_taken_back_says_so_and_the_pack_is_whole(scene, manager, tmp_path):
    take_back(fire_safety_of(scene, manager), manager)

    pack = scene.pack()

    assert trainings(pack) == [("Tom Ellis", "2026-02-01", "Done elsewhere; taken back on 2026-03-04")]
    assert is_whole(pack, tmp_path)


def test_what_was_taken_back_does_not_hide_what_stands_from_before_the_period(scene, manager):
    fire_safety_of(scene, manager, dt.date(2025, 2, 1))
    take_back(fire_safety_of(scene, manager, dt.date(2025, 3, 1)), manager)

    assert trainings(scene.pack()) == [
        ("Tom Ellis", "2025-02-01", "Done elsewhere"),
        ("Tom Ellis", "2025-03-01", "Done elsewhere; taken back on 2026-03-04"),
    ]


def test_the_exemptions_of_the_period_are_listed_with_the_reason_and_who_approved_them(scene, manager):
    demands = [
        each for each in exemptions.demands_at(scene.practice, TUESDAY.date()) if each.newest.title == "Fire safety"
    ]
    for first, last in ((dt.date(2025, 1, 6), dt.date(2025, 3, 31)), (TUESDAY.date(), dt.date(2026, 6, 30))):
        with replaying(TUESDAY):
            exemptions.release(
                token=uuid.uuid4(), person=scene.tom, practice=scene.practice, demands=demands, reason="short_stay",
                started_on=first, ended_on=last, by=manager, at=TUESDAY,
            )  # fmt: skip

    rows = table(files_of(scene.pack()), "exemptions.csv")

    assert [list(row.values()) for row in rows] == [
        ["Tom Ellis", "Fire safety", "2026-03-03", "2026-06-30", "Here for a short time only", "Raj Shah", "2026-03-03"]
    ]
