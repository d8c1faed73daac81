"""People who take knowledge checks: each begins one, hands in a form, looks at the result, and begins again.

Runs in a process of its own, as the driver does. Reads one task as JSON on stdin and answers with JSON on stdout.
"""

import json
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.visitor import Unexpected, Visitor

GO = re.compile(r'name="attempt" value="([^"]+)"')
ASKED = re.compile(r'name="(q-[^"]+)"')
PASSED = "You have passed"


@dataclass(frozen=True)
class Task:
    """Whose sessions, which module, what to answer to each field of any of its questions, and for how long."""

    host: str
    port: int
    sessions: list[dict[str, str]]
    module: str
    answers: dict[str, list[str]]
    questions: int
    seconds: float = 5.0


def attempts(task: Task) -> dict:
    """How many whole attempts everybody together came through, and in what time."""
    started = time.perf_counter()
    ends = started + task.seconds
    with ThreadPoolExecutor(len(task.sessions)) as people:
        done = sum(people.map(lambda cookies: learn(task, cookies, ends), task.sessions))
    return {"answers": done, "seconds": time.perf_counter() - started}


def learn(task: Task, cookies: dict[str, str], ends: float) -> int:
    """Attempt after attempt until the time is up."""
    visitor, done = Visitor(task.host, task.port, dict(cookies)), 0
    visitor.get(f"/modules/{task.module}/check/")
    while time.perf_counter() < ends:
        attempt(visitor, task)
        done += 1
    return done


def attempt(visitor: Visitor, task: Task) -> None:
    """Begin a check, answer everything it asks, and read how it went."""
    form = visitor.post(f"/modules/{task.module}/check/start/")
    fields = {name: task.answers[name] for name in dict.fromkeys(ASKED.findall(form))}
    if len({name.partition(":")[0] for name in fields}) != task.questions:
        raise Unexpected(f"The form asks {len(fields)} things, not {task.questions} questions.")
    result = visitor.post(f"/modules/{task.module}/check/", attempt=GO.search(form)[1], **fields)
    if PASSED not in result:
        raise Unexpected(f"The check was not passed: {visitor.path}")


def main() -> int:
    try:
        json.dump(attempts(Task(**json.load(sys.stdin))), sys.stdout)
    except (Unexpected, OSError) as failure:
        print(failure, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
