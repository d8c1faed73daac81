"""What a machine lacks is installed where that is allowed, and asked for in a sentence where it is not."""

import subprocess

import pytest


@pytest.fixture
def on_a_machine(tmp_path, project):
    """Runs a tool on a machine that has only the programs given, each as the shell script it is."""

    def run(*command: str, **programs: str) -> subprocess.CompletedProcess:
        for name in ("sh", "dirname", "env", "ls", "cat"):
            if name not in programs:
                (tmp_path / name).symlink_to(f"/bin/{name}")
        for name, script in programs.items():
            program = tmp_path / name.replace("_", "-")
            program.write_text(f"#!/bin/sh\n{script}\n")
            program.chmod(0o755)
        environment = {"PATH": str(tmp_path)}
        return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)

    return run


ROOT, SOMEBODY = "echo 0", "echo 1000"
FRIBIDI = "echo 'libfribidi.so.0 (libc6,x86-64)'"
LOGGED = f'echo "$*" >> {"$0"}.log'


def test_an_administrator_gets_the_packages(on_a_machine, tmp_path):
    done = on_a_machine("tools/apt", "The test suite", "chromium", "postgresql", id=ROOT, apt_get=LOGGED)

    assert done.returncode == 0
    assert done.stderr == "==> Installing chromium postgresql from apt (once)\n"
    assert (tmp_path / "apt-get.log").read_text().splitlines() == [
        "update -qq",
        "install -qq -y --no-install-recommends chromium postgresql",
    ]


def test_somebody_who_may_become_administrator_gets_them_too(on_a_machine, tmp_path):
    sudo = '[ "$1" = -n ] && shift && "$@"'

    done = on_a_machine("tools/apt", "The test suite", "chromium", id=SOMEBODY, sudo=sudo, true="", apt_get=LOGGED)

    assert done.returncode == 0
    assert len((tmp_path / "apt-get.log").read_text().splitlines()) == 2


@pytest.mark.parametrize("sudo", [{}, {"sudo": "exit 1"}])
def test_somebody_who_may_not_is_told_whom_to_ask(on_a_machine, tmp_path, sudo):
    done = on_a_machine("tools/apt", "The test suite", "chromium", id=SOMEBODY, apt_get=LOGGED, **sudo)

    assert done.returncode == 1
    assert done.stderr == (
        "The test suite needs chromium, and this user may not install it: "
        "ask an administrator for 'apt-get install chromium', then run this again.\n"
    )
    assert not (tmp_path / "apt-get.log").exists()


def test_a_machine_without_apt_is_told_what_is_missing(on_a_machine):
    done = on_a_machine("tools/apt", "The test suite", "chromium", id=ROOT)

    assert done.returncode == 1
    assert done.stderr == (
        "The test suite needs chromium: install it with this machine's package manager and run this again.\n"
    )


def test_an_installation_that_fails_is_said_to_have_failed(on_a_machine):
    done = on_a_machine("tools/apt", "The test suite", "chromium", id=ROOT, apt_get="echo no network >&2; exit 100")

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "apt-get could not install chromium: look at the lines above, put it right and run this again."
    )


def test_a_machine_that_has_everything_is_left_alone(on_a_machine, tmp_path):
    there = {"chromium": "", "initdb": "", "ldconfig": FRIBIDI}

    done = on_a_machine("tools/machine", "The test suite", "browser", "database", apt_get=LOGGED, **there)

    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "apt-get.log").exists()


@pytest.mark.parametrize(
    ("there", "installed"),
    [
        ({"initdb": "", "ldconfig": FRIBIDI}, ["chromium", "fonts-liberation"]),
        ({"initdb": "", "chromium": "", "ldconfig": ""}, ["libfribidi0"]),
        ({"chromium": "", "ldconfig": FRIBIDI, "ls": "exit 2"}, ["postgresql"]),
    ],
)
def test_only_what_is_missing_is_installed(on_a_machine, tmp_path, there, installed):
    done = on_a_machine("tools/machine", "The test suite", "browser", "database", id=ROOT, apt_get=LOGGED, **there)

    assert done.returncode == 0
    asked = (tmp_path / "apt-get.log").read_text().splitlines()[-1].split("--no-install-recommends ")[1]
    assert asked.split() == installed
