"""Prepares the example site of `make demo` and serves it, with its worker, until it is stopped.

Usage: python -m tools.example_site PORT
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.core.management import CommandError, call_command, get_commands

from tools import server

PRACTICE = "X99999"
# What a shell may hold for another site: the example is never loaded into that one's database.
NOT_OURS = ("DATABASE_URL", "CACHE_URL", "EMAIL_URL", "MEDIA_STORAGE", "SECRET_KEY", "SEAL_KEY", "SEAL_KEY_FILE")
READY_WITHIN_SECONDS = 60


def say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)  # noqa: T201 -- this is a command


def use_settings_of_a_laptop(address: str) -> None:
    for name in NOT_OURS:
        os.environ.pop(name, None)
    os.environ.update(DJANGO_SETTINGS_MODULE="trainingsite.settings.dev", SITE_URL=address)
    django.setup()


def prepare() -> None:
    """Create what is missing; what is there is kept."""
    say("Preparing the database")
    call_command("migrate", verbosity=0, interactive=False)
    say("Gathering style sheets and pictures")
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=server.NOT_SERVED)
    if loaded():
        print(sheet_at(settings_address()), flush=True)  # noqa: T201 -- this is a command
    else:
        say("Loading the starter content, and an example practice: 30 people, two years")
        call_command("load_example_practice", ods=PRACTICE)
    # After the example, which begins two years ago: only what a newer edition of the content has added.
    call_command("load_starter_content", stdout=sys.stderr)


def sign_ins() -> Path:
    from django.conf import settings  # noqa: PLC0415 -- the settings are chosen when this program runs

    return settings.DEMO_FOLDER / "sign-ins.txt"


def settings_address() -> str:
    from django.conf import settings  # noqa: PLC0415 -- the settings are chosen when this program runs

    return settings.SITE_URL


def sheet_at(address: str) -> str:
    """The list of sign-ins, with the address of this run."""
    return re.sub(r"^(Address\s+)\S+", rf"\g<1>{address}/", sign_ins().read_text(), flags=re.MULTILINE)


def loaded() -> bool:
    """Whether an earlier run loaded the example practice to the end."""
    from trainingsite.people.models import Practice  # noqa: PLC0415 -- models are there after setup, not before

    return sign_ins().exists() and Practice.objects.filter(ods_code=PRACTICE).exists()


def start(port: int) -> list[subprocess.Popen]:
    """The server, and the worker beside it; both in sessions of their own, so that we stop them in order."""
    commands = [server.command(port)]
    if "work" in get_commands():
        commands.append([sys.executable, "manage.py", "work"])
    return [subprocess.Popen(command, start_new_session=True) for command in commands]


def wait_until_it_answers(address: str, running: list[subprocess.Popen]) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in running):
        try:
            urllib.request.urlopen(f"{address}/healthz/", timeout=5).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    sys.exit("The server did not start: look at the lines above.")


def serve(port: int, address: str) -> None:
    """Serve until Ctrl-C, or until one of the processes ends by itself."""
    running = start(port)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}", running)
        say(f"{address} is ready. Ctrl-C stops it; 'make demo' again keeps the data.")
        while all(process.poll() is None for process in running):
            time.sleep(0.5)
        sys.exit("The server or its worker has stopped: look at the lines above.")
    finally:
        for process in reversed(running):
            server.stop(process)


def main() -> None:
    port = int(sys.argv[1])
    address = f"http://localhost:{port}"
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))
    use_settings_of_a_laptop(address)
    try:
        prepare()
        serve(port, address)
    except CommandError as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        say("Stopped")


if __name__ == "__main__":
    main()
