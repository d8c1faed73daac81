"""The PostgreSQL that tests and benchmarks start for themselves goes when they go."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tools.postgres import PostgresUnavailable, cluster


def folder_in(url: str) -> Path:
    return Path(psycopg.conninfo.conninfo_to_dict(url)["host"])


def started(*command: str) -> subprocess.Popen:
    runner = [sys.executable, "-m", "tools.postgres", *command]
    # A suite that runs in the background is deaf to Ctrl-C, and so would be what it starts.
    return subprocess.Popen(
        runner,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def test_a_cluster_answers_and_leaves_nothing_behind():
    with cluster() as url, psycopg.connect(url) as connection:
        folder = folder_in(url)
        assert connection.execute("SELECT current_user, current_setting('fsync')").fetchone() == ("postgres", "off")
        assert folder.exists()

    assert not folder.exists()


def test_two_clusters_stand_side_by_side():
    with cluster() as one, cluster() as other, psycopg.connect(one), psycopg.connect(other):
        assert one != other


def test_a_durable_cluster_waits_for_its_disk():
    with cluster(durable=True) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT current_setting('fsync')").fetchone() == ("on",)


def test_the_command_is_told_its_database_and_its_status_is_passed_on():
    run = started("sh", "-c", "echo $DATABASE_URL; exit 3")
    url, _ = run.communicate(timeout=60)

    assert run.returncode == 3
    assert not folder_in(url.strip()).exists()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_is_stopped_leaves_no_server_behind(number, status):
    run = started("sh", "-c", "echo $DATABASE_URL; exec sleep 60")
    folder = folder_in(run.stdout.readline().strip())
    server = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    os.killpg(run.pid, number)
    run.communicate(timeout=60)

    assert run.returncode == status
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_a_machine_without_postgresql_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tools.postgres.DEBIAN", tmp_path)

    with pytest.raises(PostgresUnavailable, match="run 'apt-get install postgresql'"), cluster():
        pass
