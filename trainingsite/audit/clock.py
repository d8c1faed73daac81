"""The second of the two clocks: when something was recorded, as against when it happened."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_replayed: ContextVar[dt.datetime | None] = ContextVar("replayed", default=None)


def recording_time() -> dt.datetime:
    """Now, unless a history is being replayed."""
    return _replayed.get() or timezone.now()


@contextmanager
def replaying(at: dt.datetime) -> Iterator[None]:
    """Record as if at that moment: for the example practice, whose two years of history are made in a minute."""
    token = _replayed.set(at)
    try:
        yield
    finally:
        _replayed.reset(token)
