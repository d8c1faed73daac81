"""Where the files of a pack lie until they are deleted: in no place that a web server hands out by itself."""

import datetime as dt
from collections.abc import Collection
from contextlib import suppress
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db.models import F
from django.utils import timezone

from trainingsite.evidence.models import PackRun
from trainingsite.people.ties import practices_ever_of

FOLDER = "evidence"


def shelf() -> Storage:
    return storages["packs"]


def folder_of(run: PackRun) -> str:
    return f"{FOLDER}/{run.key}"


def folder_of_this_beginning(run: PackRun) -> str:
    """Each has its own: what a process that was taken for dead still writes is never handed out."""
    return f"{folder_of(run)}/{run.begun}"


def place_of(run: PackRun, name: str) -> str:
    return f"{folder_of_this_beginning(run)}/{name}"


def put(run: PackRun, name: str, file: BinaryIO) -> int:
    """Put a whole file on the shelf; answers its size."""
    file.seek(0)
    shelf().save(place_of(run, name), File(file))
    return file.tell()


def take(run: PackRun, name: str) -> File | None:
    """A file of the run to read from; None where it is no longer there."""
    with suppress(FileNotFoundError):
        return shelf().open(place_of(run, name))
    return None


def clear(folder: str, *, but: str = "") -> None:
    """Delete a folder and all that is in it, but for one folder in it."""
    try:
        folders, files = shelf().listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        shelf().delete(f"{folder}/{name}")
    for name in folders:
        if name != but:
            clear(f"{folder}/{name}")
    if not but:
        shelf().delete(folder)


def clear_earlier(run: PackRun) -> None:
    """Delete what earlier beginnings of the run have left."""
    clear(folder_of(run), but=str(run.begun))


def take_back_packs_about(rows: Collection[int]) -> None:
    """Hand out no pack any more that may name somebody whose details are gone; what is being made is begun again.

    It belongs into the transaction that erases, so that no pack outlives the details where the process ends there.
    What waits is numbered anew too: whoever would begin it before the details are gone has to ask again.
    The files go with those whose days are over.
    """
    now, places = timezone.now(), practices_ever_of(rows)
    runs = PackRun.objects.filter(practice__in=places, state__in=(*PackRun.GOING, PackRun.State.DONE))
    list(runs.select_for_update().order_by("pk").values_list("pk"))  # two erasures lock them in the same order
    runs.going().update(state=PackRun.State.WAITING, begun=F("begun") + 1, files={})
    runs.filter(state=PackRun.State.DONE, expires_at__gt=now).update(expires_at=now)


def delete_expired(at: dt.datetime) -> str:
    """Delete the files of packs whose days are over; the files first, so that none outlives its row's saying so."""
    runs = PackRun.objects.filter(state=PackRun.State.DONE, expires_at__lte=at)
    count = 0
    for run in runs.order_by("pk"):
        clear(folder_of(run))
        count += PackRun.objects.filter(pk=run.pk).update(state=PackRun.State.EXPIRED, files={})
    return f"the files of {count} evidence packs deleted"
