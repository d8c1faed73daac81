"""A port that cannot be served on is refused in a sentence, before anything is installed or loaded."""

import os
import socket
import subprocess

import pytest

from tools.port import trouble_with


@pytest.fixture
def used_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_free_port_is_no_trouble():
    assert trouble_with(str(free_port())) == ""


def test_a_port_in_use_is_refused(used_port):
    assert trouble_with(str(used_port)) == (
        f"Port {used_port} is in use: stop what uses it, or choose another, for example 'make demo PORT=8080'."
    )


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "80a", "８０００", "8000 9000"])
def test_a_port_that_is_none_is_refused(text):
    assert trouble_with(text) == f"PORT must be a number from 1 to 65535, not '{text}'."


def test_make_demo_stops_at_a_port_in_use_before_it_does_anything(used_port, project):
    # This suite may itself be run by make, which tells the makes below it so, and they would talk about it.
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    command = ["make", "demo", f"PORT={used_port}"]
    made = subprocess.run(command, cwd=project, capture_output=True, text=True, env=alone, check=False)

    assert made.returncode != 0
    assert made.stdout == ""
    assert made.stderr.splitlines()[0] == trouble_with(str(used_port))
