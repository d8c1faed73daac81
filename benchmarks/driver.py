"""The load: asks over kept-alive connections from a process of its own, and checks every answer.

Reads one task as JSON on stdin and answers with JSON on stdout. It parses no more of HTTP than it must, so
that the server is what is measured: against a program that answers two letters it asks 17,000 times a second.
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from itertools import cycle

END_OF_HEADERS = b"\r\n\r\n"
CHUNK = 262_144


@dataclass(frozen=True)
class Task:
    """What to ask for in turn, each with what its answer must contain; how many at a time, and for how long.

    What can be sent only ``once`` is: the load then ends with the last answer.
    """

    host: str
    port: int
    requests: list[tuple[str, str]]
    connections: int = 1
    seconds: float = 3.0
    at_most: int | None = None
    status: int = 200
    once: bool = False


@dataclass
class Result:
    """How many good answers came in how long, how long each took, and how large the last one was."""

    answers: int = 0
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    bytes: int = 0


class WrongAnswer(Exception):
    """The server answered something else than the page that is being measured."""


class Connection:
    """One kept-alive connection: asks, reads the whole answer, asks again."""

    def __init__(self, task: Task, requests: Iterator[tuple[bytes, bytes]]):
        self.socket = socket.create_connection((task.host, task.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = requests
        self.begins_with = f"HTTP/1.1 {task.status}".encode()

    def ask(self) -> bool:
        """Ask for the next page, if there is one left to ask for."""
        request, self.expected = next(self.requests, (b"", b""))
        self.received, self.length = bytearray(), None
        self.asked_at = time.perf_counter()
        self.socket.sendall(request)
        return bool(request)

    def answer(self) -> bytes | None:
        """The answer, once all of it is here."""
        data = self.socket.recv(CHUNK)
        if not data:
            raise WrongAnswer("the server closed the connection")
        self.received += data
        if self.length is None:
            end = self.received.find(END_OF_HEADERS)
            if end < 0:
                return None
            self.length = end + len(END_OF_HEADERS) + content_length(bytes(self.received[:end]).lower())
        return bytes(self.received) if len(self.received) >= self.length else None

    def check(self, answer: bytes) -> None:
        if not answer.startswith(self.begins_with) or self.expected not in answer:
            raise WrongAnswer(answer[:400].decode(errors="replace"))


def content_length(headers: bytes) -> int:
    _, named, rest = headers.partition(b"\r\ncontent-length:")
    if not named:
        raise WrongAnswer(f"an answer without a length: {headers.decode(errors='replace')}")
    return int(rest.partition(b"\r\n")[0])


def drive(task: Task) -> Result:
    """Ask until the time is up or the number is reached."""
    pages = [(request.encode(), expected.encode()) for request, expected in task.requests]
    requests = iter(pages) if task.once else cycle(pages)
    with ExitStack() as opened:
        selector = opened.enter_context(selectors.DefaultSelector())
        for _ in range(task.connections):
            connection = Connection(task, requests)
            opened.enter_context(connection.socket)
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.ask()
        return listen(selector, task)


def listen(selector: selectors.BaseSelector, task: Task) -> Result:
    """Take the answers as they come."""
    result, started = Result(), time.perf_counter()
    ends = started + task.seconds
    most = len(task.requests) if task.once else task.at_most
    while (task.once or time.perf_counter() < ends) and not (most and result.answers >= most):
        for key, _ in selector.select(timeout=10) or stalled():
            hear(key.data, result)
    result.seconds = time.perf_counter() - started
    return result


def hear(connection: Connection, result: Result) -> None:
    """Take what came; count an answer that is complete and right, and ask for the next."""
    answer = connection.answer()
    if answer is None:
        return
    connection.check(answer)
    result.answers += 1
    result.milliseconds.append((time.perf_counter() - connection.asked_at) * 1000)
    result.bytes = len(answer)
    connection.ask()


def stalled():
    raise WrongAnswer("no answer within ten seconds")


def main() -> int:
    try:
        result = drive(Task(**json.load(sys.stdin)))
    except (WrongAnswer, OSError) as failure:
        print(failure, file=sys.stderr)
        return 1
    json.dump(asdict(result), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
