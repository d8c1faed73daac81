"""Somebody who makes evidence packs and nothing else: how long each took, and how much memory at most.

Runs in a process of its own, as the driver does. Reads one task as JSON on stdin and answers with JSON on stdout.
"""

import datetime as dt
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass

import django

from benchmarks import memory


@dataclass(frozen=True)
class Task:
    """Which practice, from which day to which, and how many times."""

    ods_code: str
    from_on: str
    on: str
    runs: int = 3
    host: str = ""
    port: int = 0


def packs(task: Task) -> list[dict]:
    """Each pack's time and size, and the most memory the process has taken by its end."""
    from django.utils import timezone  # noqa: PLC0415 -- settings are there after setup, not before

    from trainingsite.evidence.asked import Asked  # noqa: PLC0415 -- models are there after setup, not before
    from trainingsite.evidence.pack import write_pack  # noqa: PLC0415 -- models are there after setup, not before
    from trainingsite.people.models import Practice  # noqa: PLC0415 -- models are there after setup, not before

    practice, found = Practice.objects.get(ods_code=task.ods_code), []
    asked = Asked(practice, dt.date.fromisoformat(task.on), dt.date.fromisoformat(task.from_on))
    for _ in range(task.runs):
        with tempfile.TemporaryFile() as out:
            started = time.perf_counter()
            write_pack(asked, out, by="Measured", at=timezone.now())
            seconds = time.perf_counter() - started
            (peak,) = memory.megabytes_at_most(os.getpid())
            found.append({"seconds": seconds, "bytes": out.seek(0, os.SEEK_END), "megabytes": peak})
    return found


def main() -> int:
    task = Task(**json.load(sys.stdin))
    django.setup()
    json.dump(packs(task), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
