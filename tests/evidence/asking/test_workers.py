"""Processes that make packs: one is killed and another finishes; two never make the same one."""

import time
from pathlib import Path

import pytest
from django.utils import timezone

from tests.evidence.asking.scene import State, make_manager, make_run, taken_from_the_shelf
from tests.evidence.asking.workers import REAL, kill, shelf_in, workers
from tests.evidence.scenes import a_practice_with_a_history, unpacked, verify
from tests.reminders.test_at_once import wait_until
from trainingsite.evidence.models import PackRun

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def media(settings, tmp_path) -> Path:
    shelf_in(settings, tmp_path / "media")
    return tmp_path / "media"


@pytest.fixture
def practice():
    return a_practice_with_a_history().practice


def row() -> PackRun:
    return PackRun.objects.get()


def is_whole(run: PackRun, folder: Path) -> bool:
    return verify(unpacked(taken_from_the_shelf(run), folder)).returncode == 0


def files_in(media: Path) -> list[str]:
    return sorted(path.name for path in media.rglob("*") if path.is_file())


def test_a_killed_worker_is_followed_by_another_that_finishes_the_pack(practice, media, tmp_path):
    make_run(practice, make_manager(practice))
    with workers(media, SLOW_SECONDS="0.5") as [first]:
        wait_until(lambda: row().done > 1)
        kill(first)
    left = row()

    with workers(media):
        wait_until(lambda: row().state == State.DONE, seconds=180)

    assert (left.state, left.begun, row().begun) == (State.RUNNING, 1, 2)
    assert files_in(media) == ["matrix.xlsx", "pack.zip", "summary.pdf"]
    assert is_whole(row(), tmp_path / "pack")


def test_two_workers_never_make_the_same_pack(practice, media, tmp_path):
    others = [a_practice_with_a_history(f"Practice {number}").practice for number in range(2)]
    ruth = make_manager(practice)
    for each in (practice, *others):
        make_run(each, ruth)

    with workers(media, 2, SLOW_SECONDS="0.02"):
        wait_until(lambda: not PackRun.objects.going().exists(), seconds=240)

    runs = list(PackRun.objects.order_by("pk"))
    assert [(run.state, run.begun) for run in runs] == [(State.DONE, 1)] * 3
    assert [is_whole(run, tmp_path / str(run.pk)) for run in runs] == [True] * 3


def test_a_worker_that_is_asked_to_end_puts_back_what_it_was_making(practice, media):
    make_run(practice, make_manager(practice))

    with workers(media, SLOW_SECONDS="0.5") as [worker]:
        wait_until(lambda: row().done > 1)
        worker.terminate()
        worker.wait(timeout=30)

    assert (row().state, worker.returncode, files_in(media)) == (State.WAITING, 0, [])


def test_the_worker_as_it_ships_begins_within_two_seconds(practice, media):
    with workers(media, command=REAL):
        # It starts with its timetable: what is asked is when it has come to its rounds.
        first = make_run(practice, make_manager(practice))
        wait_until(lambda: PackRun.objects.get(pk=first.pk).state == State.DONE)
        second = make_run(practice, first.asked_by)
        asked_at = time.monotonic()
        wait_until(lambda: PackRun.objects.get(pk=second.pk).begun == 1)
        waited = time.monotonic() - asked_at
        wait_until(lambda: PackRun.objects.get(pk=second.pk).state == State.DONE)

    assert waited < 2
    assert PackRun.objects.get(pk=second.pk).expires_at > timezone.now()
