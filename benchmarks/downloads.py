"""Somebody who takes a large file away: asks for it, reads it to its end, and counts its lines.

Runs in a process of its own, as the driver does. Reads one task as JSON on stdin and answers with JSON on stdout.
"""

import json
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

CHUNK = 262_144


@dataclass(frozen=True)
class Task:
    """Whose session, which file, and how many times."""

    host: str
    port: int
    path: str
    cookies: dict[str, str]
    runs: int = 5


class Unexpected(Exception):
    """The server answered something else than a file."""


def download(task: Task) -> dict:
    """How long it took from the question to the last byte, and how much came."""
    connection = HTTPConnection(task.host, task.port, timeout=120)
    cookies = "; ".join(f"{name}={value}" for name, value in task.cookies.items())
    started, size, lines = time.perf_counter(), 0, 0
    connection.request("GET", task.path, headers={"Cookie": cookies, "Accept-Encoding": "identity"})
    response = connection.getresponse()
    if response.status != 200 or not response.headers["Content-Type"].startswith("text/csv"):
        raise Unexpected(f"{task.path} answered {response.status}: {response.headers['Location']}")
    while chunk := response.read1(CHUNK):
        size += len(chunk)
        lines += chunk.count(b"\n")
    return {"seconds": time.perf_counter() - started, "bytes": size, "lines": lines}


def main() -> int:
    task = Task(**json.load(sys.stdin))
    try:
        json.dump([download(task) for _ in range(task.runs)], sys.stdout)
    except (Unexpected, OSError, HTTPException) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
