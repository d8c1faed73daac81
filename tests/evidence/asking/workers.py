"""Worker processes of their own on the test's database and the test's media folder."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings as site
from django.db import connection

QUICK, REAL = ["-m", "tests.evidence.asking.quick_worker"], ["manage.py", "work"]


def environment(media: Path, **more: str) -> dict[str, str]:
    database = connection.settings_dict["NAME"]
    server = os.environ.get("DATABASE_URL", "").rpartition("/")[0]
    url = f"{server}/{database}" if connection.vendor == "postgresql" else f"sqlite:///{database}"
    return {
        **os.environ, "DJANGO_SETTINGS_MODULE": "trainingsite.settings.dev", "SECRET_KEY": "only-for-tests",
        "SEAL_KEY": "11" * 32, "DATABASE_URL": url, "MEDIA_STORAGE": str(media), "CACHE_URL": "", **more,
    }  # fmt: skip


@contextmanager
def workers(media: Path, number: int = 1, *, command=QUICK, **more: str) -> Iterator[list[subprocess.Popen]]:
    """So many workers, which are ended afterwards if they have not ended before."""
    started = [
        subprocess.Popen([sys.executable, *command], env=environment(media, **more), cwd=site.BASE_DIR)
        for _ in range(number)
    ]
    try:
        yield started
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(timeout=30)


def kill(worker: subprocess.Popen) -> None:
    """As a power cut would: nothing is tidied up."""
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(timeout=30)


def shelf_in(settings, media: Path) -> None:
    """Let this process look at the same shelf as the workers."""
    settings.MEDIA_ROOT = media
    settings.STORAGES = {
        **settings.STORAGES,
        "packs": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    }
