"""The site in its production configuration, on a database of its own, with the example practice."""

import io
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command

from benchmarks.report import say, write_row
from tools import postgres, server

PROJECT = Path(__file__).parents[1]
HOST = "127.0.0.1"
READY_WITHIN_SECONDS = 60


class Wrong(Exception):
    """The server did not start, or answered something else than what is measured."""


@dataclass(frozen=True)
class Site:
    """A running server, and how to load it."""

    database: str
    port: int
    people: int
    host: str = HOST
    pid: int = 0

    def drive(self, requests: Sequence[tuple[str, str]], **how) -> dict:
        """Load the site from another process, and take down what that process counted."""
        return self.walk("benchmarks.driver", requests=list(requests), **how)

    def walk(self, program: str, **task) -> dict | list[dict]:
        """Let another program of ours use the site, and take down what it counted."""
        task = {"host": self.host, "port": self.port, **task}
        driven = subprocess.run(
            [sys.executable, "-m", program],
            input=json.dumps(task), capture_output=True, text=True, cwd=PROJECT, start_new_session=True,
        )  # fmt: skip
        if driven.returncode:
            raise Wrong(driven.stderr.strip())
        return json.loads(driven.stdout)

    def per_second(self, requests: Sequence[tuple[str, str]], *, at_once: int, runs: int = 5) -> list[float]:
        """Answers a second, measured several times after one run that nobody counts."""
        self.drive(requests, connections=at_once, seconds=1.5)
        measured = [self.drive(requests, connections=at_once) for _ in range(runs)]
        say(f"    {measured[-1]['bytes']:,} bytes each")
        return [run["answers"] / run["seconds"] for run in measured]

    def once_each(self, requests: Sequence[tuple[str, str]], *, at_once: int, status: int) -> float:
        """Answers a second to requests that can each be sent a single time."""
        measured = self.drive(requests, connections=at_once, status=status, once=True)
        return measured["answers"] / measured["seconds"]

    def milliseconds(self, requests: Sequence[tuple[str, str]], *, runs: int = 30) -> list[float]:
        """How long each of the answers took, one at a time."""
        self.drive(requests, at_most=10, seconds=30)
        measured = self.drive(requests, at_most=runs, seconds=120)
        say(f"    {measured['bytes']:,} bytes each")
        return measured["milliseconds"]

    def row(self, name: str, unit: str, values: Sequence[float]) -> None:
        write_row(name, unit, values, database=self.database, people=self.people)


@contextmanager
def database_url(database: str) -> Iterator[str]:
    """An empty database that waits for its disk, as it does in life."""
    if database == "postgresql":
        with postgres.cluster(durable=True) as url:
            yield url
    else:
        with tempfile.TemporaryDirectory(prefix="practice-training-sqlite-") as folder:
            yield f"sqlite:///{folder}/practice-training.sqlite3"


@contextmanager
def served(database: str) -> Iterator[Site]:
    """The site with the starter content and the example practice in it, up for as long as the block."""
    port = free_port()
    with database_url(database) as url, tempfile.TemporaryDirectory(prefix="practice-training-bench-") as folder:
        configure(url, port, folder)
        load()
        from trainingsite.people.models import Person  # noqa: PLC0415 -- models are there after setup, not before

        with running(port) as process:
            yield Site(database=database, port=port, people=Person.objects.count(), pid=process.pid)


def configure(url: str, port: int, folder: str) -> None:
    """Production's settings, from the environment as in production."""
    os.environ.pop("CACHE_URL", None)
    os.environ.pop("EMAIL_URL", None)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="trainingsite.settings.production",
        DATABASE_URL=url,
        SECRET_KEY=secrets.token_urlsafe(50),
        SEAL_KEY=secrets.token_hex(32),
        ALLOWED_HOSTS=HOST,
        SITE_URL=f"http://{HOST}:{port}",
        MEDIA_STORAGE=str(Path(folder) / "media"),
        DEMO_FOLDER=folder,
    )
    django.setup()


def load() -> None:
    say("Preparing the database")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=server.NOT_SERVED)
    say("Loading the example practice, with the starter content")
    call_command("load_example_practice", stdout=io.StringIO())  # what it prints is for those who would sign in


@contextmanager
def running(port: int) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(server.command(port), cwd=PROJECT, stdout=sys.stderr, start_new_session=True)
    try:
        wait_until_it_answers(process, port)
        yield process
    finally:
        server.stop(process)


def wait_until_it_answers(process: subprocess.Popen, port: int) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/readyz/", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise Wrong("The server did not start: look at the lines above.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
