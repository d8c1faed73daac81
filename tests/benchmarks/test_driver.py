"""The load that measures the site counts right answers, and takes no wrong one for a fast page."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.driver import Task, WrongAnswer, drive


class Surgery(BaseHTTPRequestHandler):
    """Answers every address with its own name, and /gone with 404."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = f"You are at {self.path}".encode()
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def port():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Surgery)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def request_for(path: str) -> str:
    return f"GET {path} HTTP/1.1\r\nHost: surgery\r\n\r\n"


def test_answers_are_counted_and_timed(port):
    asked = [(request_for("/a"), "You are at /a"), (request_for("/b"), "You are at /b")]

    result = drive(Task("127.0.0.1", port, asked, connections=3, seconds=30, at_most=20))

    assert result.answers == len(result.milliseconds) >= 20
    assert 0 < max(result.milliseconds) <= result.seconds * 1000


def test_the_load_ends_when_its_time_is_up(port):
    result = drive(Task("127.0.0.1", port, [(request_for("/a"), "/a")], seconds=0.3))

    assert 0.3 <= result.seconds < 5
    assert result.answers > 0


@pytest.mark.parametrize(("path", "expected"), [("/gone", "/gone"), ("/a", "Sign in")])
def test_a_wrong_answer_stops_the_measurement(port, path, expected):
    with pytest.raises(WrongAnswer, match=f"You are at {path}"):
        drive(Task("127.0.0.1", port, [(request_for(path), expected)], seconds=5))


def test_what_can_be_sent_once_is_sent_once_by_whoever_is_free(port):
    asked = [(request_for(f"/{number}"), f"You are at /{number}") for number in range(7)]

    result = drive(Task("127.0.0.1", port, asked, connections=3, seconds=0, once=True))

    assert result.answers == 7


def test_another_answer_than_a_page_can_be_what_is_right(port):
    asked = [(request_for("/gone"), "You are at /gone")]

    result = drive(Task("127.0.0.1", port, asked, status=404, once=True))

    assert result.answers == 1


def test_the_load_runs_as_a_process_of_its_own(port):
    task = {"host": "127.0.0.1", "port": port, "requests": [(request_for("/a"), "/a")], "at_most": 5}

    driven = subprocess.run(
        [sys.executable, "-m", "benchmarks.driver"], input=json.dumps(task), capture_output=True, text=True
    )

    assert json.loads(driven.stdout)["answers"] == 5


def test_a_server_that_is_not_there_is_an_error_and_no_measurement():
    task = {"host": "127.0.0.1", "port": 1, "requests": [(request_for("/a"), "/a")]}

    driven = subprocess.run(
        [sys.executable, "-m", "benchmarks.driver"], input=json.dumps(task), capture_output=True, text=True
    )

    assert (driven.returncode, driven.stdout) == (1, "")
