"""Making the packs that somebody waits for, each by one process, to the end even if a process is killed.

A pack shows one moment, so what was begun and not finished is begun again from its start.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from trainingsite.evidence import shelf
from trainingsite.evidence.models import PackRun
from trainingsite.evidence.pack import write_pack
from trainingsite.evidence.parts import Progress
from trainingsite.evidence.runs import FIRST, ZIP

BEAT_SECONDS = 1
TRIES = 3
WENT_WRONG = "Something went wrong while it was made, and we have noted what. Ask for it again."
STOPPED_EACH_TIME = (
    f"It was begun {TRIES} times, and stopped each time before it was finished. Ask for a shorter period,"
    " and tell whoever looks after this system."
)
logger = logging.getLogger(__name__)


class TakenOver(Exception):
    """Another process took this one for dead, and makes the pack now."""


class Stopping(Exception):
    """This process was asked to end: another one shall make the pack."""


def make_what_waits(stopping: Callable[[], bool]) -> Iterator[str]:
    """Make every pack that waits, the longest waiting first, and say of each what came of it."""
    while not stopping() and (run := claim()):
        yield f"pack of {run}: {make(run, stopping)}"


def claim() -> PackRun | None:
    """Take the next run for this process. Of two that want the same, the one whose change comes first has it.

    Silence is measured by the database's clock: those of two machines differ.
    """
    give_up_what_always_stops()
    for run in PackRun.objects.to_begin(Now()).order_by("asked_at", "pk"):
        mine = PackRun.objects.going().filter(pk=run.pk, begun=run.begun).update(
            state=PackRun.State.RUNNING, begun=F("begun") + 1, heartbeat_at=Now(), done=0, of=0, what_now="", files={}
        )  # fmt: skip
        if mine:
            return PackRun.objects.select_related("practice", "asked_by").get(pk=run.pk)
    return None


def give_up_what_always_stops() -> None:
    """A pack that takes its process down with it every time shall not do so for ever."""
    for run in PackRun.objects.to_begin(Now()).filter(state=PackRun.State.RUNNING, begun__gte=TRIES):
        fail(run, STOPPED_EACH_TIME)


def make(run: PackRun, stopping: Callable[[], bool] = lambda: False) -> str:
    """Make the pack, and say what came of it. What fails leaves no file behind."""
    try:
        shelf.clear_earlier(run)
        with Heart(run, stopping) as heart:
            write(run, heart)
        kept_until = timezone.now() + dt.timedelta(days=settings.PACKS_KEPT_DAYS)
        if end(run, state=PackRun.State.DONE, files=heart.files, expires_at=kept_until, finished_at=Now()):
            return "made"
    except TakenOver:
        pass
    except Stopping:
        if end(run, state=PackRun.State.WAITING, files={}):
            shelf.clear(shelf.folder_of(run))
            return "put back, for this process is ending"
    except Exception:
        logger.exception("The evidence pack %s could not be made.", run.key)
        if fail(run, WENT_WRONG):
            return "it could not be made"
    shelf.clear(shelf.folder_of_this_beginning(run))
    return "another process has taken it over"


def fail(run: PackRun, problem: str) -> int:
    """Note that there will be no pack, and delete what there is of it; 0 where another process has begun it since."""
    mine = end(run, state=PackRun.State.FAILED, files={}, problem=problem, finished_at=Now())
    if mine:
        shelf.clear(shelf.folder_of(run))
    return mine


def end(run: PackRun, *, state: str, **changes) -> int:
    """Note how this beginning of the run has ended; 0 where another process has begun it since."""
    return PackRun.objects.going().filter(pk=run.pk, begun=run.begun).update(state=state, **changes)


def write(run: PackRun, heart: "Heart") -> None:
    """Write the pack's files to the shelf: what people read first as soon as it is whole, then all of it."""
    asked = run.asked
    with ExitStack() as files:
        copies = {name: files.enter_context(Product(name, heart)) for name in FIRST}
        out = files.enter_context(TemporaryFile())
        by, at = asked.name_of(run.asked_by), timezone.now()
        write_pack(asked, out, by=by, at=at, tell=heart.tell, copies=copies)
        heart.put(ZIP, out)


class Product:
    """A file of the pack that is handed out as soon as it is whole, while the rest is still being made."""

    def __init__(self, name: str, heart: "Heart"):
        self.name, self.heart = name, heart
        self.file = TemporaryFile()  # noqa: SIM115 -- closed when this is left

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()

    def write(self, piece: bytes) -> int:
        return self.file.write(piece)

    def flush(self) -> None:
        """All of it has been written."""
        self.heart.put(self.name, self.file)


class Heart:
    """Notes every second that a process is at work on a run, how far it has come, and what can be taken already.

    It beats in a thread, and so on a connection of its own: the one that reads the record stands still at one moment.
    """

    def __init__(self, run: PackRun, stopping: Callable[[], bool]):
        self.run, self.stopping = run, stopping
        self.progress = Progress(0, 0, "")
        self.files: dict[str, int] = {}
        self.taken_over = False
        self._still = Event()
        self._thread = Thread(target=self._beat_on, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._still.set()
        self._thread.join()

    def tell(self, progress: Progress) -> None:
        """Hear how far it has come. Raises TakenOver or Stopping when there is no use in going on."""
        self.progress = progress
        if self.taken_over:
            raise TakenOver
        if self.stopping():
            raise Stopping

    def put(self, name: str, file) -> None:
        """Put a whole file on the shelf; the next beat tells of it."""
        size = shelf.put(self.run, name, file)
        self.files = {**self.files, name: size}

    def _beat_on(self) -> None:
        while not self._still.wait(BEAT_SECONDS):
            try:
                self.taken_over = not self._beat()
            except DatabaseError:
                logger.warning("How far the evidence pack %s has come could not be noted.", self.run.key)
        connection.close()

    def _beat(self) -> int:
        mine = PackRun.objects.filter(pk=self.run.pk, begun=self.run.begun, state=PackRun.State.RUNNING)
        told = self.progress
        return mine.update(
            heartbeat_at=Now(), done=told.done, of=told.of, what_now=told.what[:200], files=self.files
        )  # fmt: skip
