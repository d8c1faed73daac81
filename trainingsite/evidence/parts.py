"""The order in which a pack is made, how far that has come, and what could not be put in."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

logger = logging.getLogger(__name__)

# What can fail comes first; the cover, which must name it, last; then only the check and the manifest that lists all.
STEPS = (
    "Policies",
    "Tables",
    "What was taught",
    "Certificates",
    "People",
    "The chain of events",
    "The training matrix",
    "The summary",
    "The manifest",
)


@dataclass(frozen=True)
class Progress:
    """How far the making of a pack has come, and what is being made; it is told at every file."""

    done: int
    of: int
    what: str


Tell = Callable[[Progress], None]


def ignored(progress: Progress) -> None:
    """Nobody is waiting to hear how far it has come."""


@dataclass(frozen=True)
class Failure:
    """A file that could not be put into the pack, and why, in words that an inspector can read."""

    path: str
    why: str


class NotIncluded(Exception):
    """One file cannot be in the pack, for a reason that says so; the rest of the pack can."""


# Bytes as they are, or pieces still on their way: without these there is no pack. A callable makes one file that a
# pack can do without, if it must.
Making = Callable[[], bytes]
Content = bytes | Iterable[bytes] | Making

NOT_MADE = "It could not be made from what is kept. The practice's system administrator finds the reason in the log."
# What drawing and reading one file can run into. A database that is gone is none of these: that ends the whole pack.
UNMAKEABLE = (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError)


def made(path: str, make: Making, failures: list[Failure]) -> bytes | None:
    """The file, or None where it cannot be made: that is written down in ``failures``, with the reason."""
    try:
        return make()
    except NotIncluded as reason:
        failures.append(Failure(path, str(reason)))
    except UNMAKEABLE:
        logger.exception("The file %s of an evidence pack could not be made.", path)
        failures.append(Failure(path, NOT_MADE))
    return None
