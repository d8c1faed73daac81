"""A pack is made in the background, whole or not at all, by one process at a time."""

import datetime as dt
import io
from zipfile import ZipFile

import pytest
from django.db import connection
from django.utils import timezone

from tests.evidence.asking.scene import State, make_manager, make_run, taken_from_the_shelf
from tests.evidence.reading import manifest
from tests.evidence.scenes import a_practice_with_a_history, unpacked, verify
from tests.factories import make_practice
from tests.policies.test_signing_at_once import at_once
from trainingsite.evidence import actions, running, shelf
from trainingsite.evidence.models import TAKEN_FOR_DEAD_AFTER, PackRun
from trainingsite.evidence.one_moment import one_moment
from trainingsite.evidence.parts import Progress
from trainingsite.evidence.running import Heart, Stopping, TakenOver, claim, make, make_what_waits
from trainingsite.formats.archive import write_zip

pytestmark = pytest.mark.django_db(transaction=True)
SILENT = TAKEN_FOR_DEAD_AFTER + dt.timedelta(seconds=5)


def never():
    return False


@pytest.fixture
def run() -> PackRun:
    practice = a_practice_with_a_history().practice
    return make_run(practice, make_manager(practice))


@pytest.fixture
def small_run() -> PackRun:
    practice = make_practice("Millbrook Lane Surgery")
    return make_run(practice, make_manager(practice))


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(running, "BEAT_SECONDS", 0.02)


def fell_silent(run: PackRun, **fields) -> PackRun:
    PackRun.objects.filter(pk=run.pk).update(state=State.RUNNING, heartbeat_at=timezone.now() - SILENT, **fields)
    run.refresh_from_db()
    return run


def on_the_shelf(run: PackRun) -> bool:
    return shelf.shelf().exists(shelf.folder_of(run))


def test_a_pack_that_waits_is_made_whole_and_kept_for_a_week(run, tmp_path):
    before = timezone.now()

    said = list(make_what_waits(never))

    run.refresh_from_db()
    assert said == ["pack of Millbrook Lane Surgery as at 2026-03-31: made"]
    assert (run.state, sorted(run.files)) == (State.DONE, ["matrix.xlsx", "pack.zip", "summary.pdf"])
    assert dt.timedelta(days=7) <= run.expires_at - before < dt.timedelta(days=7, minutes=5)
    assert verify(unpacked(taken_from_the_shelf(run), tmp_path)).returncode == 0


def test_what_is_read_first_is_byte_for_byte_what_the_manifest_vouches_for(run):
    list(make_what_waits(never))

    run.refresh_from_db()
    with ZipFile(io.BytesIO(taken_from_the_shelf(run))) as pack:
        same = [pack.read(name) == taken_from_the_shelf(run, name) for name in ("summary.pdf", "matrix.xlsx")]
        by = manifest({name: pack.read(name) for name in pack.namelist()})["asked"]["by"]
    assert (same, by) == ([True, True], "Ruth Okafor")


def test_a_pack_without_names_does_not_name_who_asked_for_it(run):
    PackRun.objects.update(purpose="assurance")

    list(make_what_waits(never))

    run.refresh_from_db()
    with ZipFile(io.BytesIO(taken_from_the_shelf(run))) as pack:
        by = manifest({name: pack.read(name) for name in pack.namelist()})["asked"]["by"]
    assert by == f"Person {run.asked_by.key.hex[:8]}"


def test_what_is_read_first_can_be_taken_while_the_pack_is_being_made(run, quick, monkeypatch):
    there = []

    def watched(entries, out):
        def watching():
            for path, pieces in entries:
                if path == "manifest.json":
                    there.append(sorted(seen_elsewhere_when(lambda row: "matrix.xlsx" in row.files).files))
                yield path, pieces

        write_zip(watching(), out)

    monkeypatch.setattr("trainingsite.evidence.pack.write_zip", watched)
    list(make_what_waits(never))

    assert there == [["matrix.xlsx", "summary.pdf"]]


def wait_for(true):
    deadline = timezone.now() + dt.timedelta(seconds=20)
    while not true():
        assert timezone.now() < deadline, "it never became so"


def test_how_far_it_has_come_is_told_from_a_second_connection_while_the_first_reads(small_run, quick):
    run = claim()

    with one_moment(connection):
        PackRun.objects.get()  # the moment begins with the first look
        with Heart(run, never) as heart:
            heart.tell(Progress(4, 9, "Tables"))
            seen = seen_elsewhere_when(lambda row: row.done == 4)
        told = PackRun.objects.get().done

    assert (seen.of, seen.what_now, told) == (9, "Tables", 0)


def seen_elsewhere_when(true) -> PackRun:
    """The run as another connection sees it, once it is so."""
    found = []

    def look(number):
        if number == 0:
            wait_for(lambda: true(PackRun.objects.get()))
            found.append(PackRun.objects.get())

    at_once(look)
    return found[0]


def test_of_several_workers_one_takes_a_run(small_run):
    claimed = at_once(lambda _: claim())

    assert [run.pk for run in claimed if run] == [small_run.pk]
    assert PackRun.objects.get().begun == 1


def test_of_several_clicks_at_one_moment_one_asks(small_run):
    asked, by = small_run.asked, small_run.asked_by
    PackRun.objects.all().delete()

    runs = at_once(lambda _: actions.ask_for(asked, by=by, at=timezone.now()).pk)

    assert runs == [PackRun.objects.get().pk] * len(runs)


def test_who_waits_longest_is_served_first(small_run):
    other = make_practice("Quayside Practice")
    later = make_run(other, small_run.asked_by)

    assert [claim().pk, claim().pk, claim()] == [small_run.pk, later.pk, None]


def test_a_run_of_which_nothing_is_heard_is_begun_again_from_its_start(small_run):
    fell_silent(small_run, begun=1, done=7, of=9, files={"summary.pdf": 10})

    again = claim()

    assert (again.pk, again.begun, again.done, again.files) == (small_run.pk, 2, 0, {})


def test_a_run_that_is_alive_is_left_alone(small_run):
    claim()

    assert claim() is None


def test_a_run_that_stops_its_process_every_time_is_given_up(small_run):
    fell_silent(small_run, begun=running.TRIES)

    assert claim() is None
    small_run.refresh_from_db()
    assert (small_run.state, small_run.problem) == (State.FAILED, running.STOPPED_EACH_TIME)


def test_what_an_earlier_beginning_has_left_on_the_shelf_is_deleted(run):
    claimed = claim()
    shelf.put(claimed, "summary.pdf", io.BytesIO(b"half"))
    fell_silent(claimed)

    list(make_what_waits(never))

    folders, _ = shelf.shelf().listdir(shelf.folder_of(run))
    assert folders == ["2"]


def test_a_process_that_was_taken_for_dead_stops_and_what_it_wrote_is_deleted(small_run, quick, monkeypatch):
    first, went_on = claim(), []

    def stall(run, heart):
        shelf.put(run, "summary.pdf", io.BytesIO(b"half"))
        PackRun.objects.filter(pk=run.pk).update(begun=2)
        wait_for(lambda: heart.taken_over)
        heart.tell(Progress(1, 9, "Policies"))
        went_on.append(run)

    monkeypatch.setattr(running, "write", stall)

    assert (make(first), went_on) == ("another process has taken it over", [])
    assert PackRun.objects.get().state == State.RUNNING
    assert shelf.take(first, "summary.pdf") is None


def test_the_last_word_of_a_process_that_was_taken_for_dead_is_not_heard(small_run, monkeypatch):
    first = claim()
    monkeypatch.setattr(running, "write", lambda run, heart: PackRun.objects.update(begun=2))

    assert make(first) == "another process has taken it over"
    assert (PackRun.objects.get().state, PackRun.objects.get().files) == (State.RUNNING, {})


def test_a_process_that_is_to_end_puts_the_run_back_and_the_next_one_finishes_it(run):
    first = claim()

    said = make(first, lambda: True)

    row = PackRun.objects.get()
    assert (said, row.state, on_the_shelf(row)) == ("put back, for this process is ending", State.WAITING, False)
    list(make_what_waits(never))
    assert PackRun.objects.get().state == State.DONE


def test_a_process_that_is_to_end_begins_nothing_more(small_run):
    assert list(make_what_waits(lambda: True)) == []
    assert PackRun.objects.get().state == State.WAITING


def test_a_pack_that_cannot_be_made_says_so_and_leaves_no_file(small_run, monkeypatch, caplog):
    def fill_the_disk(asked, out, *, copies, **rest):
        copies["summary.pdf"].write(b"half")
        copies["summary.pdf"].flush()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(running, "write_pack", fill_the_disk)

    assert list(make_what_waits(never)) == ["pack of Millbrook Lane Surgery as at 2026-03-31: it could not be made"]
    row = PackRun.objects.get()
    assert (row.state, row.problem, row.files, on_the_shelf(row)) == (State.FAILED, running.WENT_WRONG, {}, False)
    assert "No space left on device" in caplog.text


def test_one_pack_that_cannot_be_made_stops_no_other(run, monkeypatch):
    other = make_run(make_practice("Quayside Practice"), run.asked_by)
    whole = running.write_pack

    def fail_at_the_first(asked, out, **rest):
        if asked.practice == run.practice:
            raise OSError(28, "No space left on device")
        whole(asked, out, **rest)

    monkeypatch.setattr(running, "write_pack", fail_at_the_first)
    list(make_what_waits(never))

    assert dict(PackRun.objects.values_list("pk", "state")) == {run.pk: State.FAILED, other.pk: State.DONE}


@pytest.mark.parametrize("why", [TakenOver, Stopping])
def test_no_use_in_going_on_is_no_partial_failure_of_the_pack(small_run, why, monkeypatch):
    """What tells a pack to stop is never swallowed as if one of its files could not be put in."""
    told = []

    def stop_at_the_third(self, progress):
        told.append(progress)
        if len(told) == 3:
            raise why

    monkeypatch.setattr(Heart, "tell", stop_at_the_third)
    make(claim())

    assert (len(told), PackRun.objects.get().state == State.DONE) == (3, False)


def test_packs_lie_where_only_the_site_can_read_them(small_run, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {**settings.STORAGES, "packs": private_storage()}

    shelf.put(claim(), "summary.pdf", io.BytesIO(b"%PDF"))

    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "media").rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (tmp_path / "media").rglob("*") if path.is_dir()}
    assert (modes, folders) == ({0o600}, {0o700})


def private_storage() -> dict:
    """As the site ships it, and not as the tests have it."""
    from trainingsite.settings import base  # noqa: PLC0415 -- the settings under test, not those of this run

    return base.STORAGES["packs"]
