"""A PostgreSQL of our own for one command: started in a temporary folder, stopped and removed afterwards.

Usage: python -m tools.postgres [--durable] COMMAND [ARGUMENT...]
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

# A test's database is thrown away: nobody waits for its disk.
THROWN_AWAY = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]
READY_WITHIN_SECONDS = 60
DEBIAN = Path("/usr/lib/postgresql")  # not on PATH there: several versions may stand side by side


class PostgresUnavailable(Exception):
    """There is no PostgreSQL server program on this machine, or it does not start."""


def programs() -> Path:
    """The folder of the newest server programs on this machine."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"), key=lambda found: int(found.parts[-3]))
    if not versions:
        raise PostgresUnavailable("PostgreSQL is not on this machine: run 'apt-get install postgresql'.")
    return versions[-1].parent


def somebody_else() -> dict:
    """Arguments that start a program as another user when we are root, as whom PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise PostgresUnavailable("PostgreSQL refuses to run as root, and this machine has no user postgres or nobody.")


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """The DATABASE_URL of a cluster that lives as long as the block.

    It listens on a socket in its own folder and on no port, so that any number of them can run side by side.
    """
    owner = somebody_else()
    folder = Path(tempfile.mkdtemp(prefix="practice-training-postgres-"))
    try:
        if owner:
            os.chown(folder, owner["user"], owner["group"])
        create(folder, owner)
        with running(folder, owner, [] if durable else THROWN_AWAY):
            yield f"postgres://postgres@{quote(str(folder), safe='')}/postgres"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def create(folder: Path, owner: dict) -> None:
    """Lay out the empty cluster."""
    command = [programs() / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    made = subprocess.run(
        [*command, "--no-locale", "--no-sync", "--no-instructions"],
        cwd=folder, capture_output=True, text=True, start_new_session=True, **owner,
    )  # fmt: skip
    if made.returncode:
        raise PostgresUnavailable(f"PostgreSQL could not lay out a cluster: {made.stderr.strip()}")


@contextmanager
def running(folder: Path, owner: dict, options: list[str]) -> Iterator[None]:
    """The server, up for as long as the block; in a session of its own, so that Ctrl-C reaches it last."""
    command = [programs() / "postgres", "-D", folder / "data", "-c", "listen_addresses=", "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **owner
        )
    try:
        wait_until_ready(server, folder)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # the fast shutdown: open sessions are ended
        try:
            server.wait(timeout=30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def wait_until_ready(server: subprocess.Popen, folder: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    asks = [programs() / "pg_isready", "-q", "-h", folder]
    while subprocess.run(asks).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise PostgresUnavailable(f"PostgreSQL does not start: {(folder / 'log').read_text().strip()}")
        time.sleep(0.1)


def stop_on_signals() -> None:
    """End in good order, and clear up, when asked to terminate."""

    def leave(number, frame):
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)


def run(command: list[str], *, durable: bool) -> int:
    """Run a command against a cluster of its own; answers its exit status."""
    with cluster(durable=durable) as url:
        child = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        try:
            return child.wait()
        except BaseException:
            # On Ctrl-C the child hears it too; let it end before its database goes.
            child.terminate()
            child.wait()
            raise


def main() -> int:
    arguments = sys.argv[1:]
    durable = arguments[:1] == ["--durable"]
    command = arguments[durable:]
    if not command:
        print(__doc__.strip(), file=sys.stderr)  # noqa: T201 -- this is a command
        return 2
    stop_on_signals()
    try:
        return run(command, durable=durable)
    except PostgresUnavailable as unavailable:
        print(unavailable, file=sys.stderr)  # noqa: T201 -- this is a command
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
